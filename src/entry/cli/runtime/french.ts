/** The French translations of all CLI messages, keyed by the English text. Placeholders are in braces. */
export const FRENCH = {
  // All commands.
  'Language: en or fr (default: from LANG)': 'Langue : en ou fr (par défaut : selon LANG)',
  'Print the stack trace of an error': "Afficher la pile d'appels en cas d'erreur",
  'Mode: remote (default), live or demo': 'Mode : remote (par défaut), live ou demo',
  'Access the store and the carrier directly, without a server': "Accéder au stockage et à l'opérateur, sans serveur",
  'Try it out: everything is simulated, nothing is stored': "Essayer : tout est simulé, rien n'est enregistré",
  'Print JSON only': "N'afficher que du JSON",
  'Skip the confirmation prompt': 'Ne pas demander de confirmation',
  Yes: 'Oui',
  No: 'Non',
  yes: 'oui',
  no: 'non',
  'Nothing was done.': "Rien n'a été fait.",
  '{question} Not running in a terminal: use --yes to confirm.':
    "{question} La commande n'est pas lancée dans un terminal : ajoutez --yes pour confirmer.",
  'mode: {mode}': 'mode : {mode}',
  'remote ({url})': 'à distance ({url})',
  'live (store {store}, Twilio)': 'direct (stockage {store}, Twilio)',
  'live (store {store}, simulated telephony)': 'direct (stockage {store}, téléphonie simulée)',
  'demo (everything is simulated, nothing is stored)': "démonstration (tout est simulé, rien n'est enregistré)",
  'Page size, 1 to 200 (default: 50)': 'Nombre de résultats par page, de 1 à 200 (par défaut : 50)',
  'Cursor of the page to show, as printed with the previous page':
    'Curseur de la page à afficher, indiqué avec la page précédente',
  'More results: --cursor {cursor}': 'Résultats suivants : --cursor {cursor}',
  'Filter by client': 'Filtrer par client',
  'Filter by order': 'Filtrer par commande',
  "The merchant's order id": 'Identifiant de la commande chez le commerçant',
  "The merchant's client id": 'Identifiant du client chez le commerçant',
  'ISO 3166 country code, such as FR': 'Code pays ISO 3166, par exemple FR',
  'ISO 3166 country code (default: PROXYCALL_PHONE_COUNTRY, or FR)':
    'Code pays ISO 3166 (par défaut : PROXYCALL_PHONE_COUNTRY, sinon FR)',
  "ISO 3166 country code (default: the client's country)": 'Code pays ISO 3166 (par défaut : celui du client)',
  'Number type: mobile, local, national or toll_free (default: PROXYCALL_NUMBER_TYPE, or mobile)':
    'Type de numéro : mobile, local, national ou toll_free (par défaut : PROXYCALL_NUMBER_TYPE, sinon mobile)',
  'Buy numbers if none is available': "Acheter des numéros si aucun n'est disponible",
  'Buy numbers if none is available? The carrier charges for each.':
    "Acheter des numéros si aucun n'est disponible ? L'opérateur facture chacun.",
  'A free number of the pool, instead of the present one': "Un numéro libre du pool, à la place de l'actuel",
  'Not in the pool': 'Absents du pool',
  Name: 'Nom',
  'Email address': 'Adresse e-mail',
  'Real phone number, such as +33639987654': 'Numéro réel, par exemple +33639987654',
  'Country of the proxy number: ISO 3166 code': 'Pays du numéro relais : code ISO 3166',

  // The help and the command line.
  '"proxycall <command> --help" shows the options of a command.':
    "« proxycall <commande> --help » affiche les options d'une commande.",
  '"proxycall {group} <command> --help" shows the options of a command.':
    "« proxycall {group} <commande> --help » affiche les options d'une commande.",
  "ProxyCall keeps customers' phone numbers private.": 'ProxyCall protège les numéros de téléphone des clients.',
  'On a terminal, "proxycall" alone shows a menu of the common tasks.':
    'Sur un terminal, « proxycall » seul affiche un menu des tâches courantes.',
  'Common options': 'Options communes',
  'Show this help, or that of a command': "Afficher cette aide, ou celle d'une commande",
  'Print the version': 'Afficher la version',
  '"proxycall --help" explains these.': '« proxycall --help » les explique.',
  command: 'commande',
  Usage: 'Utilisation',
  Required: 'Obligatoire',
  Options: 'Options',
  Examples: 'Exemples',
  options: 'options',
  value: 'valeur',
  id: 'id',
  n: 'n',
  hours: 'heures',
  percent: 'pourcentage',
  ratio: 'rapport',
  probability: 'probabilité',
  key: 'clé',
  cursor: 'curseur',
  mode: 'mode',
  language: 'langue',
  file: 'fichier',
  shell: 'shell',
  'Command not found: {line}.': 'Commande inconnue : {line}.',
  'Incomplete command: {line} needs one of: {choices}.':
    "Commande incomplète : {line} doit être suivi de l'un de ces mots : {choices}.",
  '{line} has: {choices}.': '{line} propose : {choices}.',
  '{fault}\nSee "{help}".': '{fault}\nVoir « {help} ».',
  'Did you mean "{one}"?': 'Vouliez-vous dire « {one} » ?',
  'Did you mean "{one}" or "{other}"?': 'Vouliez-vous dire « {one} » ou « {other} » ?',
  'Missing:': 'Il manque :',
  'This command line cannot be read.': "Cette ligne de commande n'a pas pu être comprise.",
  'Unknown option: {detail}.': 'Option inconnue : {detail}.',
  'Option without a value: {detail}.': 'Option sans valeur : {detail}.',
  'Unexpected argument: {detail}.': 'Argument en trop : {detail}.',

  // Input errors and API errors.
  'must be one of: {choices}': 'valeurs possibles : {choices}',
  'must be a number': 'doit être un nombre',
  'must be a number from {least} to {most}': 'doit être un nombre de {least} à {most}',
  'must be a whole number from {least} to {most}': 'doit être un nombre entier de {least} à {most}',
  'must be a date and a time with its zone, such as 2030-01-31T18:00:00Z':
    'doit être une date et une heure avec leur fuseau, par exemple 2030-01-31T18:00:00Z',
  'contains •, which stands for what is masked: write the real number':
    'contient •, qui remplace ce qui est masqué : écrivez le vrai numéro',
  'must be a phone number, or anonymous': 'doit être un numéro de téléphone, ou anonyme',
  'given twice': 'indiquée deux fois',
  'takes no value': 'ne prend pas de valeur',
  'is missing': 'manque',
  '{name}: {fault}': '{name} : {fault}',
  '{name}: read as {number}': '{name} : compris comme {number}',
  'a phone number has digits, spaces, dots, dashes and brackets only, for example +33 1 99 00 12 34':
    'un numéro de téléphone ne contient que des chiffres, espaces, points, tirets et parenthèses, par exemple +33 1 99 00 12 34',
  'write the digits without spaces, dots, dashes or brackets, for example +33199001234':
    'écrivez les chiffres sans espaces, points, tirets ni parenthèses, par exemple +33199001234',
  'write the number with its country code, for example +33199001234 or 0033199001234':
    "écrivez le numéro avec l'indicatif du pays, par exemple +33199001234 ou 0033199001234",
  'this is not a possible phone number: check its country code and its length':
    "ce numéro n'est pas valide : vérifiez l'indicatif du pays et sa longueur",
  'these digits look like a national number of {country}: write it with {code}':
    'ces chiffres ressemblent à un numéro national ({country}) : écrivez-le avec {code}',
  'these digits alone can be read as {readings}: write the one that is meant, with its +':
    'ces chiffres seuls peuvent se lire {readings} : écrivez le numéro voulu, avec son +',
  '{one} and {other} cannot be combined': '{one} et {other} sont incompatibles',
  'the mode must be one of: {choices}': "le mode doit être l'un des suivants : {choices}",
  'Nothing to change: pass at least one option': 'Rien à modifier : donnez au moins une option',
  'PUBLIC_BASE_URL is not set. It is the URL of the API, read from the environment, .env.render or .env; "proxycall init" sets it. Use --live to access the store directly, or --demo to try things out.':
    "PUBLIC_BASE_URL n'est pas définie. C'est l'URL de l'API, lue dans l'environnement, .env.render ou .env ; « proxycall init » la configure. Utilisez --live pour accéder directement au stockage, ou --demo pour essayer.",
  'This is the light package, which only works with a remote API. For everything else: npm install --global proxycall':
    "Vous utilisez le paquet léger, qui ne fonctionne qu'avec une API distante. Pour tout le reste : npm install --global proxycall",
  'The API at {url} cannot be reached: {reason}': "L'API {url} est injoignable : {reason}",
  'The API returned {status}: {detail}{later}': "L'API a répondu {status} : {detail}{later}",
  '(try again in {seconds} s)': '(réessayez dans {seconds} s)',
  'code: {code}': 'code : {code}',
  'request id: {id}': 'identifiant de requête : {id}',
  'It is not known whether the request was carried out: check before you repeat it.':
    'On ne sait pas si la requête a été exécutée : vérifiez avant de la répéter.',
  "{url} returned {status}, which is not ProxyCall's answer: check PUBLIC_BASE_URL":
    "{url} a répondu {status}, et ce n'est pas une réponse de ProxyCall : vérifiez PUBLIC_BASE_URL",
  'The API at {url} has moved to {target} ({status}). Redirects are not followed: if you trust that address, set PUBLIC_BASE_URL to it.':
    "L'API {url} a été déplacée vers {target} ({status}). Les redirections ne sont pas suivies : si cette adresse est digne de confiance, donnez-la à PUBLIC_BASE_URL.",
  '{url} redirects to {target} ({status}). Redirects are not followed: check PUBLIC_BASE_URL.':
    '{url} redirige vers {target} ({status}). Les redirections ne sont pas suivies : vérifiez PUBLIC_BASE_URL.',
  'The API answers {status}: {reason}. Waiting for it, for {most} seconds at most.':
    "L'API répond {status} : {reason}. Attente de {most} secondes au plus.",
  'it may be starting': 'elle démarre peut-être',
  'temporarily unavailable': 'temporairement indisponible',
  'too many requests': 'trop de requêtes',
  'nothing answers there': 'rien ne répond à cette adresse',
  'no computer of this name is found': "aucun ordinateur de ce nom n'a été trouvé",
  'the network does not lead there': 'le réseau ne mène pas à cette adresse',
  'the connection was closed': 'la connexion a été coupée',
  'it does not speak https': "l'adresse ne répond pas en https",
  'its certificate is not trusted': "son certificat n'est pas reconnu",
  'there is no such file or folder': "ce fichier ou ce dossier n'existe pas",
  'it is a folder': "c'est un dossier",
  'access is denied': "l'accès est refusé",
  'the disk is full': 'le disque est plein',
  'the response was cut off': 'la réponse a été interrompue',
  'the response is too large': 'la réponse est trop volumineuse',
  'the proxy requires a user name and a password (407)': 'le proxy exige un identifiant et un mot de passe (407)',
  'the proxy cannot be reached: {reason}': 'le proxy est injoignable : {reason}',
  'the proxy does not let it through ({fault})': 'le proxy ne laisse pas passer la requête ({fault})',
  'must be a URL such as http://proxy.example.com:3128': 'doit être une URL telle que http://proxy.example.com:3128',
  'SOCKS proxies are not supported': 'les proxys SOCKS ne sont pas pris en charge',
  'PROXYCALL_API_TOKEN has characters that no request can carry':
    "PROXYCALL_API_TOKEN contient des caractères qu'aucune requête ne peut transmettre",
  'The token in {file} is not sent: it belongs to the address in that file.':
    "Le jeton de {file} n'est pas envoyé : il est associé à l'adresse indiquée dans ce fichier.",
  'The token in {file} is not sent: the address comes from {other}. Put both into one file.':
    "Le jeton de {file} n'est pas envoyé : l'adresse vient de {other}. Mettez les deux dans le même fichier.",

  // Files and output.
  '{file} cannot be read: {reason}': '{file} ne peut pas être lu : {reason}',
  '{file} cannot be written: {reason}': '{file} ne peut pas être écrit : {reason}',
  '{file} is not used: {place} belongs to another user of this computer':
    "{file} n'est pas utilisé : {place} appartient à un autre utilisateur de cet ordinateur",
  '{file} is not used: other users of this computer can write {place}. "chmod go-w {place}" prevents it.':
    "{file} n'est pas utilisé : d'autres utilisateurs de cet ordinateur peuvent modifier {place}. « chmod go-w {place} » l'empêche.",
  '{file} has lines that cannot be kept: write {names} into it by hand':
    '{file} contient des lignes qui ne peuvent pas être conservées : ajoutez-y {names} à la main',
  'the value cannot be written to a file: it has # or several lines, and all three kinds of quotes':
    'la valeur ne peut pas être écrite dans un fichier : elle contient # ou plusieurs lignes, et les trois sortes de guillemets',
  'The output cannot be written: {reason}. What the command did is done.':
    "Le résultat n'a pas pu être écrit : {reason}. Ce que la commande a fait reste fait.",
  'JSON file with these options as fields, named as in the API; - reads standard input':
    "Fichier JSON contenant ces options, nommées comme dans l'API ; - lit l'entrée standard",
  'there is no field {field}': "il n'y a pas de champ {field}",
  'the field {field} must be a text or a number': 'le champ {field} doit être un texte ou un nombre',
  'must be a JSON object in UTF-8': 'doit être un objet JSON en UTF-8',
  'no details': 'pas de détails',
  'the request timed out': "délai d'attente dépassé",

  // Orders.
  Orders: 'Commandes',
  'Create an order: its client gets a proxy number': 'Créer une commande : son client reçoit un numéro relais',
  'An order for a new client': 'Une commande pour un nouveau client',
  "The courier's phone, if known: client and courier then use shared numbers":
    "Téléphone du livreur, s'il est connu : client et livreur utilisent alors des numéros partagés",
  'When the session with the courier expires, such as 2030-01-31T18:00:00Z':
    'Expiration de la session avec le livreur, par exemple 2030-01-31T18:00:00Z',
  'Maximum call duration in seconds': "Durée maximale d'un appel, en secondes",
  'Ring timeout in seconds': 'Durée maximale de la sonnerie, en secondes',
  'Replace the courier of an open order': "Remplacer le livreur d'une commande ouverte",
  'The client keeps their number and the order gets a new code. The previous courier is told that the order is closed.':
    "Le client garde son numéro et la commande reçoit un nouveau code. L'ancien livreur est informé que la commande est close.",
  "The new courier's phone": 'Téléphone du nouveau livreur',
  "courier's number": 'numéro du livreur',
  'order code': 'code de commande',
  'long code': 'code long',
  expires: 'expire',
  'Idempotency key, so that the request can be retried safely':
    "Clé d'idempotence, pour pouvoir renvoyer la requête sans risque",
  'Show an order': 'Afficher une commande',
  'List orders, newest first': "Lister les commandes, les plus récentes d'abord",
  'Filter by status: open or closed': 'Filtrer par état : open (ouverte) ou closed (close)',
  'No matching orders.': 'Aucune commande correspondante.',
  'Close an order': 'Clore une commande',
  'The client keeps the number, unless --end-session is given and this was their last open order: the number is then quarantined.':
    "Le client garde le numéro, sauf avec --end-session si c'était sa dernière commande ouverte : le numéro est alors mis en quarantaine.",
  'Also end the session if this was the last open order':
    "Terminer aussi la session si c'était la dernière commande ouverte",
  'The session has ended; its numbers are cooling off.':
    'La session est terminée ; ses numéros sont en période de repos.',
  'The client keeps the number.': 'Le client garde le numéro.',
  order: 'commande',
  status: 'état',
  created: 'créée',
  closed: 'close',

  'Move the end of the session with a courier': 'Déplacer la fin de la session avec un livreur',
  'The numbers, the courier and the code stay. The end may also be earlier than before.':
    'Les numéros, le livreur et le code restent les mêmes. La fin peut aussi être avancée.',

  // Clients.
  'Find orders and clients by an id, number or phone': 'Chercher commandes et clients par identifiant ou numéro',
  'The text must be exactly the id or the number. Numbers may be written in any way.':
    "Le texte doit être exactement l'identifiant ou le numéro. Les numéros peuvent être écrits de toute façon.",
  'Whose phone is this?': 'À qui est ce téléphone ?',
  'Id of an order or client, proxy number, or phone of a client or courier':
    "Identifiant d'une commande ou d'un client, numéro relais, ou téléphone d'un client ou d'un livreur",
  'Nothing has this id or number.': "Rien n'a cet identifiant ni ce numéro.",
  'There are more; only the newest are listed.': "Il y en a d'autres ; seuls les plus récents sont listés.",
  text: 'texte',
  Clients: 'Clients',
  'Create a client with a proxy number': 'Créer un client avec un numéro relais',
  'A client with the next free id': 'Un client avec le prochain identifiant libre',
  'Client id (default: the next free one)': 'Identifiant du client (par défaut : le prochain libre)',
  'Show a client': 'Afficher un client',
  'Find the client that a proxy number is assigned to': 'Trouver le client auquel un numéro relais est attribué',
  'Who has this number?': 'Qui a ce numéro ?',
  'The proxy number': 'Le numéro relais',
  'List clients, ordered by id': 'Lister les clients, par identifiant',
  'There are no clients.': 'Aucun client.',
  'Change a client; a new phone applies at once': 'Modifier un client (nouveau numéro : effet immédiat)',
  'Country of the proxy number: ISO 3166 code, or none to clear it':
    'Pays du numéro relais : code ISO 3166, ou none pour le supprimer',
  'Erase a client and quarantine their number': 'Effacer un client et mettre son numéro en quarantaine',
  'Their personal data is erased, and their orders and sessions are closed.':
    'Ses données personnelles sont effacées, ses commandes et sessions closes.',
  'Erase client {client}? Their orders and sessions will be closed. This cannot be undone.':
    'Effacer le client {client} ? Ses commandes et sessions seront closes. Cette action est irréversible.',
  client: 'client',
  name: 'nom',
  email: 'e-mail',
  'real phone': 'numéro réel',
  'proxy number': 'numéro relais',
  residency: 'résidence',
  'last caller': 'dernier appelant',
  erased: 'effacé',
  'orders closed': 'commandes closes',
  'sessions closed': 'sessions closes',
  quarantined: 'en quarantaine',
  until: "jusqu'à",

  // People.
  People: 'Personnes',
  'Export all that is stored about a person, as JSON': 'Exporter en JSON tout ce qui concerne une personne',
  'Finds the person as a client, as a courier and as a caller. The phones of other people are masked, so the export can be handed to the person.':
    "Recherche la personne parmi les clients, les livreurs et les appelants. Les téléphones des autres sont masqués : l'export peut lui être remis.",
  'Save it to a file': "L'enregistrer dans un fichier",
  "The person's phone, such as +33639987654": 'Téléphone de la personne, par exemple +33639987654',
  'Erase a person: as client, courier and caller': 'Effacer une personne : client, livreur et appelant',
  'Closes the open orders of which the person is the client or the courier. To keep an order open, give it another courier first.':
    "Clôt les commandes ouvertes dont la personne est le client ou le livreur. Pour garder une commande ouverte, donnez-lui d'abord un autre livreur.",
  'Erase the person with this phone? The open orders of which they are the client or the courier will be closed. This cannot be undone.':
    'Effacer la personne qui a ce téléphone ? Les commandes ouvertes dont elle est le client ou le livreur seront closes. Cette action est irréversible.',
  'clients erased': 'clients effacés',
  'participants erased': 'participations effacées',
  'last callers removed': 'derniers appelants retirés',
  'orders scrubbed': 'commandes expurgées',
  'calls and texts scrubbed': 'échanges expurgés',

  // Calls and texts.
  'Filter by outcome, such as answered or busy': 'Filtrer par résultat, par exemple answered ou busy',
  'Filter by channel: call or message': 'Filtrer par canal : call (appel) ou message (SMS)',
  'Filter by direction: to_client or to_counterpart':
    'Filtrer par sens : to_client (vers le client) ou to_counterpart (vers son correspondant)',
  'Nothing on this page.': 'Rien sur cette page.',
  'Count calls and texts by hour and outcome': 'Compter appels et SMS par heure et par résultat',
  'Of the last 24 hours, unless you say otherwise; at most 31 days.':
    'Des dernières 24 heures, sauf indication contraire ; 31 jours au plus.',
  count: 'nombre',
  direction: 'sens',
  Calls: 'Appels',
  'Simulate a call to a proxy number': 'Simuler un appel vers un numéro relais',
  'Prints the TwiML that the carrier would get and explains the routing decision. With the simulated carrier the call is recorded, so that the client can call back. With a real carrier it is a dry run.':
    "Affiche le TwiML que recevrait l'opérateur et explique la décision de routage. Avec l'opérateur simulé, l'appel est enregistré, et le client peut rappeler. Avec un vrai opérateur, c'est un essai à blanc.",
  'A courier calls': 'Un livreur appelle',
  'A caller who withholds their number': 'Un appelant qui masque son numéro',
  'Caller: a phone number, or anonymous': 'Appelant : un numéro de téléphone, ou anonyme',
  'Proxy number to call': 'Numéro relais à appeler',
  '(dry run)': '(essai à blanc)',
  'Show calls and texts while they happen': 'Afficher les appels et SMS au moment où ils ont lieu',
  'One line for each, and another one when its outcome changes. Phone numbers are masked. Ends with Ctrl-C. With --json, each line is one JSON object.':
    'Une ligne pour chacun, et une autre quand son résultat change. Les numéros sont masqués. Ctrl-C y met fin. Avec --json, chaque ligne est un objet JSON.',
  'Waiting for calls and texts. Ctrl-C ends it.': "En attente d'appels et de SMS. Ctrl-C y met fin.",
  'Some calls and texts were left out: "interaction list" shows them.':
    'Des appels et des SMS manquent ici : « interaction list » les affiche.',
  'The connection to the API was lost. Connecting again.':
    "La connexion à l'API est perdue. Nouvelle tentative de connexion.",
  'Connected to the API again.': "Connexion à l'API rétablie.",
  'List calls and texts, newest first': "Lister les appels et SMS, les plus récents d'abord",
  'Phone numbers are masked.': 'Les numéros de téléphone sont masqués.',
  'No matching calls or texts.': 'Aucun appel ni SMS correspondant.',
  time: 'date',
  channel: 'canal',
  from: 'de',
  outcome: 'résultat',
  seconds: 'secondes',

  // Tokens and what they show.
  Access: 'Accès',
  'Create a token of the API, which is shown once': "Créer un jeton de l'API, affiché une seule fois",
  'The role says what the token may do. viewer: read, with phones, names and mails masked. shop: work with single orders and clients. operator: work with everything, masked, and reveal single records. admin: everything. Where the service has no PROXYCALL_API_TOKEN, the first token must be of an admin: from then on nobody is admitted without one.':
    "Le rôle définit ce que le jeton permet. viewer : lire, avec numéros, noms et adresses masqués. shop : gérer une commande ou un client à la fois. operator : tout gérer, données masquées, et dévoiler une fiche à la fois. admin : tout. Si le service n'a pas de PROXYCALL_API_TOKEN, le premier jeton doit être celui d'un admin : ensuite, nul n'est admis sans jeton.",
  "For the shop's own software": 'Pour le logiciel de la boutique',
  'What uses the token: a program or a place, nothing personal':
    'Ce qui utilise le jeton : un programme ou un lieu, rien de personnel',
  'Role: viewer, shop, operator or admin': 'Rôle : viewer, shop, operator ou admin',
  'When the token expires, such as 2030-01-31T18:00:00Z (default: never)':
    'Expiration du jeton, par exemple 2030-01-31T18:00:00Z (par défaut : jamais)',
  'Keep the token now: it is not shown again.': 'Notez le jeton maintenant : il ne sera plus affiché.',
  'List the tokens of the API': "Lister les jetons de l'API",
  'Those in PROXYCALL_API_TOKEN of the service are not among them: they have all rights.':
    "Ceux de PROXYCALL_API_TOKEN du service n'y figurent pas : ils ont tous les droits.",
  'Ignored, as ProxyCall did not write them, or they were changed by hand. Revoke them:':
    "Ignorés, car ProxyCall ne les a pas écrits ou quelqu'un les a modifiés à la main. Révoquez-les :",
  'There are no tokens.': "Il n'y a aucun jeton.",
  'created at': 'créé le',
  'last used': 'dernier usage',
  'Revoke a token of the API': "Révoquer un jeton de l'API",
  'Within five seconds no instance accepts it any more.':
    "En cinq secondes au plus, aucune instance ne l'accepte plus.",
  'Token id, as "token list" shows it': 'Identifiant du jeton, tel que « token list » le montre',
  'Revoke token {id}? Whatever uses it loses access.': "Révoquer le jeton {id} ? Ce qui l'utilise perd l'accès.",
  'Token {id} is revoked.': 'Le jeton {id} est révoqué.',
  'Show a client in clear, for a reason': 'Afficher un client sans masque, avec un motif',
  'Show an order in clear, for a reason': 'Afficher une commande sans masque, avec un motif',
  "For tokens that are shown people's data masked. Who reveals what, and why, is recorded.":
    'Pour les jetons auxquels les données des personnes sont masquées. Qui dévoile quoi, et pourquoi, est consigné.',
  'Reason: customer_asked, delivery_problem, complaint or legal_request':
    'Motif : customer_asked, delivery_problem, complaint ou legal_request',
  role: 'rôle',
  reason: 'motif',
  'PROXYCALL_API_TOKEN is incomplete or mistyped: the checksum at its end does not match. Copy the whole token, from pc_ to its end.':
    "PROXYCALL_API_TOKEN est incomplet ou mal saisi : la somme de contrôle à la fin ne correspond pas. Copiez tout le jeton, de pc_ jusqu'à la fin.",
  'the role of this token may not check the records, the webhooks and the numbers':
    'le rôle de ce jeton ne permet pas de vérifier les enregistrements, les webhooks et les numéros',
  'the service is of an earlier version, which does not check its records, webhooks and numbers':
    'le service est une version antérieure, qui ne vérifie pas ses enregistrements, ses webhooks et ses numéros',
  'Bring the service up to date.': 'Mettez le service à jour.',
  'the carrier sells no numbers: the webhooks cannot be checked':
    "l'opérateur ne vend pas de numéros : les webhooks ne peuvent pas être vérifiés",
  'Use a token of an operator or an admin to check everything.':
    "Utilisez le jeton d'un operator ou d'un admin pour tout vérifier.",

  // The pool.
  'List the pool, number by number': 'Lister le pool, numéro par numéro',
  'Filter by country: ISO 3166 code': 'Filtrer par pays : code ISO 3166',
  'Filter by type: mobile, local, national or toll_free': 'Filtrer par type : mobile, local, national ou toll_free',
  'Filter by status, such as available or assigned': 'Filtrer par état, par exemple available ou assigned',
  'No matching numbers.': 'Aucun numéro correspondant.',
  load: 'charge',
  Pool: 'Numéros',
  'List the available numbers': 'Lister les numéros disponibles',
  'Number type: all (default), mobile, local, national or toll_free':
    'Type de numéro : all (tous, par défaut), mobile, local, national ou toll_free',
  'Number type: mobile (default), local, national or toll_free':
    'Type de numéro : mobile (par défaut), local, national ou toll_free',
  'No number is available in {country}.': "Aucun numéro n'est disponible en {country}.",
  number: 'numéro',
  type: 'type',
  SMS: 'SMS',
  'Count the numbers by country and type': 'Compter les numéros par pays et par type',
  'The pool is empty.': "Il n'y a aucun numéro.",
  country: 'pays',
  owned: 'loués',
  available: 'disponibles',
  assigned: 'attribués',
  shared: 'partagés',
  reserved: 'réservés',
  held: 'retenus',
  'out of rotation': 'hors rotation',
  'in quarantine': 'en quarantaine',
  'Assign a number to a client': 'Attribuer un numéro à un client',
  'A client who has one keeps it.': 'Un client qui en a déjà un le garde.',
  'Buy numbers for the pool': 'Acheter des numéros',
  'Buys the numbers one by one and lists them at the end. If it is interrupted, run it again with the same --idempotency-key: numbers that were already bought are counted, and only the rest are bought.':
    "Achète les numéros un par un et les affiche à la fin. En cas d'interruption, relancez avec la même --idempotency-key : les numéros déjà achetés sont comptés, et seuls les autres sont achetés.",
  'Five French mobile numbers': 'Cinq mobiles français',
  'How many, 1 to 100': 'Combien, de 1 à 100',
  'Only SMS-capable numbers; --no-require-sms for any':
    'Seulement des numéros compatibles SMS ; --no-require-sms pour tous',
  'Only voice-capable numbers; --no-require-voice for any':
    'Seulement des numéros compatibles voix ; --no-require-voice pour tous',
  'Number of offers to choose from, 1 to 200 (default: 10)':
    "Nombre d'offres parmi lesquelles choisir, de 1 à 200 (par défaut : 10)",
  'Idempotency key, so that an interrupted purchase can be resumed':
    "Clé d'idempotence, pour pouvoir reprendre un achat interrompu",
  'Buy {count} number of type {type} in {country}? The carrier charges for it.':
    "Acheter {count} numéro de type {type} en {country} ? L'opérateur le facture.",
  'Buy {count} numbers of type {type} in {country}? The carrier charges for each.':
    "Acheter {count} numéros de type {type} en {country} ? L'opérateur facture chacun.",
  'idempotency key: {key}': "clé d'idempotence : {key}",
  Buying: 'Achat',
  'Bought {count} of {total}:': '{count} sur {total} achetés :',
  'Stopped: {reason}': 'Arrêt : {reason}',
  'To resume: --idempotency-key {key}': 'Pour reprendre : --idempotency-key {key}',
  'Import the numbers that are rented from the carrier': "Importer les numéros loués à l'opérateur",
  'Also completes interrupted purchases and releases.': 'Achève aussi les achats et résiliations interrompus.',
  'Dry run: only show what would be added': 'Essai à blanc : afficher seulement ce qui serait ajouté',
  'Numbers at the carrier: {rented}; in the pool: {pooled}.':
    "Numéros chez l'opérateur : {rented} ; dans le pool : {pooled}.",
  'Missing from the pool': 'Absents du pool',
  Added: 'Ajoutés',
  'In the pool, but no longer at the carrier': "Dans le pool, mais n'existent plus chez l'opérateur",
  'Find and fix webhooks that point elsewhere': 'Trouver et corriger les webhooks qui pointent ailleurs',
  'Fix them; by default they are only listed': 'Les corriger ; par défaut ils sont seulement affichés',
  'Only numbers of this country': 'Seulement les numéros de ce pays',
  'Only numbers with this status: available, reserved, assigned, shared, quarantined, held or error':
    'Seulement les numéros dans cet état : available, reserved, assigned, shared, quarantined, held ou error',
  'Messaging webhooks too; --no-fix-sms for voice only':
    'Corriger aussi les webhooks de SMS ; --no-fix-sms pour les appels seulement',
  'Point the webhooks of all numbers to this service?':
    'Faire pointer les webhooks de tous les numéros vers ce service ?',
  'Point the webhooks of all numbers in {country} to this service?':
    'Faire pointer les webhooks de tous les numéros en {country} vers ce service ?',
  'Numbers checked: {count}. Expected webhooks: {voice} for calls, {sms} for texts.':
    'Numéros vérifiés : {count}. Webhooks attendus : {voice} pour les appels, {sms} pour les SMS.',
  'Voice webhook points elsewhere': "Webhook d'appels pointant ailleurs",
  'Messaging webhook points elsewhere': 'Webhook de SMS pointant ailleurs',
  'not set': 'non défini',
  'Webhooks fixed: {calls} for calls, {texts} for texts.':
    'Webhooks corrigés : {calls} pour les appels, {texts} pour les SMS.',
  'No longer at the carrier': "N'existent plus chez l'opérateur",
  'Could not be fixed': "N'ont pas pu être corrigés",
  'Use --apply to fix them.': 'Utilisez --apply pour les corriger.',
  'Release the numbers without SMS, except those in use': 'Résilier les numéros sans SMS, sauf ceux en service',
  'Dry run: only list them': 'Essai à blanc : les afficher seulement',
  'Release {count} of {total} numbers? This cannot be undone.':
    'Résilier {count} numéros sur {total} ? Cette action est irréversible.',
  'Nothing was done. These would be released:': "Rien n'a été fait. Seraient résiliés :",
  'Release numbers to the carrier': "Résilier des numéros chez l'opérateur",
  'One number': 'Un numéro',
  'Only if this is still its status, such as error': "Seulement si c'est encore son état, par exemple error",
  'Also numbers assigned to clients, who lose them':
    'Résilier aussi les numéros attribués à des clients, qui les perdent',
  'Release this number? This cannot be undone.': 'Résilier ce numéro ? Cette action est irréversible.',
  'Release these {count} numbers? This cannot be undone.':
    'Résilier ces {count} numéros ? Cette action est irréversible.',
  'Clients lose the numbers assigned to them.': 'Les clients perdent les numéros qui leur sont attribués.',
  Released: 'Résiliés',
  'Only removed from the pool: no longer at the carrier':
    "Seulement retirés du pool : n'existent plus chez l'opérateur",
  Kept: 'Conservés',
  Failed: 'Échecs',
  'Nothing to release.': 'Rien à résilier.',
  'Recommend how many numbers to buy or release': 'Recommander combien de numéros acheter ou résilier',
  'Calculates how many numbers are needed and what they cost, from the calls and sessions of recent days or, with --orders-per-day, from a given load.':
    "Calcule combien de numéros il faut et leur coût, d'après les appels et sessions des derniers jours ou, avec --orders-per-day, d'après une charge donnée.",
  'Based on the last 30 days': "D'après les 30 derniers jours",
  'For a given load': 'Pour une charge donnée',
  'Blocking probability: the share of orders that may find no number (default: 0.01)':
    'Probabilité de blocage : part des commandes qui peuvent ne pas trouver de numéro (par défaut : 0.01)',
  'Days of history to use (default: 30)': "Jours d'historique à prendre en compte (par défaut : 30)",
  'Expected growth of the load, in percent': 'Croissance prévue de la charge, en pourcentage',
  'Orders per day to plan for, instead of the recorded load':
    'Commandes par jour à prévoir, au lieu de la charge enregistrée',
  'How long an order stays open, in hours (default: 1)': "Durée d'ouverture d'une commande, en heures (par défaut : 1)",
  'Number of couriers (default: 1)': 'Nombre de livreurs (par défaut : 1)',
  'Peak-to-average ratio of the load (default: 2)':
    'Rapport entre la charge de pointe et la charge moyenne (par défaut : 2)',
  use: 'usage',
  now: 'actuels',
  'upper bound': 'maximum',
  needed: 'nécessaires',
  dedicated: 'dédiés',
  '{kind}: buy {count}.': '{kind} : acheter {count}.',
  '{kind}: {count} can be released.': '{kind} : {count} peuvent être résiliés.',
  '{kind}: nothing to buy or release.': '{kind} : rien à acheter ni à résilier.',
  '{kind}: one dedicated number per client would take {count}.':
    '{kind} : avec un numéro dédié par client, il en faudrait {count}.',
  '{kind}: monthly cost {now} now, {then} with this plan.': '{kind} : coût mensuel actuel {now}, avec ce plan {then}.',
  Shared: 'Partagés',
  'Available again': 'De nouveau disponibles',
  'Share available numbers, for orders with a courier': 'Partager des numéros, pour les commandes avec livreur',
  'An order with a courier does this automatically when needed.':
    'Une commande avec livreur le fait automatiquement si nécessaire.',
  'Make shared numbers available again': 'Rendre disponibles des numéros partagés',
  'A number that a session still uses is kept.': "Un numéro qu'une session utilise encore est conservé.",

  // Stores.
  Store: 'Stockage',
  'Copy all data to another store and verify the copy': 'Copier toutes les données vers un autre stockage',
  'Stop the server first. The target store must be empty: nothing is overwritten. To complete an interrupted copy, run the same command again.':
    "Arrêtez d'abord le serveur. Le stockage cible doit être vide : rien n'est écrasé. Pour achever une copie interrompue, relancez la même commande.",
  'Migrate from the spreadsheet to SQLite': 'Migrer de la feuille de calcul vers SQLite',
  'sqlite, postgres or sheets': 'sqlite, postgres ou sheets',
  'The data is under another hash key. Before starting the service, run: {command}':
    'Les données utilisent une autre clé de hachage. Avant de démarrer le service, exécutez : {command}',
  'Move a store to another hash key': 'Passer un stockage à une autre clé de hachage',
  'Stop the server first. Recomputes the person keys, by which people are recognised, under the hash key that is configured now. The keys of erased people whose numbers are still cooling off cannot be recomputed; the command counts them. To complete an interrupted run, run the same command again.':
    "Arrêtez d'abord le serveur. Recalcule, avec la clé de hachage configurée maintenant, les clés de personne qui servent à reconnaître les appelants. Celles des personnes effacées dont les numéros ne peuvent pas encore être réattribués ne sont pas recalculables ; la commande les compte. Pour achever une exécution interrompue, relancez la même commande.",
  'After setting PROXYCALL_HASH_KEY': 'Après avoir défini PROXYCALL_HASH_KEY',
  'Person keys recomputed: {renewed}. No longer recognised: {lost}.':
    'Clés de personne recalculées : {renewed}. Ne seront plus reconnues : {lost}.',
  copied: 'copiés',
  'already present': 'déjà présents',
  'Both stores hold the same data.': 'Les deux stockages contiennent les mêmes données.',
  'Count and check the records of a store': "Compter et vérifier les enregistrements d'un stockage",
  'Computes checksums, to compare it with another store.':
    'Calcule des sommes de contrôle, pour le comparer à un autre.',
  'Store to compare with': 'Stockage à comparer',
  records: 'enregistrements',
  checksum: 'somme de contrôle',
  'The stores differ in: {kinds}.': 'Les stockages diffèrent par : {kinds}.',

  // The audit trail.
  Audit: 'Audit',
  'List who changed what, newest first': 'Lister qui a changé quoi, du plus récent au plus ancien',
  'The audit trail names records by their ids only. Calls and texts are not in it.':
    "Le journal d'audit ne nomme les enregistrements que par leur identifiant. Les appels et les SMS n'y figurent pas.",
  'Filter by who: the name of a token, cli, library, spreadsheet':
    "Filtrer par auteur : nom d'un jeton, cli, library, spreadsheet",
  'Filter by record, such as order:O-1001 or client:42':
    'Filtrer par enregistrement, par exemple order:O-1001 ou client:42',
  'Only from this time on': 'À partir de cette date seulement',
  'Only up to this time': "Jusqu'à cette date seulement",
  'No matching entries.': 'Aucune entrée correspondante.',
  actor: 'auteur',
  action: 'action',
  address: 'adresse',
  'must be a kind and an id, such as order:O-1001; kinds: order, client, confirmation, session, number, token':
    'doit être un type et un identifiant, comme order:O-1001 ; types : order, client, confirmation, session, number, token',
  'Check that the audit trail is complete and unchanged': "Vérifier que le journal d'audit est complet et intact",
  'Finds entries that were changed, added or deleted. The exit code is 3 if it finds any. With a head of the chain from the log of the service ("audit.sealed"), it also finds that the end of the trail was replaced by a former state.':
    "Trouve les entrées modifiées, ajoutées ou supprimées. Le code de sortie est 3 s'il y en a. Avec une tête de chaîne relevée dans les logs du service (« audit.sealed »), trouve aussi que la fin du journal a été remplacée par un état antérieur.",
  'A head of the chain from the log, such as 12:Xk3fQ2': 'Tête de chaîne relevée dans les logs, comme 12:Xk3fQ2',
  '{entries} entries, {seals} seals, {unsealed} entries not sealed yet':
    '{entries} entrées, {seals} sceaux, {unsealed} entrées pas encore scellées',
  'seal {sequence}': 'sceau {sequence}',
  'head of the chain: {head}': 'tête de chaîne : {head}',
  'this entry was changed, or ProxyCall did not write it':
    "cette entrée a été modifiée, ou n'a pas été écrite par ProxyCall",
  'no seal covers this entry': 'aucun sceau ne couvre cette entrée',
  'entries under this seal were deleted, moved or changed, or others were put there':
    "des entrées sous ce sceau ont été supprimées, déplacées ou modifiées, ou d'autres y ont été mises",
  'what the store remembers of this seal, the newest one, was changed or removed':
    'ce que le stockage retient de ce sceau, le dernier, a été modifié ou supprimé',
  'this seal was changed, or ProxyCall did not write it': "ce sceau a été modifié, ou n'a pas été écrit par ProxyCall",
  'seals before this one were deleted': 'des sceaux qui précèdent celui-ci ont été supprimés',
  'this seal does not follow the one before it': 'ce sceau ne suit pas celui qui le précède',
  'this seal is not there any more, or another one is in its place':
    "ce sceau n'est plus là, ou un autre a pris sa place",
  head: 'tête',
  record: 'enregistrement',

  // The service.
  Service: 'Service',
  'Run the API': "Lancer l'API",
  'Reads its configuration from the environment and from a .env file. Stops on SIGTERM or Ctrl-C.':
    "Lit sa configuration dans l'environnement et dans un fichier .env. S'arrête sur SIGTERM ou Ctrl-C.",
  'Print a completion script for your shell': 'Afficher un script de complétion pour le shell',
  'Check the setup and suggest a fix for each problem': "Vérifier l'installation et proposer des solutions",
  'Remote mode checks the URL, the clock, the readiness of the service, the token, the records, the webhooks and the available numbers. Live mode checks the configuration, the store and its credentials, its records, the mail server, Twilio, the webhooks and the available numbers. The exit code is 2 when the settings are wrong, 3 for any other problem.':
    "À distance : vérifie l'URL, l'horloge, la disponibilité du service, le jeton, les enregistrements, les webhooks et les numéros disponibles. En direct : vérifie la configuration, le stockage et ses identifiants, ses enregistrements, le serveur de mail, Twilio, les webhooks et les numéros disponibles. Le code de sortie est 2 quand la configuration est incorrecte, 3 pour tout autre problème.",
  'No problems found.': 'Aucun problème trouvé.',
  settings: 'réglages',
  URL: 'URL',
  clock: 'horloge',
  readiness: 'disponibilité',
  token: 'jeton',
  store: 'stockage',
  mail: 'mail',
  webhooks: 'webhooks',
  pool: 'numéros',
  'the mail server accepts this service': 'le serveur de mail accepte ce service',
  'no mail is sent, because SMTP_HOST is not set': "aucun mail n'est envoyé, car SMTP_HOST n'est pas définie",
  'Check the variables that begin with SMTP_.': 'Vérifiez les variables qui commencent par SMTP_.',
  'PUBLIC_BASE_URL is set': 'PUBLIC_BASE_URL est définie',
  'the configuration is valid': 'la configuration est valide',
  '"proxycall init" sets the URL and the token; docs/configuration.md explains every variable.':
    "« proxycall init » configure l'URL et le jeton ; docs/configuration.md explique chaque variable.",
  'Check that the store is running and that the credentials give access to it.':
    'Vérifiez que le stockage fonctionne et que les identifiants y donnent accès.',
  'Check that the service is running and that PUBLIC_BASE_URL is its URL.':
    'Vérifiez que le service fonctionne et que PUBLIC_BASE_URL est bien son URL.',
  '{url} returned {status} for /healthz': '{url} a répondu {status} à /healthz',
  'Another program answers at this URL: check PUBLIC_BASE_URL.':
    'Un autre programme répond à cette URL : vérifiez PUBLIC_BASE_URL.',
  '{url} is not encrypted': "{url} n'est pas chiffré",
  'Use https: every request carries the token.': 'Utilisez https : chaque requête transporte le jeton.',
  '{url} responds': '{url} répond',
  'the local clock and the clock of the service agree': "l'horloge locale et celle du service concordent",
  'the local clock and the clock of the service differ by {seconds} s':
    "l'horloge locale et celle du service diffèrent de {seconds} s",
  'Synchronize both clocks with NTP.': 'Synchronisez les deux horloges par NTP.',
  'the service is ready and its store responds': 'le service est prêt et son stockage répond',
  'the service is not ready ({status})': "le service n'est pas prêt ({status})",
  'the service is not ready ({status}): {reason}': "le service n'est pas prêt ({status}) : {reason}",
  'The log of the service has the details.': 'Le journal du service donne les détails.',
  'the service requires a token': 'le service exige un jeton',
  'Set PROXYCALL_API_TOKEN to the same value as on the service.':
    'Donnez à PROXYCALL_API_TOKEN la même valeur que sur le service.',
  'the service does not accept this token': "le service n'accepte pas ce jeton",
  'the service returned {status}': 'le service a répondu {status}',
  'the API of this service is open to everyone': "l'API de ce service est ouverte à tous",
  'Set PROXYCALL_API_TOKEN on the service.': 'Définissez PROXYCALL_API_TOKEN sur le service.',
  'the token is accepted': 'le jeton est accepté',
  metrics: 'métriques',
  'everyone can read /metrics': 'tout le monde peut lire /metrics',
  'Set PROXYCALL_METRICS_TOKEN or METRICS_PORT on the service.':
    'Définissez PROXYCALL_METRICS_TOKEN ou METRICS_PORT sur le service.',
  '{name} has fewer than {count} characters': '{name} a moins de {count} caractères',
  'Choose a longer one at random.': 'Choisissez-en un plus long, au hasard.',
  'other users of this computer can read {file}': "d'autres utilisateurs de cet ordinateur peuvent lire {file}",
  '"chmod 600 {file}" makes it private.': '« chmod 600 {file} » le rend privé.',
  'numbers in the pool, but no longer at the carrier: {count}':
    "numéros du pool qui ne sont plus chez l'opérateur : {count}",
  '"pool sync" lists them.': '« pool sync » les affiche.',
  'numbers whose webhooks point to this service: {count}':
    'numéros dont les webhooks pointent vers ce service : {count}',
  'numbers whose webhooks point elsewhere: {count}': 'numéros dont les webhooks pointent ailleurs : {count}',
  '"pool fix-webhooks --apply" points them to this service.':
    '« pool fix-webhooks --apply » les fait pointer vers ce service.',
  'available numbers: {count}': 'numéros disponibles : {count}',
  'numbers out of rotation (status error): {count}': 'numéros hors rotation (état error) : {count}',
  'Nobody is given them. "pool release" gives them back.':
    "Ils ne sont attribués à personne. « pool release » les rend à l'opérateur.",
  'and {count} more': 'et {count} autres',
  'Correct the cell. Until then, what was known before applies.':
    "Corrigez la cellule. D'ici là, la valeur connue auparavant reste valable.",
  'Correct the first row or the name of the tab, or put its rows back.':
    "Corrigez la première ligne ou le nom de l'onglet, ou rétablissez ses lignes.",
  'Nobody is given this number. Set its status to "available" to use it again, or release it.':
    "Ce numéro n'est attribué à personne. Remettez son état à « available » pour l'utiliser de nouveau, ou rendez-le.",
  'the token {id} was not written by ProxyCall, or was changed by hand: it is ignored. Revoke it':
    "le jeton {id} n'a pas été écrit par ProxyCall, ou a été modifié à la main : il est ignoré. Révoquez-le",
  'Somebody has changed the store by hand: find out who can write there.':
    "Quelqu'un a modifié le stockage à la main : cherchez qui peut y écrire.",
  'It is kept and written once the spreadsheet accepts it.':
    "Il est conservé, et sera écrit dès que la feuille l'acceptera.",
  'no number is available': "aucun numéro n'est disponible",
  'The next order buys numbers, or use "pool provision".':
    'La prochaine commande en achètera ; sinon, utilisez « pool provision ».',
  'Check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN on the service.':
    'Vérifiez TWILIO_ACCOUNT_SID et TWILIO_AUTH_TOKEN sur le service.',
  'Set up access to a remote API, or prepare a store': "Configurer l'accès à une API, ou préparer un stockage",
  'Asks for the URL and the token of the API, tests them, and writes them to .env.render, readable by you only. Without a terminal, pass --url and set PROXYCALL_API_TOKEN. With --store sheets it creates the missing tabs and columns of a Google spreadsheet and changes nothing else. With --store postgres it adds a new PROXYCALL_HASH_KEY to .env, unless there is one.':
    "Demande l'URL et le jeton de l'API, les teste, et les écrit dans .env.render, lisible par vous seul. Sans terminal, donnez --url et définissez PROXYCALL_API_TOKEN. Avec --store sheets, crée les onglets et colonnes manquants d'une feuille de calcul Google, sans rien changer d'autre. Avec --store postgres, ajoute une nouvelle PROXYCALL_HASH_KEY à .env, s'il n'y en a pas.",
  'Interactive setup': 'Configuration interactive',
  'Prepare a spreadsheet': 'Préparer une feuille de calcul',
  'sheets: create the missing tabs and columns; postgres: create a hash key':
    'sheets : créer les onglets et colonnes manquants ; postgres : créer une clé de hachage',
  'Create a hash key for Postgres': 'Créer une clé de hachage pour Postgres',
  'URL of the API, instead of asking for it': "URL de l'API, au lieu de la demander",
  'Write the file even if the API check fails': "Écrire le fichier même si la vérification de l'API échoue",
  '{file} was not written. Use --force to write it anyway.':
    "{file} n'a pas été écrit. Utilisez --force pour l'écrire quand même.",
  'Written: {path}. Keep it out of version control.':
    'Fichier écrit : {path}. Ne le mettez pas sous gestion de versions.',
  'Not running in a terminal: pass --url and set PROXYCALL_API_TOKEN.':
    "La commande n'est pas lancée dans un terminal : donnez --url et définissez PROXYCALL_API_TOKEN.",
  'URL of the API': "URL de l'API",
  'must be a URL such as https://proxycall.example.com': 'doit être une URL telle que https://proxycall.example.com',
  'API token (empty if there is none)': "Jeton de l'API (vide s'il n'y en a pas)",
  'Nothing was missing.': 'Rien ne manquait.',
  'Created:': 'Créés :',

  // The menu.
  '(↑ ↓, then Enter)': '(↑ ↓, puis Entrée)',
  'Read as {number}': 'Compris : {number}',
  'must be a two-letter ISO 3166 country code, such as FR':
    'doit être un code pays ISO 3166 de deux lettres, par exemple FR',
  'must have 1 to 100 characters': 'doit avoir de 1 à 100 caractères',
  'must have 1 to 200 characters': 'doit avoir de 1 à 200 caractères',
  'must not contain control characters': 'ne doit pas contenir de caractères de contrôle',
  'must be well-formed Unicode': 'doit être un texte Unicode correct',
  'must not be one of the reserved words next-id by-proxy . ..':
    "ne doit pas être l'un des mots réservés next-id by-proxy . ..",
  'must be a mail address, such as ada@shop.example': 'doit être une adresse e-mail, par exemple ada@shop.example',
  'What would you like to do?': 'Que voulez-vous faire ?',
  'Create an order': 'Créer une commande',
  'List orders': 'Lister les commandes',
  'Configure this computer to use a remote API': 'Configurer cet ordinateur pour une API distante',
  'All commands': 'Toutes les commandes',

  // The demo.
  'Play a two-minute demo: a code, an order, a call': 'Lancer une démo : un code, une commande, un appel',
  'Runs the real service in memory with a simulated carrier. No traffic leaves this computer.':
    'Exécute le vrai service en mémoire, avec un opérateur simulé. Aucun trafic ne quitte cet ordinateur.',
  'Seconds between steps, 0 to 60 (default: 10 on a terminal, otherwise 0)':
    'Secondes entre les étapes, de 0 à 60 (par défaut : 10 sur un terminal, sinon 0)',
  'Leave it running afterwards, with its console, until Ctrl-C':
    "La laisser tourner ensuite, avec sa console, jusqu'à Ctrl-C",
  'Once more: {url}': 'Encore une fois : {url}',
  'Watch it in a browser, with a link that opens once: {url}':
    'À suivre dans un navigateur, par un lien qui ouvre une fois : {url}',
  'It goes on until Ctrl-C. Its console, with a link that opens once: {url}':
    "Elle continue jusqu'à Ctrl-C. Sa console, par un lien qui ouvre une fois : {url}",
  'ProxyCall runs on {url}, in memory, with a simulated carrier.':
    'ProxyCall fonctionne sur {url}, en mémoire, avec un opérateur simulé.',
  'Ada is a customer. Her real phone number is {phone}, and only the shop may know it.':
    'Ada est une cliente. Son numéro réel est {phone}, et seule la boutique doit le connaître.',
  '1. Ada orders. The shop sends POST /orders for {order}.':
    '1. Ada commande. La boutique envoie POST /orders pour {order}.',
  'ProxyCall gives her the proxy number {proxy}, the only number the courier gets.':
    'ProxyCall lui donne le numéro relais {proxy}, le seul que reçoit le livreur.',
  'First she has to confirm that the phone {phone} is hers.':
    "Elle doit d'abord confirmer que le téléphone {phone} est le sien.",
  '2. The courier calls too early.': '2. Le livreur appelle trop tôt.',
  '3. Ada replies with the code, {code}.': '3. Ada répond avec le code, {code}.',
  'GET /confirmations/… says: {status}. The number is in service.':
    'GET /confirmations/… répond : {status}. Le numéro est en service.',
  '4. The courier ({courier}) calls {proxy}.': '4. Le livreur ({courier}) appelle {proxy}.',
  "Ada's phone": "Le téléphone d'Ada",
  'The courier': 'Le livreur',
  'The caller': "L'appelant",
  'The TwiML that connected them:': 'Le TwiML qui les a mis en relation :',
  '5. Ada calls back the number on her display, {proxy}.': '5. Ada rappelle le numéro affiché, {proxy}.',
  "The courier's phone": 'Le téléphone du livreur',
  "Neither of them has seen the other's real number.": "Aucun des deux n'a vu le numéro réel de l'autre.",
  'I am at the door': 'Je suis devant la porte',
  '6. The courier sends a text message.': '6. Le livreur envoie un SMS.',
  'Ada\'s phone: "{text}", from {from}.': "Le téléphone d'Ada : « {text} », de {from}.",
  '7. Somebody calls from a country that is not allowed.': "7. Quelqu'un appelle depuis un pays non autorisé.",
  "Ada's phone did not ring.": "Le téléphone d'Ada n'a pas sonné.",
  '8. The courier calls again; Ada does not answer.': '8. Le livreur rappelle ; Ada ne répond pas.',
  '9. The order is delivered and closed. The number is quarantined for a week.':
    '9. La commande est livrée et close. Le numéro est mis en quarantaine pour une semaine.',
  'The courier calls the number once more.': 'Le livreur rappelle le numéro une dernière fois.',
  'The interaction log that the shop can read (GET /interactions), newest first:':
    "Le journal des échanges que la boutique peut lire (GET /interactions), le plus récent d'abord :",
  '{phone} rings and shows {number}.': '{phone} sonne et affiche {number}.',
  'They talk.': 'Ils se parlent.',
  '{who} hears: "{sentence}"': '{who} entend : « {sentence} »',

  // confirmation
  Confirmations: 'Confirmations',
  'The id of the confirmation': 'Identifiant de la confirmation',
  'The id of the confirmation (default: one of ours)': 'Identifiant de la confirmation (par défaut : un des nôtres)',
  'How it is sent: sms, voice or email': "Mode d'envoi : sms, voice ou email",
  'Confirm the phone or mail address of a client': "Confirmer le téléphone ou l'adresse d'un client",
  'Without a client on record: name, mail and phone. Of a client on record: a new phone, a new mail address, or neither to confirm their phone again.':
    "Pour un client inconnu : nom, adresse de mail et téléphone. Pour un client connu : un nouveau téléphone, une nouvelle adresse, ou ni l'un ni l'autre pour confirmer à nouveau son téléphone.",
  'A new client': 'Un nouveau client',
  'Number type: mobile, local, national or toll_free': 'Type de numéro : mobile, local, national ou toll_free',
  'Language of the messages: fr, en, de, es, it, nl or pt': 'Langue des messages : fr, en, de, es, it, nl ou pt',
  'Show a confirmation, and what was sent for it': 'Afficher une confirmation et ses envois',
  'List confirmations, newest first': "Lister les confirmations, les plus récentes d'abord",
  'Filter by status: pending, confirmed, expired, cancelled or blocked':
    'Filtrer par état : pending, confirmed, expired, cancelled ou blocked',
  'No matching confirmations.': 'Aucune confirmation correspondante.',
  'Send a new code or link; those before are void': 'Envoyer un nouveau code ou lien (annule les autres)',
  'Check the code that somebody received': "Vérifier le code que quelqu'un a reçu",
  'On a terminal the code is asked for and not shown, unless --code is given: options are seen in the list of processes.':
    'Dans un terminal, le code est demandé sans être affiché, sauf avec --code : les options se voient dans la liste des processus.',
  'The code (default: it is asked for)': 'Le code (par défaut : il est demandé)',
  'The code that was received': 'Le code reçu',
  'Not running in a terminal: pass --code, or --from-file.':
    "La commande n'est pas lancée dans un terminal : indiquez --code ou --from-file.",
  'Take something for confirmed without a proof': 'Tenir pour confirmé sans preuve',
  'Whose phone or mail address is replaced is told.':
    "La personne dont le téléphone ou l'adresse est remplacé en est avertie.",
  'Approve without a proof? The client is created or changed.':
    'Approuver sans preuve ? Le client sera créé ou modifié.',
  'End a confirmation without effect': 'Mettre fin à une confirmation, sans effet',
  confirmation: 'confirmation',
  'waits for confirmation': 'attend la confirmation',
  purpose: 'objet',
  'sent to': 'envoyé à',
  'next step': 'étape suivante',
  proved: 'prouvé',
  approved: 'approuvée',
  'attempts left': 'essais restants',
  ended: 'terminée',
  messages: 'messages',
  code: 'code',

  // Mails to clients.
  'Send clients a mail with a fixed text': 'Envoyer à des clients un mail au texte fixe',
  'At most 200 clients at once. With the same --idempotency-key no client gets the mail twice, however often the command is repeated within a day.':
    'Au plus 200 clients à la fois. Avec la même --idempotency-key, aucun client ne reçoit le mail deux fois, même si la commande est répétée.',
  template: 'texte',
  'Two clients': 'Deux clients',
  'Text: number_ready, number_changed or activation': 'Texte : number_ready, number_changed ou activation',
  'Key under which nobody gets it twice within a day; else a new one':
    'Clé sous laquelle nul ne le reçoit deux fois ; sinon nouvelle',
  'Send this mail to {count} clients?': 'Envoyer ce mail à {count} clients ?',

  // Reports.
  Reports: 'Rapports',
  'Count calls, texts, orders and numbers of a week': "Compter les appels, textos et commandes d'une semaine",
  'Without --week, of the last week that is over. Weeks begin on Monday in the time zone of the service (PROXYCALL_REPORT_TZ). Clients and numbers are counted as they are now.':
    "Sans --week, de la dernière semaine terminée. Les semaines commencent le lundi, dans le fuseau horaire du service (PROXYCALL_REPORT_TZ). Les clients et les numéros sont comptés tels qu'ils sont maintenant.",
  'Of one week': "D'une semaine",
  'Week as in ISO 8601, such as 2026-W12': 'Semaine au format ISO 8601, par exemple 2026-W12',
  week: 'semaine',
  begins: 'début',
  ends: 'fin',
  clients: 'clients',
  'with a number': 'avec un numéro',
  'without a number': 'sans numéro',
  confirmed: 'confirmés',
  'sharing a phone': 'au même téléphone',
  'numbers given': 'numéros attribués',
  'the week before': 'la semaine précédente',
  'Incomplete: what ended before {kept} may have been dropped (PROXYCALL_RETENTION_DAYS).':
    "Incomplet : ce qui s'est terminé avant le {kept} peut avoir été supprimé (PROXYCALL_RETENTION_DAYS).",
  orders: 'commandes',
  calls: 'appels',
  answered: 'décrochés',
  'median ring': 'sonnerie médiane',
  minutes: 'minutes',
  'unknown callers': 'appelants inconnus',
  'first calls': 'premiers appels',
  texts: 'textos',
  'cost a month': 'coût mensuel',
  'numbers without a price': 'numéros sans prix',
  'calls by outcome': 'appels par issue',
  'texts by outcome': 'textos par issue',
} as const satisfies Readonly<Record<string, string>>;

export type Message = keyof typeof FRENCH;
