import { fill, letterMail } from '../letter.js';
import type { OutgoingMail } from '../mail.js';
import type { E164 } from '../phone-number.js';
import type { Language } from '../phrases.js';
import { describeNumber } from '../written-phone.js';
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
  { shopName, number, link }: TemplateWords,
): Pick<OutgoingMail, 'subject' | 'text' | 'html'> {
  const { unnamed, register, [template]: phrases } = TEMPLATE_PHRASES[language];
  const words = { shop: shopName ?? unnamed, number: number && unbroken(number) };
  return letterMail({
    language,
    title: fill(phrases.subject, words),
    body: phrases.lines.map((line) => fill(line, words)),
    buttons: link === undefined ? [] : [{ label: register, url: link }],
  });
}

/** As people write it, in one line. */
function unbroken(number: E164): string {
  return describeNumber(number).spaced.replaceAll(' ', '\u00a0');
}
