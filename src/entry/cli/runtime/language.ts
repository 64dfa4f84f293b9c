import { FRENCH, type Message } from './french.js';
import type { TypedOption } from './typed-line.js';

export type { Message } from './french.js';

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The values for the placeholders of a message. */
export type Values = Readonly<Record<string, string | number>>;

/** Translates a message into the user's language and fills in its placeholders. */
export interface Say {
  (message: Message, values?: Values): string;
  readonly language: Language;
  /** The columns of the user's terminal; infinite where the output is not read there. */
  readonly width: number;
}

/** Marks a message that is translated later, where it is shown. */
export function msg(message: Message): Message {
  return message;
}

export function createSay(language: Language, width = Infinity): Say {
  const translate = (message: Message, values: Values = {}) =>
    (language === 'fr' ? FRENCH[message] : message).replaceAll(/\{(\w+)\}/g, (placeholder, name: string) =>
      String(values[name] ?? placeholder),
    );
  return Object.assign(translate, { language, width });
}

/** That of `--lang`, else of the POSIX locale variables, else English. */
export function chooseLanguage(
  options: readonly TypedOption[],
  env: Readonly<Record<string, string | undefined>>,
): { readonly language: Language; readonly isKnown: boolean } {
  const given = options.find(({ name }) => name === '--lang')?.value?.toLowerCase();
  const named = LANGUAGES.find((known) => known === given);
  const locale = (env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '').toLowerCase();
  const ofLocale = LANGUAGES.find((known) => locale.startsWith(known));
  return { language: named ?? ofLocale ?? 'en', isKnown: given === undefined || named !== undefined };
}
