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
        en: 'The URL of the database: `postgres://user:password@host:5432/database`, with `?sslmode=…` where needed.',
        fr: "L'URL de la base : `postgres://utilisateur:mot-de-passe@hôte:5432/base`, avec `?sslmode=…` si nécessaire.",
      },
    }),
    DATABASE_POOL_SIZE: withDefault(wholeNumber(1, 500), 10, {
      usedBy: ['postgres'],
      meaning: {
        en: 'The most connections that one instance opens to Postgres.',
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
    GOOGLE_SHEET_ID: optional(
      text({ en: 'text', fr: 'texte' }, (id) =>
        /^[\w-]+$/.test(id) ? undefined : 'must be the part of the spreadsheet URL between /d/ and /edit',
      ),
      {
        usedBy: ['sheets'],
        requiredBy: { sheets: 'is not set: it is the part of the spreadsheet URL between /d/ and /edit' },
        meaning: {
          en: "The part of the spreadsheet's URL between `/d/` and `/edit`. Not needed with `GOOGLE_SHEET_NAME`.",
          fr: "La partie de l'URL du classeur entre `/d/` et `/edit`. Inutile avec `GOOGLE_SHEET_NAME`.",
        },
      },
    ),
    GOOGLE_SHEET_NAME: optional(text(), {
      usedBy: ['sheets'],
      meaning: {
        en: 'The name of the spreadsheet, instead of its id: looked up once at the start (this needs the Drive API).',
        fr: "Le nom du classeur, à la place de son identifiant : recherché une fois au démarrage (il faut l'API Drive).",
      },
    }),
    GOOGLE_SERVICE_ACCOUNT_FILE: optional(text({ en: 'path', fr: 'chemin' }), {
      usedBy: ['sheets'],
      requiredBy: { sheets: NO_KEY_FILE },
      meaning: {
        en: 'The JSON key of a service account that the spreadsheet is shared with.',
        fr: "La clé JSON d'un compte de service avec lequel le classeur est partagé.",
      },
    }),
    GOOGLE_SERVICE_ACCOUNT_JSON: optional(text({ en: 'JSON', fr: 'JSON' }), {
      usedBy: ['sheets'],
      secret: true,
      meaning: {
        en: 'The content of the key file, instead of `GOOGLE_SERVICE_ACCOUNT_FILE`.',
        fr: 'Le contenu du fichier de clé, à la place de `GOOGLE_SERVICE_ACCOUNT_FILE`.',
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
        en: 'The folder for what is acknowledged before it is in the spreadsheet.',
        fr: "Le dossier de ce qui est confirmé avant d'être dans le classeur.",
      },
    }),
    SHEETS_ACCEPT_OFFLINE: withDefault(flag, false, {
      usedBy: ['sheets'],
      meaning: {
        en: '`1` accepts orders into the folder `SHEETS_JOURNAL_PATH` while Google is unreachable, instead of refusing them.',
        fr: '`1` accepte les commandes dans le dossier `SHEETS_JOURNAL_PATH` tant que Google est injoignable, au lieu de les refuser.',
      },
    }),
  },
} as const;
