import { LOG_LEVELS } from '../../../adapters/system/log-levels.js';
import { choice, listenPort, text } from '../variable-types.js';
import { optional, withDefault } from '../variable.js';

/** In characters. Phone numbers are few: under a short key their hashes could be tried out. */
const SHORTEST_HASH_KEY = 16;

export const service = {
  title: { en: 'The service', fr: 'Le service' },
  variables: {
    PORT: withDefault(listenPort, 8000, {
      usedBy: ['server'],
      meaning: {
        en: 'The TCP port that the service listens on. Blanks or quotes around it and the form `tcp://10.0.0.1:10000` are understood, with a warning.',
        fr: "Le port TCP d'écoute. Des espaces ou des guillemets autour et la forme `tcp://10.0.0.1:10000` sont acceptés, avec un avertissement.",
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
    LOG_LEVEL: withDefault(choice(LOG_LEVELS), 'info', {
      usedBy: ['server'],
      meaning: { en: 'The lowest level that is logged.', fr: 'Le niveau minimal des messages du journal.' },
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
