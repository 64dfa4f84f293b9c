/** What the API says of filters, numbers, plans, reports, tokens and the audit trail, in French: see `detailIn`. */
export const SHOP_DETAILS: Readonly<Record<string, string>> = {
  'no order has this identifier': 'aucune commande n’a cet identifiant',
  'no client has this identifier': 'aucun client n’a cet identifiant',
  'no confirmation has this identifier': 'aucune confirmation n’a cet identifiant',
  'no token has this identifier': 'aucun jeton n’a cet identifiant',
  'was not issued by this service': 'ne vient pas de ce service : revenez à la première page',
  'must be an ISO 3166 country code, such as FR': 'doit être un code pays ISO 3166, comme FR',
  'must be a number such as +33639980000': 'doit être un numéro comme +33639980000',
  'must be a time': 'doit être une date et une heure',
  'must not be after until': 'ne doit pas être après la fin',
  'must be at most 31 days before until': 'doit être au plus 31 jours avant la fin',
  'must be a week as in ISO 8601, such as 2026-W12': 'doit être une semaine selon ISO 8601, comme 2026-W12',
  'has not begun yet': 'n’a pas encore commencé',
  'must be 1 to 60 letters, digits, spaces and . _ / -, and begin and end with a letter or digit':
    'doit avoir de 1 à 60 lettres, chiffres, espaces et . _ / -, et commencer et finir par une lettre ou un chiffre',
  'must not be a phone number: the log shows it': 'ne doit pas être un numéro de téléphone : les journaux le montrent',
  'is the name of a part of ProxyCall: choose another one':
    'est le nom d’une partie de ProxyCall : choisissez-en un autre',
  'is the name of another token, or cannot be told from it':
    'est le nom d’un autre jeton, ou ne s’en distingue pas assez',
  'must be in the future, and within ten years': 'doit être à venir, et d’ici dix ans',
  'is needed with the id of a record': 'est nécessaire avec un identifiant',
  'is needed with the kind of a record': 'est nécessaire avec un type d’enregistrement',
  'must be a head as the log has it: a number, a colon and at least 6 characters':
    'doit être une tête comme dans les journaux : un nombre, un deux-points et au moins 6 caractères',
  'it is not a number of this pool': 'ce n’est pas un numéro de ce pool',
  'it cannot take calls': 'il ne reçoit pas d’appels',
  'it can text': 'il gère les SMS',
  'it is shared: take it out of the shared numbers first, when no session is on it any more':
    'il est partagé : rendez-le d’abord disponible, quand aucune commande ne l’utilise plus',
  'it is held for a confirmation': 'il est retenu pour une confirmation',
  'a purchase of it is in progress': 'son achat est en cours',
};

const STATUSES: Readonly<Record<string, string>> = {
  assigned: 'il est attribué',
  quarantined: 'il est en quarantaine',
  released: 'il a été rendu',
  shared: 'il est partagé',
  held: 'il est retenu pour une confirmation',
  reserved: 'il est réservé',
  error: 'il est en erreur',
};

/** The same of what has a part that varies. */
export const SHOP_PATTERNS: readonly (readonly [RegExp, (...parts: readonly (string | undefined)[]) => string])[] = [
  [
    /^this number is not free: it is ([\w ]+)$/,
    (status = '') =>
      `ce numéro n’est pas libre${Object.hasOwn(STATUSES, status) ? ` : ${STATUSES[status] ?? ''}` : ''}`,
  ],
  [
    /^no number is free for country (\w+)/,
    (country) => `aucun numéro n’est libre pour le pays ${country ?? ''} : achetez-en, ou choisissez un autre pays`,
  ],
  [
    /^the provider has (?:no number|only \d+|none|.+) of this kind for sale in (\w+)/,
    (country) => `l’opérateur ne vend pas assez de numéros de ce type pour le pays ${country ?? ''}`,
  ],
  [
    /^nothing can be sent by (\w+): /,
    (channel = '') =>
      `rien ne peut être envoyé par ${{ sms: 'SMS', voice: 'appel', email: 'e-mail' }[channel] ?? channel}`,
  ],
];
