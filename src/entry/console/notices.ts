import { words } from './language.js';
import type { View } from './view.js';

/** What a page says of the form before it: `to: done('/orders/1', 'closed')` of an action. */
const T = words({
  en: {
    changed: 'The change was saved.',
    closed: 'The order is closed.',
    courier: 'The courier was changed. Give them the new number and code.',
    extended: 'The order ends later now.',
    created: 'Created.',
    erased: 'Erased.',
    sent: 'Sent.',
    confirmed: 'The code was right.',
    approved: 'Approved.',
    cancelled: 'Cancelled.',
    shared: 'The numbers were changed.',
    synced: 'The pool was compared with the carrier.',
    fixed: 'The webhooks were set.',
    bought: 'Numbers were bought.',
    released: 'Numbers were given back.',
    revoked: 'The token is revoked.',
  },
  fr: {
    changed: 'La modification est enregistrée.',
    closed: 'La commande est fermée.',
    courier: 'Le livreur a été remplacé. Donnez-lui le nouveau numéro et le code.',
    extended: 'La commande se termine plus tard.',
    created: 'C’est créé.',
    erased: 'C’est effacé.',
    sent: 'C’est envoyé.',
    confirmed: 'Le code était bon.',
    approved: 'C’est approuvé.',
    cancelled: 'C’est annulé.',
    shared: 'Les numéros ont été modifiés.',
    synced: 'Le pool a été comparé avec l’opérateur.',
    fixed: 'Les webhooks ont été réglés.',
    bought: 'Des numéros ont été achetés.',
    released: 'Des numéros ont été rendus.',
    revoked: 'Le jeton est révoqué.',
  },
});
export type Notice = keyof (typeof T)['en'];

/** The address of a page, and what it is to say of what was done. It is only a word in the address: whoever makes one up says nothing of their own. */
export function done(path: string, notice: Notice): { readonly to: string } {
  return { to: `${path}${path.includes('?') ? '&' : '?'}done=${notice}` };
}

export function noticeOf({ ctx, language }: View): string | undefined {
  const asked = ctx.query['done'];
  return typeof asked === 'string' && Object.hasOwn(T[language], asked) ? T[language][asked as Notice] : undefined;
}
