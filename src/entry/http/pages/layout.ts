import type { Language } from '../../../domain/model/phrases.js';
import { html, type Html } from './html.js';
import { pagePhrase, type PagePhrase } from './phrases.js';
import { STYLE_ELEMENT } from './style.js';

/** Who a page is for, and who shows it. */
export interface PageContext {
  readonly language: Language;
  readonly shopName: string | undefined;
}

/** A whole page: what it is about, and what stands below. @param isFault whether something is to be corrected on it */
export function page(
  { language, shopName }: PageContext,
  title: string,
  content: Html,
  { isFault = false }: { readonly isFault?: boolean } = {},
): string {
  const prefix = isFault ? `${pagePhrase(language, 'fault')}: ` : '';
  const suffix = shopName === undefined ? '' : ` – ${shopName}`;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${`${prefix}${title}${suffix}`}</title>
        ${STYLE_ELEMENT}
      </head>
      <body>
        <main>
          ${shopName === undefined ? undefined : html`<p class="shop">${shopName}</p> `}
          <h1>${title}</h1>
          ${content}
        </main>
      </body>
    </html> `.text;
}

/** A page that says one thing. @param more what stands below it */
export function notice(
  context: PageContext,
  title: PagePhrase,
  text: PagePhrase,
  { more, waitSeconds }: { readonly more?: Html; readonly waitSeconds?: number } = {},
): string {
  const say = (phrase: PagePhrase) => pagePhrase(context.language, phrase, { waitSeconds: waitSeconds ?? 0 });
  return page(
    context,
    say(title),
    html`<p>${say(text)}</p>
      ${more}`,
  );
}
