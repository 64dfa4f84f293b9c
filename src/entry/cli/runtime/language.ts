import { FRENCH, type Message } from './french.js';

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

/** `--lang` in any position, else the POSIX locale variables, else English. */
export function chooseLanguage(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): { readonly language: Language; readonly rest: readonly string[]; readonly unknown: string | undefined } {
  const place = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  const end = args.indexOf('--');
  const isGiven = place >= 0 && (end < 0 || place < end);
  const inPlace = isGiven ? args[place]?.split('=')[1] : undefined;
  const given = isGiven ? (inPlace ?? args[place + 1] ?? '') : undefined;
  const rest = isGiven
    ? args.filter((_, index) => index !== place && (inPlace !== undefined || index !== place + 1))
    : args;
  const requested = given ?? (env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || 'en');
  const language = LANGUAGES.find((known) => requested.toLowerCase().startsWith(known)) ?? 'en';
  const isKnown = given === undefined || LANGUAGES.some((known) => known === given.toLowerCase());
  return { language, rest, unknown: isKnown ? undefined : given };
}
