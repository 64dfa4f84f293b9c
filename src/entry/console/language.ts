import type { Context } from 'koa';

/** The languages of the console. */
export const CONSOLE_LANGUAGES = ['en', 'fr'] as const;
export type ConsoleLanguage = (typeof CONSOLE_LANGUAGES)[number];

export const LANGUAGE_COOKIE = 'proxycall_language';

/** Words in every language of the console. */
export type Words<T> = Readonly<Record<ConsoleLanguage, T>>;

/** Without a word of one language it does not compile. */
export function words<T>(both: { readonly en: T; readonly fr: NoInfer<T> }): Words<T> {
  return both;
}

/** The language that somebody has chosen, else what the browser prefers, else that of the shop. */
export function consoleLanguage(ctx: Context, usual: string): ConsoleLanguage {
  const chosen = ctx.cookies.get(LANGUAGE_COOKIE);
  const accepted = () => ctx.acceptsLanguages([...CONSOLE_LANGUAGES].sort((one) => (one === usual ? -1 : 1)));
  return (
    CONSOLE_LANGUAGES.find((each) => each === chosen) ?? CONSOLE_LANGUAGES.find((each) => each === accepted()) ?? 'en'
  );
}
