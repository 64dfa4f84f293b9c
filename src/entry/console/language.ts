import type { Context } from 'koa';

/** The languages of the console. */
export const CONSOLE_LANGUAGES = ['en', 'fr'] as const;
export type ConsoleLanguage = (typeof CONSOLE_LANGUAGES)[number];

export const LANGUAGE_COOKIE = 'proxycall_language';

/** Words in every language of the console. */
export type Words<T> = Readonly<Record<ConsoleLanguage, T>>;

/** Without a word of one language it does not compile. */
export function words<T>(both: { readonly en: T; readonly fr: NoInfer<T> }): Words<T> {
  return { en: both.en, fr: spaced(both.fr) };
}

/** As French is set: the space before a mark such as `:` or `?` is narrow or wide, and no line ends there. */
export function frenchSpaces(text: string): string {
  return text
    .replaceAll(/(?<=\S) (?=[;!?](?:\s|$))/g, '\u202f')
    .replaceAll(/(?<=\S) (?=:(?:\s|$)|»)/g, '\u00a0')
    .replaceAll(/(?<=«) /g, '\u00a0');
}

/** The same of all texts, also of those that are put together. */
function spaced<T>(value: T): T {
  return spacedAny(value) as T;
}

function spacedAny(value: unknown): unknown {
  if (typeof value === 'string') return frenchSpaces(value);
  if (typeof value === 'function') {
    return (...parts: readonly unknown[]) => {
      const text: unknown = Reflect.apply(value, undefined, parts);
      return typeof text === 'string' ? frenchSpaces(text) : text;
    };
  }
  if (Array.isArray(value)) return value.map(spacedAny);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, spacedAny(each)]));
}

/** The language that somebody has chosen, else what the browser prefers, else that of the shop. */
export function consoleLanguage(ctx: Context, usual: string): ConsoleLanguage {
  const chosen = ctx.cookies.get(LANGUAGE_COOKIE);
  const accepted = () => ctx.acceptsLanguages([...CONSOLE_LANGUAGES].sort((one) => (one === usual ? -1 : 1)));
  return (
    CONSOLE_LANGUAGES.find((each) => each === chosen) ?? CONSOLE_LANGUAGES.find((each) => each === accepted()) ?? 'en'
  );
}
