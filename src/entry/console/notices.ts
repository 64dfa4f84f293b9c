import type { Context } from 'koa';
import { readCookie, writeCookie, type CookieOptions } from './cookies.js';
import { words } from './language.js';
import type { View } from './view.js';

/** What a page says of the form before it: `return done('/orders/1', 'closed')` of an action. */
const T = words({
  en: {
    changed: 'The change was saved.',
    closed: 'The order is closed.',
    courier: 'The courier was changed. Give them the new number and code.',
    extended: 'The order ends later now.',
    erased: 'Erased.',
    sent: 'Sent.',
    confirmed: 'The code was right.',
    approved: 'Approved.',
    cancelled: 'Cancelled.',
    shared: 'The numbers were changed.',
    revoked: 'The token is revoked.',
  },
  fr: {
    changed: 'La modification est enregistrée.',
    closed: 'La commande est fermée.',
    courier: 'Le livreur a été remplacé. Donnez-lui le nouveau numéro et le code.',
    extended: 'La commande se termine plus tard.',
    erased: 'C’est effacé.',
    sent: 'C’est envoyé.',
    confirmed: 'Le code était bon.',
    approved: 'C’est approuvé.',
    cancelled: 'C’est annulé.',
    shared: 'Les numéros ont été modifiés.',
    revoked: 'Le jeton est révoqué.',
  },
});
export type Notice = keyof (typeof T)['en'];

/** The page that follows a form, and what it is to say of what was done. */
export function done(path: string, notice: Notice): { readonly to: string; readonly notice: Notice } {
  return { to: path, notice };
}

const COOKIE = 'proxycall_notice';
/** For the page that follows at once. */
const KEPT_MS = 30_000;

/** For the next page, which shows it once. It is in no address: there it would be shown again, and anybody could make one up. */
export function keepNotice(ctx: Context, notice: Notice, cookies: CookieOptions): void {
  writeCookie(ctx, COOKIE, notice, cookies, KEPT_MS);
}

/** What was kept for this page. The browser forgets it with the answer. */
export function takeNotice({ ctx, language }: View, cookies: CookieOptions): string | undefined {
  const kept = readCookie(ctx, COOKIE, cookies);
  if (kept === undefined) return undefined;
  writeCookie(ctx, COOKIE, undefined, cookies);
  return Object.hasOwn(T[language], kept) ? T[language][kept as Notice] : undefined;
}
