// What pages of the console do in the browser, besides what htmx does by the attributes of the pages.
import './htmx.js';
import 'htmx.org/dist/ext/hx-sse.js';
import { drawCharts } from './charts.js';
import { followFeeds } from './feed.js';

drawCharts(document);
followFeeds(document);
document.addEventListener('htmx:after:swap', () => {
  drawCharts(document);
});
