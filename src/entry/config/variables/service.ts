import { LOG_LEVELS } from '../../../adapters/system/log-levels.js';
import { choice, ipAddress, listenPort, text, wholeNumber } from '../variable-types.js';
import { optional, withDefault } from '../variable.js';

/** In characters. Phone numbers are few: under a short key their hashes could be tried out. */
const SHORTEST_HASH_KEY = 16;

/** What the earlier service called its levels. */
const PYTHON_LEVELS = { warning: 'warn', critical: 'fatal', notset: 'trace' } as const;

export const service = {
  title: { en: 'The service', fr: 'Le service' },
  variables: {
    PORT: withDefault(listenPort, 8000, {
      usedBy: ['server'],
      meaning: {
        en: 'The TCP port that the service listens on. What stands around one group of digits is ignored, with a warning: `10000/tcp`, `:10000`; so is the address in `tcp://10.0.0.1:10000`.',
        fr: "Le port TCP d'écoute. Ce qui entoure un seul groupe de chiffres est ignoré, avec un avertissement : `10000/tcp`, `:10000` ; de même, l'adresse dans `tcp://10.0.0.1:10000`.",
      },
    }),
    PROXYCALL_HOST: optional(ipAddress, {
      usedBy: ['server'],
      defaultLabel: {
        en: '`0.0.0.0` and `::` with a token or `PROXYCALL_OPEN_API=1`, otherwise `127.0.0.1`',
        fr: '`0.0.0.0` et `::` avec un jeton ou `PROXYCALL_OPEN_API=1`, sinon `127.0.0.1`',
      },
      meaning: {
        en: 'The address that the service listens on. Without a token only this machine reaches it; `0.0.0.0` lets others in, for example from outside a container.',
        fr: "L'adresse d'écoute. Sans jeton, seule cette machine joint le service ; `0.0.0.0` l'ouvre aux autres, par exemple depuis l'extérieur d'un conteneur.",
      },
    }),
    METRICS_PORT: optional(listenPort, {
      usedBy: ['server'],
      meaning: {
        en: 'Serves `/metrics` on a TCP port of its own, at the same address, and no longer on `PORT`. No token is needed there, unless `PROXYCALL_METRICS_TOKEN` is set.',
        fr: "Sert `/metrics` sur un port TCP à part, à la même adresse, et plus sur `PORT`. Aucun jeton n'y est exigé, sauf si `PROXYCALL_METRICS_TOKEN` est définie.",
      },
    }),
    PROXYCALL_METRICS_TOKEN: optional(text(), {
      usedBy: ['server'],
      secret: true,
      meaning: {
        en: 'A token that is accepted at `/metrics` and nowhere else, for Prometheus. Where it is not set, `/metrics` requires a token of the API, if there is one.',
        fr: "Un jeton accepté sur `/metrics` et nulle part ailleurs, pour Prometheus. S'il n'est pas défini, `/metrics` exige un jeton de l'API, s'il y en a un.",
      },
    }),
    PROXYCALL_PROXY_HOPS: optional(wholeNumber(0, 10), {
      usedBy: ['server'],
      defaultLabel: { en: '`1` on Render, otherwise `0`', fr: '`1` chez Render, sinon `0`' },
      meaning: {
        en: 'How many reverse proxies stand in front of the service. The address of a client is that many entries from the right of `X-Forwarded-For`, which each proxy extends; with `0` the header is ignored. Wrong tokens are [slowed down](api.md) by address.',
        fr: "Combien de proxys inverses précèdent le service. L'adresse d'un client est lue à ce rang, depuis la droite, dans `X-Forwarded-For`, que chaque proxy complète ; avec `0`, l'en-tête est ignoré. Les mauvais jetons sont [ralentis](api.md) par adresse.",
      },
    }),
    PROXYCALL_HASH_KEY: optional(
      text({ en: 'text', fr: 'texte' }, (key) =>
        key.length < SHORTEST_HASH_KEY ? `must have at least ${SHORTEST_HASH_KEY.toString()} characters` : undefined,
      ),
      {
        usedBy: ['server'],
        secret: true,
        requiredBy: {
          postgres:
            'is not set: with Postgres it must be the same on every instance ("proxycall init --store postgres" makes one)',
        },
        defaultLabel: { en: '[of the store](#the-hash-key)', fr: '[celle du stockage](#la-clé-de-hachage)' },
        meaning: {
          en: `The secret key of the hashes by which people are recognised, of at least ${SHORTEST_HASH_KEY.toString()} characters. Back it up, and do not change it without \`proxycall store rekey\`.`,
          fr: `La clé secrète des empreintes par lesquelles les personnes sont reconnues, d'au moins ${SHORTEST_HASH_KEY.toString()} caractères. À sauvegarder, et à ne pas changer sans \`proxycall store rekey\`.`,
        },
      },
    ),
    LOG_LEVEL: withDefault(choice(LOG_LEVELS, PYTHON_LEVELS), 'info', {
      usedBy: ['server'],
      meaning: {
        en: 'The lowest level that is logged. `WARNING` and `CRITICAL` are read as `warn` and `fatal`.',
        fr: 'Le niveau minimal des messages du journal. `WARNING` et `CRITICAL` valent `warn` et `fatal`.',
      },
    }),
    NODE_ENV: optional(text(), {
      usedBy: ['server'],
      notInExample: true,
      meaning: {
        en: '`production`: the service [refuses to start](#what-it-refuses-to-start-with) with an unsafe configuration.',
        fr: '`production` : le service [refuse de démarrer](#ce-qui-empêche-le-démarrage) avec une configuration risquée.',
      },
    }),
    RENDER: optional(text(), {
      usedBy: ['server'],
      notInExample: true,
      meaning: {
        en: 'Set by Render. Counts as `NODE_ENV=production`.',
        fr: 'Définie par Render. Équivaut à `NODE_ENV=production`.',
      },
    }),
  },
} as const;
