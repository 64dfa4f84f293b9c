import type { Context } from 'koa';
import { LANGUAGES, type Language } from '../../../domain/model/phrases.js';

/** The language of a page: the one in its address, else what the browser prefers, else that of the shop. */
export function pageLanguage(ctx: Context, usual: Language): Language {
  const asked = ctx.query['lang'];
  const named = LANGUAGES.find((language) => language === asked);
  if (named !== undefined) return named;
  // The first is taken where anything will do.
  const accepted = ctx.acceptsLanguages([usual, ...LANGUAGES.filter((language) => language !== usual)]);
  return LANGUAGES.find((language) => language === accepted) ?? usual;
}
