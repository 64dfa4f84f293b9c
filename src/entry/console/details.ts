import { FRENCH } from '../cli/runtime/french.js';
import { SHOP_DETAILS, SHOP_PATTERNS } from './details-shop.js';
import { frenchSpaces, words, type ConsoleLanguage } from './language.js';

/** What the API says of requests, in French, besides what it says as the command line does. The rest is shown as the API says it. */
const DETAILS: Readonly<Record<string, string>> = {
  'this form is of another sign-in, or of another site: open the page again':
    'ce formulaire est d’une autre connexion, ou d’un autre site : ouvrez la page à nouveau',
  'this form was sent by another site': 'ce formulaire a été envoyé par un autre site',
  'without an API token the console is for this machine only: open it as http://localhost, or create a token':
    'sans jeton de l’API, la console n’est que pour cette machine : ouvrez-la par http://localhost, ou créez un jeton',
  'the store is temporarily unavailable': 'le stockage est momentanément indisponible',
  'there is nothing to change': 'il n’y a rien à modifier',
  'must be filled in': 'à remplir',
  'must be a whole number': 'doit être un nombre entier',
  'must be a date and a time': 'doit être une date et une heure',
  'must not be empty': 'ne doit pas être vide',
  'must be the id of this client, to confirm': 'doit être l’identifiant de ce client, pour confirmer',
  'must not contain •, which stands for what is masked: send the real value, or leave the field out':
    'ne doit pas contenir •, qui remplace ce qui est masqué : écrivez la vraie valeur, ou laissez vide',
  'must be within a year from now': 'doit être à venir, et d’ici un an',
  'is for orders with a courier phone': 'ne vaut que pour une commande avec le téléphone d’un livreur',
  'is the phone of the client': 'est le téléphone du client',
  'is not a phone number': 'n’est pas un numéro de téléphone',
  'this is one of the proxy numbers of the pool, not the phone of a person':
    'c’est un numéro relais du pool, et non le téléphone d’une personne',
  'an order with this id already exists, with different contents':
    'une commande avec cet identifiant existe déjà, avec un autre contenu',
  'a client with this id already exists': 'un client avec cet identifiant existe déjà',
  'this order is closed': 'cette commande est fermée',
  'this order was created without a courier': 'cette commande a été créée sans livreur',
  'the session of this order has ended': 'la session de cette commande est terminée',
  'another confirmation of this client waits: cancel it first':
    'une autre confirmation de ce client est en attente : annulez-la d’abord',
  'this code is wrong': 'ce code est erroné',
  'was changed by somebody else meanwhile': 'a été modifié entre-temps par quelqu’un d’autre',
  'somebody else changed this client meanwhile: the page shows what is on record now; look at it, and save again what you still want to change':
    'quelqu’un d’autre a modifié ce client entre-temps : la page montre la fiche telle qu’elle est maintenant ; vérifiez-la, puis enregistrez à nouveau ce que vous voulez encore modifier',
  'must be one mail address': 'doit être une seule adresse e-mail',
  'no step of the configuration can reach this client': 'aucune étape de la configuration ne peut joindre ce client',
  'differs from the phone that is to be confirmed': 'n’est pas le téléphone à confirmer',
  'this client waits for the confirmation of a different real phone':
    'une confirmation d’un autre téléphone de ce client est en attente',
  'another request changed the same records': 'une autre demande a modifié les mêmes données : recommencez',
  'another request created this order': 'une autre demande a créé cette commande',
  'too many concurrent changes; retry': 'trop de modifications en même temps : recommencez',
  'the client changed': 'le client a changé entre-temps',
  'this order is closed, and its client is not on record':
    'cette commande est fermée, et son client n’est pas enregistré',
  'no number provider is configured': 'aucun opérateur n’est configuré',
  'other requests took the free numbers; retry': 'd’autres demandes ont pris les numéros libres : recommencez',
  'change the phone and the mail address of a client in two confirmations':
    'changez le téléphone et l’adresse e-mail d’un client en deux confirmations',
};

