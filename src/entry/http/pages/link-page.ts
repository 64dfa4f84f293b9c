import type { LinkView } from '../../../ports/confirmation-pages.js';
import { html } from './html.js';
import { notice, page, type PageContext } from './layout.js';
import { pagePhrase } from './phrases.js';

/** What stands behind a link of a mail or a text. It says nothing about anybody: whoever has the link may open it. */
export function linkPage(shopName: string | undefined, { action, state, language }: LinkView): string {
  const context: PageContext = { language, shopName };
  if (state === 'over') return notice(context, 'over_title', 'over_text');
  if (state === 'used')
    return action === 'prove'
      ? notice(context, 'proved_title', 'proved_text')
      : notice(context, 'reported_title', 'reported_text');
  const say = (phrase: 'title' | 'text' | 'button') => pagePhrase(language, `${action}_${phrase}`);
  // Without an address of its own, the form is sent to that of the page.
  const form = html`<p>${say('text')}</p>
    <form method="post"><button type="submit">${say('button')}</button></form>`;
  return page(context, say('title'), form);
}
