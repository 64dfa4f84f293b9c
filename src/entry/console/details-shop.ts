/** What the API says of filters, numbers, plans, reports, tokens and the audit trail, in French: see `detailIn`. */
export const SHOP_DETAILS: Readonly<Record<string, string>> = {
  'no order has this identifier': 'aucune commande n’a cet identifiant',
  'was not issued by this service': 'ne vient pas de ce service : revenez à la première page',
  'must be a number': 'doit être un nombre',
  'must be an ISO 3166 country code, such as FR': 'doit être un code pays ISO 3166, comme FR',
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