const or = (roles: string | undefined) => (roles ?? '').replace(' or ', ' ou ');

/** The same of what has a part that varies. */
const PATTERNS: readonly (readonly [RegExp, (...parts: readonly (string | undefined)[]) => string])[] = [
  [
    /^the role (\w+) may not do this: it needs the role (.+)$/,
    (role, roles) => `le rôle ${role ?? ''} ne le permet pas : il faut le rôle ${or(roles)}`,
  ],
  [
    /^the role (\w+) may do this only by the id of an order or a client: everything else needs the role (.+)$/,
    (role, roles) =>
      `le rôle ${role ?? ''} ne cherche que par l’identifiant d’une commande ou d’un client : pour le reste, il faut le rôle ${or(roles)}`,
  ],
  [
    /^must be a whole number from (\d+) to (\d+)$/,
    (least, most) => `doit être un nombre entier de ${least ?? ''} à ${most ?? ''}`,
  ],
  [
    /^too many wrong tokens: try again in (\d+) seconds$/,
    (seconds) => `trop de jetons faux : réessayez dans ${seconds ?? ''} secondes`,
  ],
  [
    /^too many plans or reports are being counted: try again in (\d+) seconds$/,
    (seconds) => `trop de plans ou de rapports sont en cours de calcul : réessayez dans ${seconds ?? ''} secondes`,
  ],
  [
    /^the role (\w+) may not do this: it is shown masked values$/,
    (role) => `le rôle ${role ?? ''} ne le permet pas : les valeurs lui sont masquées`,
  ],
  [/^must be (\d+) digits$/, (count) => `doit avoir ${count ?? ''} chiffres`],
  [/^must be a text of 1 to (\d+) characters$/, (most) => `doit avoir de 1 à ${most ?? ''} caractères`],
  [/^must be one of: .+$/, () => 'à choisir dans la liste'],
  [/^must be from (\S+) to (\S+)$/, (least, most) => `doit être de ${least ?? ''} à ${most ?? ''}`],
  [
    /^it is (\w+): only a free number can be shared$/,
    () => 'il n’est pas libre : seul un numéro libre peut être partagé',
  ],
  [/^it is \w+: it is only released by force$/, () => 'il est utilisé : il n’est rendu que si vous le demandez'],
  [
    /^(\d+) participants on it are live or cooling off$/,
    (count) => `${count ?? ''} personnes l’utilisent, ou viennent de l’utiliser`,
  ],
  [/^this confirmation is over: .+$/, () => 'cette confirmation est terminée'],
];

/**
 * What is wrong, in the language of the console as far as it is known there. Before it, the API has the name of the field as programs know
 * it: people do not.
 */
export function detailIn(language: ConsoleLanguage, detail: string): string {
  const [, field, rest] = /^([a-z][A-Za-z_]*): (.+)$/s.exec(detail) ?? [];
  if (field === 'cursor') return PAGE_GONE[language];
  if (language === 'en') return rest !== undefined && /^(must|was|is|has) /.test(rest) ? rest : detail;
  const french = inFrench(detail) ?? (rest === undefined ? undefined : inFrench(rest));
  return french === undefined ? detail : frenchSpaces(french);
}

const PAGE_GONE = words({
  en: 'This part of the list cannot be shown any more: go back to its first page',
  fr: 'Cette partie de la liste ne peut plus être affichée : revenez à la première page',
});

function inFrench(detail: string): string | undefined {
  const known: Readonly<Record<string, string>> = FRENCH;
  return own(DETAILS, detail) ?? own(SHOP_DETAILS, detail) ?? own(known, detail) ?? byPattern(detail);
}

function byPattern(detail: string): string | undefined {
  for (const [pattern, write] of [...PATTERNS, ...SHOP_PATTERNS]) {
    const found = pattern.exec(detail);
    if (found !== null) return write(...found.slice(1));
  }
  return undefined;
}

function own(table: Readonly<Record<string, string>>, detail: string): string | undefined {
  return Object.hasOwn(table, detail) ? table[detail] : undefined;
}
