import { escapeHtml } from '../escape-html.js';
import type { OutgoingMail } from '../mail.js';
import type { E164 } from '../phone-number.js';
import type { Language } from '../phrases.js';
import type { MessageTemplate } from './names.js';
import { TEMPLATE_PHRASES } from './phrases.js';

/** What is filled in. */
export interface TemplateWords {
  readonly shopName: string | undefined;
  /** The client's own. Of `number_…`. */
  readonly number: E164 | undefined;
  /** The address of the page. Of `activation`. */
  readonly link: string | undefined;
}

/** A mail to a client, as text and as HTML, escaped. */
export function writeTemplate(
  template: MessageTemplate,
  language: Language,
  { shopName, number = '' as E164, link = '' }: TemplateWords,
): Pick<OutgoingMail, 'subject' | 'text' | 'html'> {
  const { unnamed, [template]: phrases } = TEMPLATE_PHRASES[language];
  const words: Readonly<Record<string, string>> = { shop: shopName ?? unnamed, number, link };
  // In one go, so that nothing in a name is taken for a place to fill.
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => words[name] ?? '');
  const lines = phrases.lines.map(fill);
  const subject = fill(phrases.subject).replace(/\s+/g, ' ');
  const style = "margin:0 0 16px;font:16px/1.5 -apple-system,'Segoe UI',Roboto,Arial,sans-serif;color:#1c2430";
  const html = [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    `<meta name="viewport" content="width=device-width"><title>${escapeHtml(subject)}</title></head>`,
    '<body style="margin:0;padding:24px;background:#ffffff"><div style="max-width:480px;margin:0 auto">',
    ...lines.map((line) => `<p style="${style}">${lineHtml(line, link)}</p>`),
    '</div></body></html>',
  ].join('');
  return { subject, text: `${lines.join('\n\n')}\n`, html };
}

function lineHtml(line: string, link: string): string {
  if (link === '' || line !== link) return escapeHtml(line);
  return `<a href="${escapeHtml(link)}" style="color:#1f5fd6">${escapeHtml(link)}</a>`;
}
