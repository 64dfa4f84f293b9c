import { flag, list, url } from '../variable-types.js';
import { optional, withDefault } from '../variable.js';

/** The light CLI reads these as well: no import here may load more than it needs. */
export const api = {
  title: { en: 'The API', fr: "L'API" },
  variables: {
    PUBLIC_BASE_URL: optional(url, {
      usedBy: ['server', 'cli'],
      requiredBy: {
        twilio: 'is not set: Twilio needs it as the URL of the webhooks, and their signatures cover it',
        activation: 'is not set: with PROXYCALL_ACTIVATION customers come to it',
      },
      requiredUnless: 'RENDER_EXTERNAL_URL',
      meaning: {
        en: 'The URL at which the carrier and the CLI reach the service, such as `https://proxycall.example.com`.',
        fr: "L'URL à laquelle l'opérateur et la CLI joignent le service, par exemple `https://proxycall.example.com`.",
      },
      cliExample: { meaning: 'The URL of the API, such as https://proxycall.onrender.com.', value: '' },
    }),
    RENDER_EXTERNAL_URL: optional(url, {
      usedBy: ['server'],
      notInExample: true,
      meaning: {
        en: 'Set by Render. Used when `PUBLIC_BASE_URL` is not set, and accepted beside it when it is.',
        fr: "Définie par Render. Utilisée quand `PUBLIC_BASE_URL` n'est pas définie, et acceptée à côté d'elle sinon.",
      },
    }),
    PROXYCALL_API_TOKEN: withDefault(list, [], {
      usedBy: ['server', 'cli'],
      secret: true,
      requiredBy: {
        production: 'is not set: in production, an API without authentication requires PROXYCALL_OPEN_API=1',
      },
      requiredUnless: 'PROXYCALL_OPEN_API=1',
      meaning: {
        en: 'The token of the API, with all rights; several, separated by commas, during a rotation. Tokens with fewer rights are kept in the store (`docs/access.md`). The CLI sends the first one. In production each has at least 16 characters. Without a token here and in the store, the API is open to everyone who can reach it.',
        fr: "Le jeton de l'API, avec tous les droits ; plusieurs, séparés par des virgules, pendant une rotation. Les jetons qui ont moins de droits sont dans le stockage (`docs/fr/access.md`). La CLI envoie le premier. En production, chacun a au moins 16 caractères. Sans jeton ici ni dans le stockage, l'API est ouverte à quiconque peut la joindre.",
      },
      cliExample: { meaning: "The value of PROXYCALL_API_TOKEN in the service's environment on Render.", value: '' },
    }),
    PROXYCALL_OPEN_API: withDefault(flag, false, {
      usedBy: ['server'],
      meaning: {
        en: '`1` allows an API without tokens in production, for everyone who can reach it.',
        fr: '`1` autorise une API sans jeton en production, pour quiconque peut la joindre.',
      },
    }),
  },
} as const;
