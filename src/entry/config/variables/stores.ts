import { choice, flag, postgresUrl, text, url, wholeNumber } from '../variable-types.js';
import { optional, withDefault } from '../variable.js';

export const STORE_KINDS = ['sqlite', 'postgres', 'sheets', 'memory'] as const;

const NO_KEY_FILE =
  'is not set: it is the key file of a service account (or set GOOGLE_SERVICE_ACCOUNT_JSON to its content)';

export const stores = {
  title: { en: 'The store', fr: 'Le stockage' },
  variables: {
    PROXYCALL_STORE: withDefault(choice(STORE_KINDS), 'sqlite', {
      usedBy: ['server'],
      meaning: {
        en: 'Where the data is kept: see [stores](stores.md). `memory` keeps nothing.',
        fr: 'Où sont les données : voir [le stockage](stores.md). `memory` ne conserve rien.',
      },
    }),
    DATABASE_PATH: withDefault(text({ en: 'path', fr: 'chemin' }), 'data/proxycall.db', {
      usedBy: ['sqlite'],
      meaning: {
        en: 'The SQLite file; created when missing. On a local disk, not a network share.',
        fr: "Le fichier SQLite ; créé s'il manque. Sur un disque local, pas un partage réseau.",
      },
    }),
    DATABASE_URL: optional(postgresUrl, {
      usedBy: ['postgres'],
      secret: true,
      requiredBy: {
        postgres: 'is not set: the Postgres store requires a URL such as postgres://user:password@host/database',
      },
      meaning: {
        en: 'The URL of the database: `postgres://user:password@host:5432/database`, with `?sslmode=…` where needed. `/ ? # %` in a password are written `%2F %3F %23 %25`.',
        fr: "L'URL de la base : `postgres://utilisateur:mot-de-passe@hôte:5432/base`, avec `?sslmode=…` si nécessaire. Dans un mot de passe, `/ ? # %` s'écrivent `%2F %3F %23 %25`.",
      },
    }),
    DATABASE_POOL_SIZE: withDefault(wholeNumber(1, 500), 10, {
      usedBy: ['postgres'],
      meaning: {
        en: 'The maximum number of connections of one instance to Postgres.',
        fr: "Le nombre maximal de connexions d'une instance à Postgres.",
      },
    }),
    DATABASE_TIMEOUT_MS: withDefault(wholeNumber(100, 60_000), 3000, {
      usedBy: ['postgres'],
      meaning: {
        en: 'How long to wait for Postgres before it counts as unavailable, in milliseconds.',
        fr: 'Combien de temps attendre Postgres avant de le considérer comme indisponible, en millisecondes.',
      },
    }),
    DATABASE_PREPARED: withDefault(flag, true, {
      usedBy: ['postgres'],
      meaning: {
        en: '`0` prepares no statements: for a pooler in transaction mode that cannot carry them, such as PgBouncer before 1.21.',
        fr: '`0` ne prépare aucune requête : pour un gestionnaire de connexions en mode transaction qui ne sait pas les transmettre, comme PgBouncer avant la version 1.21.',
      },
    }),
    GOOGLE_SHEET_ID: optional(
      text({ en: 'text', fr: 'texte' }, (id) =>
        /^[\w-]+$/.test(id) ? undefined : 'must be the part of the spreadsheet URL between /d/ and /edit',
      ),
      {
        usedBy: ['sheets'],
        requiredBy: { sheets: 'is not set: it is the part of the spreadsheet URL between /d/ and /edit' },
        requiredUnless: 'GOOGLE_SHEET_NAME',
        meaning: {
          en: "The part of the spreadsheet's URL between `/d/` and `/edit`.",
          fr: "La partie de l'URL de la feuille de calcul entre `/d/` et `/edit`.",
        },
      },
    ),
    GOOGLE_SHEET_NAME: optional(text(), {
      usedBy: ['sheets'],
      meaning: {
        en: 'The name of the spreadsheet, instead of its id: looked up once at the start (this needs the Drive API).',
        fr: "Le nom de la feuille de calcul, à la place de son identifiant : recherché une fois au démarrage (il faut l'API Drive).",
      },
    }),
    GOOGLE_SERVICE_ACCOUNT_FILE: optional(text({ en: 'path', fr: 'chemin' }), {
      usedBy: ['sheets'],
      requiredBy: { sheets: NO_KEY_FILE },
      requiredUnless: 'GOOGLE_SERVICE_ACCOUNT_JSON',
      meaning: {
        en: 'The JSON key of a service account that the spreadsheet is shared with.',
        fr: "La clé JSON d'un compte de service avec lequel la feuille de calcul est partagée.",
      },
    }),
    GOOGLE_SERVICE_ACCOUNT_JSON: optional(text({ en: 'JSON', fr: 'JSON' }), {
      usedBy: ['sheets'],
      secret: true,
      meaning: {
        en: 'The content of the key file, as it is or in Base64, instead of `GOOGLE_SERVICE_ACCOUNT_FILE`.',
        fr: 'Le contenu du fichier de clé, tel quel ou en Base64, à la place de `GOOGLE_SERVICE_ACCOUNT_FILE`.',
      },
    }),
    GOOGLE_BASE_URL: optional(url, {
      usedBy: ['sheets'],
      notInExample: true,
      meaning: {
        en: 'Another address for requests to Google: an egress proxy, a test double.',
        fr: 'Une autre adresse pour les requêtes à Google : un proxy sortant, un serveur de test.',
      },
    }),
    SHEETS_JOURNAL_PATH: withDefault(text({ en: 'path', fr: 'chemin' }), 'data/sheets-journal', {
      usedBy: ['sheets'],
      meaning: {
        en: 'The folder of the journal: acknowledged writes that are not in the spreadsheet yet.',
        fr: 'Le dossier du journal : les écritures confirmées qui ne sont pas encore dans la feuille de calcul.',
      },
    }),
    SHEETS_ACCEPT_OFFLINE: withDefault(flag, false, {
      usedBy: ['sheets'],
      meaning: {
        en: '`1` accepts orders into that journal while Google is unreachable, instead of refusing them.',
        fr: '`1` accepte les commandes dans ce journal tant que Google est injoignable, au lieu de les refuser.',
      },
    }),
  },
} as const;
