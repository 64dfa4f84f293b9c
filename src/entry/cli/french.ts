/**
 * What the CLI says, in French, by what it says in English: a message that is not here does not compile. Values stand in
 * braces.
 */
export const FRENCH = {
  // For every command.
  'Language: en or fr; otherwise as LANG says': 'Langue : en ou fr ; sinon celle de LANG',
  'Show where an error came from': "Montrer d'où vient une erreur",
  'remote (default), live or demo': 'remote (par défaut), live ou demo',
  'Work on the store and the carrier themselves': "Travailler directement sur les données et l'opérateur",
  'Try it out: everything simulated, nothing kept': 'Essayer : tout est simulé, rien n’est gardé',
  'Print JSON and nothing else': "N'afficher que du JSON",
  'Do not ask': 'Ne pas demander',
  Yes: 'Oui',
  No: 'Non',
  yes: 'oui',
  no: 'non',
  'Nothing was done.': "Rien n'a été fait.",
  '{question} This is not a terminal: say --yes to go ahead.':
    "{question} Ceci n'est pas un terminal : ajoutez --yes pour confirmer.",
  'mode: {mode}': 'mode : {mode}',
  'remote ({url})': 'à distance ({url})',
  'live (store {store}, Twilio)': 'direct (données {store}, Twilio)',
  'live (store {store}, simulated telephony)': 'direct (données {store}, téléphonie simulée)',
  'demo (everything simulated, nothing kept)': "démonstration (tout est simulé, rien n'est gardé)",
  'How many on a page, 1 to 200': 'Combien par page, de 1 à 200',
  'Where the next page begins, as the page before says': 'Où commence la page, comme le dit la page précédente',
  'There are more: --cursor {cursor}': 'Il y en a d’autres : --cursor {cursor}',
  'Only those of this client': 'Seulement ceux de ce client',
  'Only those of this order': 'Seulement ceux de cette commande',
  "The merchant's order id": 'Identifiant de la commande chez le commerçant',
  "The merchant's client id": 'Identifiant du client chez le commerçant',
  'Two letters, such as FR': 'Deux lettres, par exemple FR',
  Name: 'Nom',
  'Mail address': 'Adresse de courriel',
  'Real phone, such as +33639987654': 'Vrai numéro, par exemple +33639987654',
  'Country of the number: two letters': 'Pays du numéro : deux lettres',

  // What is wrong with what was typed, and what the API says.
  '{name}: an ISO 3166 code of two letters, such as FR': '{name} : un code ISO 3166 de deux lettres, par exemple FR',
  '{name}: one of {choices}': '{name} : au choix {choices}',
  '{name}: a whole number from {least} to {most}': '{name} : un nombre entier de {least} à {most}',
  '{name}: {fault}': '{name} : {fault}',
  '{name}: an address such as https://proxycall.example.com':
    '{name} : une adresse telle que https://proxycall.example.com',
  'write the digits without spaces, dots, dashes or brackets, for example +33199001234':
    'écrivez les chiffres sans espaces, points, tirets ni parenthèses, par exemple +33199001234',
  'write the number with its country code, for example +33199001234, 0033199001234 or 33199001234':
    "écrivez le numéro avec l'indicatif du pays, par exemple +33199001234, 0033199001234 ou 33199001234",
  'this is not a possible phone number: check its country code and its length':
    "ce numéro n'est pas possible : vérifiez l'indicatif du pays et la longueur",
  'premium-rate and shared-cost numbers are never dialled':
    'les numéros surtaxés ou à coûts partagés ne sont jamais appelés',
  '--live and --demo exclude each other': "--live et --demo s'excluent",
  'the mode must be one of: {choices}': 'le mode doit être : {choices}',
  'There is nothing to change: give at least one of the options': 'Rien à changer : donnez au moins une des options',
  'PUBLIC_BASE_URL is not set: it is the address of the API, in the environment, .env.render or .env. "proxycall init" asks for it. (Or use --live to work on the store itself, or --demo to try things out.)':
    "PUBLIC_BASE_URL n'est pas défini : c'est l'adresse de l'API, dans l'environnement, .env.render ou .env. « proxycall init » la demande. (Sinon --live travaille directement sur les données, --demo sert à essayer.)",
  'This is the light package: it works through an API only. The rest comes with the whole one: npm install --global proxycall':
    "Ceci est le paquet léger : il ne travaille que par l'API. Le reste vient avec le paquet complet : npm install --global proxycall",
  'The API at {url} cannot be reached: {reason}': "L'API à {url} est injoignable : {reason}",
  'The API answers {status}: {detail}': "L'API répond {status} : {detail}",
  'the answer is not JSON': "la réponse n'est pas du JSON",
  'no further detail': 'sans autre détail',
  'it did not answer in time': "elle n'a pas répondu à temps",

  // Orders.
  Orders: 'Commandes',
  'Create an order; its client gets a proxy number': 'Créer une commande ; son client reçoit un numéro relais',
  'An order for a new client': "La commande d'un nouveau client",
  'The courier, when known: client and courier then get shared numbers':
    'Le livreur, quand il est connu : client et livreur reçoivent alors des numéros partagés',
  'When the session with the courier ends by itself': "Quand la session avec le livreur prend fin d'elle-même",
  'How long a conversation may last': 'Durée maximale d’une conversation',
  'How long the other phone rings': "Durée de la sonnerie chez l'autre",
  'Give an open order with a courier another one': 'Donner un autre livreur à une commande ouverte qui en a un',
  'The client keeps their number. The courier before hears that the order is closed; the code is new.':
    "Le client garde son numéro. L'ancien livreur entend que la commande est close ; le code change.",
  'The new courier': 'Le nouveau livreur',
  "courier's number": 'numéro du livreur',
  'order code': 'code de commande',
  expires: 'expire',
  'Say how many numbers are needed, what they cost, and what to buy or give back':
    "Dire combien de numéros il faut, ce qu'ils coûtent, et quoi acheter ou rendre",
  'By the calls and sessions of the last days or, with --orders-per-day, for a load that you describe.':
    "D'après les appels et sessions des derniers jours ou, avec --orders-per-day, pour une charge décrite.",
  'By what happened in the last 30 days': "D'après les 30 derniers jours",
  'For a load that is described': 'Pour une charge décrite',
  'Share of orders that may find no number: 0.01 (default)':
    'Part des commandes qui peuvent ne pas trouver de numéro : 0.01 (par défaut)',
  'How far to look back: 30 (default)': 'Combien de jours regarder en arrière : 30 (par défaut)',
  'By how much the load is to grow': 'De combien la charge doit augmenter',
  'A load to plan for, instead of the log': 'Une charge à prévoir, au lieu du journal',
  'How long an order is open: 1 (default)': "Combien d'heures une commande reste ouverte : 1 (par défaut)",
  'How many couriers share the orders: 1 (default)': 'Combien de livreurs se partagent les commandes : 1 (par défaut)',
  'How many times the mean the busiest hours bring: 2 (default)':
    'Combien de fois la moyenne aux heures les plus chargées : 2 (par défaut)',
  '{name}: a number': '{name} : un nombre',
  use: 'usage',
  now: 'actuels',
  bound: 'borne',
  needed: 'nécessaires',
  "clients' own": 'propres aux clients',
  '{kind}: buy {count}.': '{kind} : en acheter {count}.',
  '{kind}: {count} may be given back.': '{kind} : {count} peuvent être rendus.',
  '{kind}: nothing to buy, nothing to give back.': '{kind} : rien à acheter, rien à rendre.',
  '{kind}: with a number for each client it would take {count}.':
    '{kind} : avec un numéro par client, il en faudrait {count}.',
  '{kind}: {now} a month now, {then} then.': '{kind} : {now} par mois maintenant, {then} ensuite.',
  Shared: 'Partagés',
  'Free again': 'De nouveau libres',
  'Make free numbers shared ones, for orders with a known courier':
    'Partager des numéros libres, pour les commandes dont le livreur est connu',
  'An order with a courier does so by itself when it needs to.':
    "Une commande avec livreur le fait d'elle-même quand il le faut.",
  'Make shared numbers free again, when no session is on them any more':
    'Rendre libres des numéros partagés, quand aucune session n’y est plus',
  'Names this request, so that it can be sent again': "Nomme cette demande, pour pouvoir l'envoyer de nouveau",
  'Show an order': 'Montrer une commande',
  'List orders, newest first': 'Lister les commandes, les plus récentes en premier',
  'Only open, or closed, ones': 'Seulement les ouvertes (open) ou les closes (closed)',
  'There are no such orders.': 'Aucune commande de ce genre.',
  'Close an order': 'Clore une commande',
  'The number stays with the client, unless --end-session is given and this was the last open order: then it cools off.':
    "Le client garde le numéro, sauf avec --end-session si c'était sa dernière commande ouverte : le numéro est alors mis au repos.",
  'End the session too, when this was the last open order':
    "Terminer aussi la session, si c'était la dernière commande ouverte",
  'The session is ended: its numbers cool off.': 'La session est terminée : ses numéros sont mis au repos.',
  'The client keeps the number.': 'Le client garde le numéro.',
  order: 'commande',
  status: 'état',
  created: 'créée',
  closed: 'close',

  // Clients.
  Clients: 'Clients',
  'Create a client, who gets a proxy number': 'Créer un client, qui reçoit un numéro relais',
  'A client under the next free number': 'Un client sous le prochain numéro libre',
  'Id; the next free number when left out': 'Identifiant ; sinon le prochain numéro libre',
  'Show a client': 'Montrer un client',
  'Find out who holds a proxy number': 'Trouver à qui est un numéro relais',
  'Who has this number?': 'À qui est ce numéro ?',
  'The proxy number': 'Le numéro relais',
  'List clients, in the order of their ids': "Lister les clients, dans l'ordre de leurs identifiants",
  'There are no clients.': 'Aucun client.',
  'Change a client; live sessions follow a new real phone at once':
    'Modifier un client ; les sessions en cours suivent aussitôt son nouveau numéro',
  'Country of the number: two letters; none forgets it': "Pays du numéro : deux lettres ; none l'oublie",
  'Erase the personal data of a client; the number cools off':
    "Effacer les données personnelles d'un client ; le numéro est mis au repos",
  'Erase client {client}? Orders and sessions are closed. It cannot be undone.':
    "Effacer le client {client} ? Ses commandes et sessions sont closes. C'est irréversible.",
  client: 'client',
  name: 'nom',
  mail: 'courriel',
  'real phone': 'vrai numéro',
  'proxy number': 'numéro relais',
  residency: 'résidence',
  'last caller': 'dernier appelant',
  erased: 'effacé',
  'orders closed': 'commandes closes',
  'sessions closed': 'sessions closes',
  'cools off': 'au repos',
  until: "jusqu'à",

  // Calls and texts.
  Calls: 'Appels',
  'See what happens when somebody calls a proxy number':
    "Voir ce qui se passe quand quelqu'un appelle un numéro relais",
  'Prints the TwiML that the carrier would get, and the decision in words. On the simulated carrier the call counts: the client can call back. With a real carrier it is only thought through.':
    "Affiche le TwiML que recevrait l'opérateur, et la décision en clair. Chez l'opérateur simulé l'appel compte : le client peut rappeler. Chez un vrai opérateur il est seulement imaginé.",
  'A courier calls': 'Un livreur appelle',
  'Somebody who withholds their number': "Quelqu'un qui masque son numéro",
  'The caller: a number, or anonymous': "L'appelant : un numéro, ou anonymous",
  'The proxy number that is dialled': 'Le numéro relais composé',
  '(only thought through)': '(seulement imaginé)',
  'List calls and texts, newest first, with masked numbers':
    'Lister les appels et textos, les plus récents en premier, numéros masqués',
  'There are no such calls or texts.': 'Aucun appel ni texto de ce genre.',
  time: 'heure',
  what: 'quoi',
  from: 'de',
  outcome: 'résultat',
  seconds: 'secondes',

  // The pool.
  Pool: 'Numéros',
  'List the numbers that are free': 'Lister les numéros libres',
  'all (default), mobile, local, national or toll_free': 'all (tous, par défaut), mobile, local, national ou toll_free',
  'mobile (default), local, national or toll_free': 'mobile (par défaut), local, national ou toll_free',
  'No number is free in {country}.': "Aucun numéro n'est libre en {country}.",
  number: 'numéro',
  type: 'type',
  texts: 'textos',
  'Count the numbers by country and type': 'Compter les numéros par pays et par type',
  'The pool is empty.': 'Il n’y a aucun numéro.',
  country: 'pays',
  owned: 'loués',
  available: 'libres',
  assigned: 'attribués',
  shared: 'partagés',
  reserved: 'réservés',
  'cooling off': 'au repos',
  'Give a client a number of their own; one who has one keeps it':
    'Donner un numéro à un client ; celui qui en a un le garde',
  'What the number is called, at the carrier too': "Le nom du numéro, chez l'opérateur aussi",
  'Buy numbers for the pool': 'Louer des numéros',
  'Buys one after the other and says at the end what was bought. Should it be cut short, give the same --idempotency-key again: what was bought is counted, and only the rest is bought.':
    "Loue les numéros l'un après l'autre et dit à la fin lesquels. En cas d'interruption, redonnez la même --idempotency-key : ce qui est déjà loué compte, seul le reste est loué.",
  'Five French mobile numbers': 'Cinq mobiles français',
  'How many, 1 to 100': 'Combien, de 1 à 100',
  'Only numbers that can text (--no-require-sms)': 'Seulement des numéros à textos (--no-require-sms)',
  'Only numbers that can be called': 'Seulement des numéros que l’on peut appeler',
  'How many offers to choose from, 1 to 200': 'Combien d’offres examiner, de 1 à 200',
  'Names this purchase, so that it can be continued': 'Nomme cet achat, pour pouvoir le reprendre',
  'Buy {count} number of type {type} in {country}? The carrier charges for it.':
    "Louer {count} numéro de type {type} en {country} ? L'opérateur le facture.",
  'Buy {count} numbers of type {type} in {country}? The carrier charges for each.':
    "Louer {count} numéros de type {type} en {country} ? L'opérateur facture chacun.",
  'idempotency key: {key}': "clé d'idempotence : {key}",
  Buying: 'Achat',
  'Bought {count} of {total}:': '{count} sur {total} loués :',
  'Not more: {reason}': 'Pas davantage : {reason}',
  'To go on where it stopped: --idempotency-key {key}': 'Pour reprendre : --idempotency-key {key}',
  'Add what the carrier rents out to us, and end what was interrupted':
    "Ajouter ce que l'opérateur nous loue, et finir ce qui fut interrompu",
  'Only say what would be added': 'Dire seulement ce qui serait ajouté',
  'The carrier rents out {rented} to us, the pool has {pooled}.':
    "L'opérateur nous en loue {rented}, nous en connaissons {pooled}.",
  'Were missing in the pool': 'Nous manquaient',
  Added: 'Ajoutés',
  'In the pool, but not at the carrier any more': "Chez nous, mais plus chez l'opérateur",
  'Find the numbers whose calls or texts do not come here; mend them with --apply':
    "Trouver les numéros dont les appels ou textos n'arrivent pas ici ; --apply les répare",
  'Mend them; otherwise they are only named': 'Les réparer ; sinon ils sont seulement nommés',
  'Only numbers of this country': 'Seulement les numéros de ce pays',
  'Only numbers that are available, reserved, assigned, quarantined or released':
    'Seulement les numéros available, reserved, assigned, quarantined ou released',
  'Texts too (--no-fix-sms)': 'Les textos aussi (--no-fix-sms)',
  'Lead the calls and texts of all numbers that go elsewhere to this service?':
    'Diriger vers ce service les appels et textos de tous les numéros qui vont ailleurs ?',
  'Lead the calls and texts of the numbers of {country} that go elsewhere to this service?':
    'Diriger vers ce service les appels et textos des numéros de {country} qui vont ailleurs ?',
  'Numbers checked: {count}. Calls belong to {voice}, texts to {sms}.':
    'Numéros vérifiés : {count}. Les appels doivent aller à {voice}, les textos à {sms}.',
  'Calls go elsewhere': 'Les appels vont ailleurs',
  'Texts go elsewhere': 'Les textos vont ailleurs',
  nowhere: 'nulle part',
  'Mended: calls of {calls}, texts of {texts}.': 'Réparés : appels {calls}, textos {texts}.',
  'Not at the carrier any more': "Plus chez l'opérateur",
  'Could not be mended': "N'ont pas pu être réparés",
  '--apply mends them.': '--apply les répare.',
  'Give back the numbers that cannot text, except those in use':
    'Rendre les numéros sans textos, sauf ceux qui servent',
  'Only say which': 'Dire seulement lesquels',
  'Give back {count} of {total} numbers? They cannot be had again.':
    'Rendre {count} numéros sur {total} ? On ne pourra pas les ravoir.',
  'Nothing was done. These would be given back:': "Rien n'a été fait. Seraient rendus :",
  'Give numbers back to the carrier': "Rendre des numéros à l'opérateur",
  'One number': 'Un numéro',
  'Also numbers that clients hold: it is taken from them': 'Même les numéros de clients : ils leur sont retirés',
  'Give back this number? It cannot be undone.': "Rendre ce numéro ? C'est irréversible.",
  'Give back these {count} numbers? It cannot be undone.': "Rendre ces {count} numéros ? C'est irréversible.",
  'Clients who hold one lose it.': 'Les clients qui en ont un le perdent.',
  'Given back': 'Rendus',
  'Only taken out of the pool: the carrier did not have them any more':
    "Seulement retirés d'ici : l'opérateur ne les avait plus",
  Kept: 'Gardés',
  Failed: 'Échecs',
  'There is nothing to give back.': "Il n'y a rien à rendre.",

  // Stores.
  Store: 'Données',
  'Copy all data into another store, and compare the two':
    'Copier toutes les données dans un autre magasin, et comparer les deux',
  'Stop the server first. The other store must be empty: nothing is overwritten. A copy that was interrupted is completed by the same command.':
    "Arrêtez d'abord le serveur. L'autre magasin doit être vide : rien n'est écrasé. Une copie interrompue se complète par la même commande.",
  'Leave the spreadsheet for a file': 'Passer de la feuille de calcul à un fichier',
  'sqlite, postgres or sheets': 'sqlite, postgres ou sheets',
  copied: 'copiés',
  'was there': 'déjà là',
  'Both stores hold the same.': 'Les deux magasins contiennent la même chose.',
  'Count the records of a store and sum them up, to compare it with another one':
    "Compter et sommer le contenu d'un magasin, pour le comparer à un autre",
  'Another store that should hold the same': 'Un autre magasin, censé contenir la même chose',
  records: 'éléments',
  checksum: 'somme',
  'The stores differ in: {kinds}.': 'Les magasins diffèrent par : {kinds}.',

  // The service.
  Service: 'Service',
  'Run the API': "Lancer l'API",
  'Reads its configuration from the environment and from a .env file. Stops on SIGTERM or Ctrl-C.':
    "Lit sa configuration dans l'environnement et dans un fichier .env. S'arrête à SIGTERM ou Ctrl-C.",
  'Print a script that completes commands and options in a shell':
    'Afficher un script qui complète commandes et options dans un shell',
  'Check the set-up, and say what to do about each fault':
    "Vérifier l'installation, et dire que faire de chaque défaut",
  'Remote: the address, the clock, whether the service is ready, the token, where calls of the numbers go, whether numbers are left. Live: the configuration, the store with its credentials, Twilio, and the same of the numbers. The exit code is 2 when settings are wrong, 3 when something else is.':
    "À distance : l'adresse, l'horloge, si le service est prêt, le jeton, où vont les appels des numéros, s'il reste des numéros. En direct : la configuration, les données et leurs accès, Twilio, et de même pour les numéros. Le code de sortie est 2 quand un réglage est faux, 3 quand c'est autre chose.",
  'All is well.': 'Tout va bien.',
  settings: 'réglages',
  address: 'adresse',
  clock: 'horloge',
  readiness: 'état',
  token: 'jeton',
  store: 'données',
  webhooks: 'webhooks',
  pool: 'numéros',
  'PUBLIC_BASE_URL is set': 'PUBLIC_BASE_URL est défini',
  'the configuration can be used': 'la configuration est utilisable',
  '"proxycall init" asks for the address and the token; docs/configuration.md explains every variable.':
    "« proxycall init » demande l'adresse et le jeton ; docs/configuration.md explique chaque variable.",
  'Is the store running, and may these credentials use it?':
    "Les données sont-elles accessibles, et ces accès permettent-ils de s'en servir ?",
  '{url} cannot be reached: {reason}': '{url} est injoignable : {reason}',
  'Is the service running, and is PUBLIC_BASE_URL its address?':
    'Le service tourne-t-il, et PUBLIC_BASE_URL est-il son adresse ?',
  '{url} answers {status} to /healthz': '{url} répond {status} à /healthz',
  'Another program answers there: check PUBLIC_BASE_URL.': 'Un autre programme y répond : vérifiez PUBLIC_BASE_URL.',
  '{url} is not encrypted': "{url} n'est pas chiffré",
  'Use https: the token travels with every request.': 'Utilisez https : le jeton voyage avec chaque requête.',
  '{url} answers': '{url} répond',
  'this clock and the clock of the service agree': "l'horloge d'ici et celle du service concordent",
  'this clock and the clock of the service differ by {seconds} s':
    "l'horloge d'ici et celle du service diffèrent de {seconds} s",
  'Set the clock by NTP.': "Réglez l'horloge par NTP.",
  'the service is ready: its store answers': 'le service est prêt : ses données répondent',
  'the service is not ready ({status})': "le service n'est pas prêt ({status})",
  'Its log says what is wrong with the store.': 'Son journal dit ce qui ne va pas avec les données.',
  'the service wants a token': 'le service demande un jeton',
  'Set PROXYCALL_API_TOKEN to the value that the service has.':
    'Donnez à PROXYCALL_API_TOKEN la valeur que le service a.',
  'the service does not accept this token': "le service n'accepte pas ce jeton",
  'the service answers {status}': 'le service répond {status}',
  'Its log says why.': 'Son journal dit pourquoi.',
  'anyone may use this service': 'ce service est ouvert à tous',
  'Give the service a PROXYCALL_API_TOKEN.': 'Donnez au service un PROXYCALL_API_TOKEN.',
  'the token is accepted': 'le jeton est accepté',
  'numbers of the pool that the carrier does not have any more: {count}': "numéros que l'opérateur n'a plus : {count}",
  '"pool sync" names them.': '« pool sync » les nomme.',
  'numbers whose calls and texts come here: {count}': 'numéros dont les appels et textos arrivent ici : {count}',
  'numbers whose calls or texts go elsewhere: {count}': 'numéros dont les appels ou textos vont ailleurs : {count}',
  '"pool fix-webhooks --apply" leads them here.': '« pool fix-webhooks --apply » les dirige ici.',
  'free numbers: {count}': 'numéros libres : {count}',
  'no number is free': "aucun numéro n'est libre",
  'The next order buys some, or "pool provision" does.': 'La prochaine commande en louera, ou « pool provision ».',
  'Are TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN of the service right?':
    'TWILIO_ACCOUNT_SID et TWILIO_AUTH_TOKEN du service sont-ils justes ?',
  'Set this computer up for an API that runs elsewhere, or make what a store needs':
    "Régler cet ordinateur pour une API qui tourne ailleurs, ou créer ce qu'il faut à un magasin de données",
  'Asks for the address and the token of the API, tries them, and writes them to .env.render, for you alone to read. Without a terminal: --url, and the token in PROXYCALL_API_TOKEN. With --store sheets it makes the tabs and columns that a Google spreadsheet lacks, and changes nothing that is there.':
    "Demande l'adresse et le jeton de l'API, les essaie, et les écrit dans .env.render, lisible par vous seul. Sans terminal : --url, et le jeton dans PROXYCALL_API_TOKEN. Avec --store sheets, crée les onglets et colonnes qui manquent à une feuille Google, et ne change rien à ce qui s'y trouve.",
  Asks: 'Pose des questions',
  'The tabs of a spreadsheet': "Les onglets d'une feuille de calcul",
  'sheets: make its tabs and columns': 'sheets : créer ses onglets et colonnes',
  'The address of the API, instead of asking': "L'adresse de l'API, au lieu de la demander",
  'Write the file even when the API cannot be used': "Écrire le fichier même si l'API est inutilisable",
  '{file} was not written. --force writes it all the same.': "{file} n'a pas été écrit. --force l'écrit quand même.",
  'Written: {path}. Keep it out of version control.': 'Écrit : {path}. Ne le mettez pas sous gestion de versions.',
  'This is not a terminal: give --url, and the token in the variable PROXYCALL_API_TOKEN.':
    "Ceci n'est pas un terminal : donnez --url, et le jeton dans la variable PROXYCALL_API_TOKEN.",
  'Address of the API': "Adresse de l'API",
  'an address such as https://proxycall.example.com': 'une adresse telle que https://proxycall.example.com',
  'Its token (empty when it has none)': "Son jeton (vide s'il n'en a pas)",
  'Nothing was missing.': 'Rien ne manquait.',
  'Made:': 'Créés :',

  // The menu.
  'What would you like to do?': 'Que voulez-vous faire ?',
  'Create an order': 'Créer une commande',
  'List the orders': 'Lister les commandes',
  'Set this computer up for an API that runs elsewhere': 'Régler cet ordinateur pour une API qui tourne ailleurs',
  'All commands': 'Toutes les commandes',

  // The demo.
  'Watch a two-minute story: an order, a courier, a call and a call back':
    'Regarder une histoire en deux minutes : une commande, un livreur, un appel et un rappel',
  'Runs the real service in memory with a simulated carrier. Nothing leaves this computer.':
    'Fait tourner le vrai service en mémoire, avec un opérateur simulé. Rien ne quitte cet ordinateur.',
  'Seconds between scenes: 10 on a terminal, 0 elsewhere': 'Secondes entre les scènes : 10 sur un terminal, 0 ailleurs',
  'ProxyCall runs on {url}, in memory, with a simulated carrier.':
    'ProxyCall tourne sur {url}, en mémoire, avec un opérateur simulé.',
  'Ada is a customer. Her real phone is {phone}, and nobody but the shop is to know it.':
    'Ada est une cliente. Son vrai numéro est {phone}, et seul le commerçant doit le connaître.',
  '1. Ada orders. The shop sends POST /orders for {order}.':
    '1. Ada commande. La boutique envoie POST /orders pour {order}.',
  'ProxyCall gives her the proxy number {proxy}. It is all that the courier is told.':
    "ProxyCall lui donne le numéro relais {proxy}. C'est tout ce que le livreur apprend.",
  '2. The courier ({courier}) calls {proxy}.': '2. Le livreur ({courier}) appelle {proxy}.',
  "Ada's phone": "Le téléphone d'Ada",
  'The courier': 'Le livreur',
  'The caller': "L'appelant",
  'The TwiML that connected them:': 'Le TwiML qui les a reliés :',
  '3. Ada missed a word and calls the number on her display, {proxy}.':
    '3. Un mot a échappé à Ada : elle rappelle le numéro affiché, {proxy}.',
  "The courier's phone": 'Le téléphone du livreur',
  "The courier never saw her real number, and she never saw the courier's.":
    "Le livreur n'a jamais vu le vrai numéro d'Ada, ni elle le sien.",
  'I am at the door': 'Je suis à la porte',
  '4. The courier texts.': '4. Le livreur envoie un texto.',
  'Ada\'s phone: "{text}", from {from}.': "Le téléphone d'Ada : « {text} », de {from}.",
  '5. Somebody calls from a country the shop does not deliver to.':
    "5. Quelqu'un appelle d'un pays où la boutique ne livre pas.",
  "Ada's phone has rung once in all.": "Le téléphone d'Ada n'a sonné qu'une fois en tout.",
  '6. The courier calls again; Ada does not answer.': '6. Le livreur rappelle ; Ada ne répond pas.',
  '7. The order is delivered and closed. A week of cooling off begins for the number.':
    '7. La commande est livrée et close. Le numéro est mis au repos pour une semaine.',
  'The courier calls it once more.': "Le livreur l'appelle encore une fois.",
  'What the shop can read afterwards (GET /interactions), newest first:':
    'Ce que la boutique peut lire ensuite (GET /interactions), le plus récent en premier :',
  '{phone} rings and shows {number}.': '{phone} sonne et affiche {number}.',
  'They talk.': 'Ils se parlent.',
  '{who} hears: "{sentence}"': '{who} entend : « {sentence} »',
} as const satisfies Readonly<Record<string, string>>;

export type Message = keyof typeof FRENCH;
