// What pages of the console do in the browser, besides what htmx does by the attributes of the pages.
import 'htmx.org/dist/htmx.esm.js';
import { followForms } from './busy.js';
import { drawCharts } from './charts.js';
import { followFeed } from './feed.js';
import { followHandsets } from './handsets.js';
import { showNewest } from './screens.js';

drawCharts(document);
followFeed(document);
followForms(document);
followHandsets(document);
showNewest(document);
document.addEventListener('htmx:after:swap', () => {
  drawCharts(document);
  showNewest(document);
});
for (const button of document.querySelectorAll<HTMLElement>('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => {
    print();
  });
}
