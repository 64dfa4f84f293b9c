import type { Outcome } from '../interaction.js';

/** The languages of the weekly report: those of the people at the shop. */
export type ReportLanguage = 'en' | 'fr';

/** What the weekly report says. In braces: what is filled in. */
export interface ReportPhrases {
  readonly subject: string;
  readonly title: string;
  readonly week: string;
  readonly numbers: string;
  readonly given: string;
  readonly weekBefore: string;
  readonly owned: string;
  readonly available: string;
  readonly assigned: string;
  readonly shared: string;
  readonly others: string;
  readonly cost: string;
  readonly unpriced: string;
  readonly clients: string;
  readonly total: string;
  readonly withNumber: string;
  readonly withoutNumber: string;
  readonly confirmed: string;
  readonly sharingPhone: string;
  readonly orders: string;
  readonly created: string;
  readonly calls: string;
  readonly answeredRate: string;
  readonly medianRing: string;
  readonly minutes: string;
  readonly unknownCallers: string;
  readonly firstCalls: string;
  readonly texts: string;
  readonly counted: string;
  readonly incomplete: string;
  readonly unnamed: string;
  readonly outcomes: Readonly<Record<Outcome, string>>;
}

const ENGLISH: ReportPhrases = {
  subject: '{shop}: week {week}',
  title: 'Week {week}',
  week: '{from} to {until}, {zone}',
  numbers: 'Numbers',
  given: 'Given to clients',
  weekBefore: 'The week before',
  owned: 'Rented',
  available: 'available',
  assigned: 'assigned',
  shared: 'shared',
  others: 'others',
  cost: 'Cost a month',
  unpriced: 'Without a price',
  clients: 'Clients',
  total: 'In all',
  withNumber: 'With a number',
  withoutNumber: 'Without a number',
  confirmed: 'Confirmed',
  sharingPhone: 'Sharing a phone',
  orders: 'Orders',
  created: 'Created',
  calls: 'Calls',
  answeredRate: 'Answered, of those that reached a phone',
  medianRing: 'Rang for (median)',
  minutes: 'Minutes',
  unknownCallers: 'Unknown callers',
  firstCalls: 'First calls',
  texts: 'Texts',
  counted: 'Clients and numbers are counted as of {time}.',
  incomplete: 'Incomplete: what ended before {time} may have been dropped (PROXYCALL_RETENTION_DAYS).',
  unnamed: 'ProxyCall',
  outcomes: {
    not_recognised: 'not one of our numbers',
    not_in_service: 'number not in service',
    nobody_to_reach: 'nobody to call back',
    country_refused: 'country refused',
    withheld_refused: 'withheld number refused',
    not_reachable: 'cannot be reached',
    not_answered: 'not answered',
    temporarily_unavailable: 'service unavailable',
    order_closed: 'order closed',
    code_wanted: 'code asked for, none entered',
    code_wrong: 'wrong code',
    long_code_wanted: 'long code asked for, none entered',
    long_code_wrong: 'wrong long code',
    code_missing: 'no code received',
    code_refused: 'code refused',
    code_locked: 'too many wrong codes',
    texts_need_session: 'sender not known',
    texts_refused: 'the other one wants no texts',
    texts_stopped: 'STOP',
    texts_resumed: 'START',
    texts_help: 'HELP',
    awaiting_confirmation: 'number not confirmed yet',
    phone_confirmed: 'phone confirmed',
    confirmation_code_wrong: 'wrong confirmation code',
    confirmation_hint: 'confirmation explained',
    confirmation_over: 'confirmation over',
    answered: 'answered',
    busy: 'busy',
    no_answer: 'not answered',
    failed: 'failed',
    canceled: 'caller hung up',
    connecting: 'end not reported',
    empty: 'nothing to relay',
    sent: 'sent',
    delivered: 'delivered',
    undelivered: 'not delivered',
  },
};

const FRENCH: ReportPhrases = {
  subject: '{shop} : semaine {week}',
  title: 'Semaine {week}',
  week: 'du {from} au {until}, {zone}',
  numbers: 'Numéros',
  given: 'Attribués à des clients',
  weekBefore: 'La semaine précédente',
  owned: 'Loués',
  available: 'disponibles',
  assigned: 'attribués',
  shared: 'partagés',
  others: 'autres',
  cost: 'Coût mensuel',
  unpriced: 'Sans prix',
  clients: 'Clients',
  total: 'En tout',
  withNumber: 'Avec un numéro',
  withoutNumber: 'Sans numéro',
  confirmed: 'Confirmés',
  sharingPhone: 'Au même téléphone qu’un autre',
  orders: 'Commandes',
  created: 'Créées',
  calls: 'Appels',
  answeredRate: 'Décrochés, parmi ceux qui ont atteint un téléphone',
  medianRing: 'Durée de sonnerie (médiane)',
  minutes: 'Minutes',
  unknownCallers: 'Appelants inconnus',
  firstCalls: 'Premiers appels',
  texts: 'Textos',
  counted: 'Les clients et les numéros sont comptés au {time}.',
  incomplete: 'Incomplet : ce qui s’est terminé avant le {time} peut avoir été supprimé (PROXYCALL_RETENTION_DAYS).',
  unnamed: 'ProxyCall',
  outcomes: {
    not_recognised: 'numéro qui n’est pas à nous',
    not_in_service: 'numéro hors service',
    nobody_to_reach: 'personne à rappeler',
    country_refused: 'pays refusé',
    withheld_refused: 'numéro masqué refusé',
    not_reachable: 'correspondant injoignable',
    not_answered: 'sans réponse',
    temporarily_unavailable: 'service indisponible',
    order_closed: 'commande close',
    code_wanted: 'code demandé, aucun saisi',
    code_wrong: 'code erroné',
    long_code_wanted: 'code long demandé, aucun saisi',
    long_code_wrong: 'code long erroné',
    code_missing: 'aucun code reçu',
    code_refused: 'code refusé',
    code_locked: 'trop de codes erronés',
    texts_need_session: 'expéditeur inconnu',
    texts_refused: 'le correspondant ne veut pas de textos',
    texts_stopped: 'STOP',
    texts_resumed: 'START',
    texts_help: 'AIDE',
    awaiting_confirmation: 'numéro pas encore confirmé',
    phone_confirmed: 'téléphone confirmé',
    confirmation_code_wrong: 'code de confirmation erroné',
    confirmation_hint: 'confirmation expliquée',
    confirmation_over: 'confirmation terminée',
    answered: 'décrochés',
    busy: 'occupé',
    no_answer: 'sans réponse',
    failed: 'échec',
    canceled: 'l’appelant a raccroché',
    connecting: 'fin non signalée',
    empty: 'rien à relayer',
    sent: 'envoyés',
    delivered: 'remis',
    undelivered: 'non remis',
  },
};

export const REPORT_PHRASES: Readonly<Record<ReportLanguage, ReportPhrases>> = { en: ENGLISH, fr: FRENCH };
