import type { CountryCode } from '../country.js';
import { fill, letterMail } from '../letter.js';
import type { OutgoingMail } from '../mail.js';
import { countryOf, type E164 } from '../phone-number.js';
import type { Language } from '../phrases.js';
import type { OutboxEntry } from '../outbox.js';
import { CONFIRMATION_PHRASES } from './phrases.js';
import { inSmsAlphabet } from './sms-alphabet.js';

// What the messages of a confirmation say. Written when they are sent: with the code or link, which are not stored.

/** What a message needs besides its entry. */
export interface WritingTerms {
  /** Undefined: none is configured. */
  readonly shopName: string | undefined;
  /** How long a code is valid. */
  readonly minutes: number;
}

type Words = Readonly<Partial<Record<'code' | 'digits' | 'link' | 'key', string>>>;

function write(template: string, language: Language, words: Words, { shopName, minutes }: WritingTerms): string {
  const shop = shopName ?? CONFIRMATION_PHRASES[language].unnamed;
  return fill(template, { shop, minutes: minutes.toString(), ...words });
}

type TextEntry = Pick<OutboxEntry, 'message' | 'language' | 'digits'>;

/**
 * A text message.
 * @param words.code of `code` and `former_code`
 * @param words.link of a page that says "it was not me"; absent where there is none
 * @param mayReply whether an answer to the text reaches the confirmation
 */
export function writeText(
  entry: TextEntry,
  words: { readonly code?: string; readonly link?: string | undefined; readonly mayReply: boolean },
  terms: WritingTerms,
): string {
  return inSmsAlphabet(wordsOf(entry, words, terms));
}

function wordsOf(
  { message, language, digits = '' }: TextEntry,
  { code, link, mayReply }: { readonly code?: string; readonly link?: string | undefined; readonly mayReply: boolean },
  terms: WritingTerms,
): string {
  const phrases = CONFIRMATION_PHRASES[language];
  const words: Words = { digits, ...(code === undefined ? {} : { code }), ...(link === undefined ? {} : { link }) };
  const say = (template: string) => write(template, language, words, terms);
  const notMe = link === undefined ? [] : [say(phrases.notMe)];
  switch (message) {
    case 'former_code':
      return [say(phrases.formerCode), ...notMe].join(' ');
    case 'changed':
      return [say(changePhrase(language, digits)), ...notMe].join(' ');
    default:
      return [say(phrases.code), ...(mayReply ? [phrases.replyWithCode] : [])].join(' ');
  }
}

/** What is said first in a call. @param key that has to be pressed before the rest is said */
export function writeQuestion({ message, language, digits = '' }: TextEntry, key: string, terms: WritingTerms): string {
  const { pressKey, pressKeyFormer, pressKeyChanged } = CONFIRMATION_PHRASES[language];
  const questions: Partial<Record<typeof message, string>> = {
    former_code: pressKeyFormer,
    changed: pressKeyChanged,
  };
  return write(questions[message] ?? pressKey, language, { key, digits }, terms);
}

/** What a call says about a phone or mail address that was replaced. */
export function writeSpokenChange({ language, digits }: TextEntry, terms: WritingTerms): string {
  return write(changePhrase(language, digits), language, { digits: digits ?? '' }, terms);
}

function changePhrase(language: Language, digits = ''): string {
  const { mailChanged, phoneChanged } = CONFIRMATION_PHRASES[language];
  return digits === '' ? mailChanged : phoneChanged;
}

/** The code as it is said: one digit after the other. */
export function writeSpokenCode(language: Language, code: string, terms: WritingTerms): string {
  return write(CONFIRMATION_PHRASES[language].sayCode, language, { code: Array.from(code).join(', ') }, terms);
}

/** The links of a mail. */
export interface MailLinks {
  /** Absent in a mail that only says what was changed. */
  readonly prove?: string | undefined;
  /** Absent where nothing is replaced. */
  readonly notMe?: string | undefined;
}

/** A mail, as text and as HTML, with links and without any code. */
export function writeMail(
  { message, language, digits = '' }: TextEntry,
  links: MailLinks,
  terms: WritingTerms,
): Pick<OutgoingMail, 'subject' | 'text' | 'html'> {
  const phrases = CONFIRMATION_PHRASES[language];
  const say = (template: string) => write(template, language, { digits }, terms);
  const isChange = message === 'changed';
  const asked = message === 'former_link' ? phrases.mailConfirmFormer : phrases.mailConfirm;
  const proveLabel = message === 'former_link' ? phrases.mailConfirmFormerButton : phrases.mailConfirmButton;
  return letterMail({
    language,
    title: say(isChange || message === 'former_link' ? phrases.mailChangeSubject : phrases.mailSubject),
    body: [say(isChange ? changePhrase(language, digits) : asked)],
    buttons: [
      ...(links.prove === undefined ? [] : [{ label: proveLabel, url: links.prove }]),
      ...(links.notMe === undefined ? [] : [{ label: phrases.mailNotMeButton, url: links.notMe }]),
    ],
    ending: message === 'link' ? [phrases.mailIgnore] : [],
  });
}

/** The languages that people of a country are most likely to read, where that is one of ours. */
const LANGUAGE_OF: Readonly<Partial<Record<CountryCode, Language>>> = {
  ...({ FR: 'fr', MC: 'fr', GP: 'fr', MQ: 'fr', GF: 'fr', RE: 'fr', YT: 'fr', MF: 'fr', BL: 'fr', LU: 'fr' } as const),
  ...({ GB: 'en', IE: 'en', US: 'en', CA: 'en', AU: 'en', NZ: 'en', MT: 'en', GG: 'en', IM: 'en', JE: 'en' } as const),
  ...({ DE: 'de', AT: 'de', LI: 'de', CH: 'de' } as const),
  ...({ ES: 'es', MX: 'es', AR: 'es', CO: 'es', CL: 'es', PE: 'es', AD: 'es' } as const),
  ...({ IT: 'it', SM: 'it', VA: 'it', NL: 'nl', BE: 'nl', PT: 'pt', BR: 'pt' } as const),
};

/** The language for a phone: of its country, where that is one of ours. */
export function languageOf(phone: E164, otherwise: Language): Language {
  const country = countryOf(phone);
  return (country === undefined ? undefined : LANGUAGE_OF[country]) ?? otherwise;
}
