import { FRENCH } from '../cli/runtime/french.js';
import type { ConsoleLanguage } from './language.js';

/** What the API says of requests, in French. The rest is shown as the API says it. */
const DETAILS: Readonly<Record<string, string>> = {
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
  'change the phone and the mail address of a client in two confirmations':
    'changez le téléphone et l’adresse e-mail d’un client en deux confirmations',
};

/** What is wrong, in the language of the console as far as it is known there. */
export function detailIn(language: ConsoleLanguage, detail: string): string {
  if (language === 'en') return detail;
  const known: Readonly<Record<string, string>> = FRENCH;
  return own(DETAILS, detail) ?? own(known, detail) ?? detail;
}

function own(table: Readonly<Record<string, string>>, detail: string): string | undefined {
  return Object.hasOwn(table, detail) ? table[detail] : undefined;
}
