import { choice, sid, text, url } from '../variable-types.js';
import { optional } from '../variable.js';

const CONSOLE_SID = 'must be the account SID from the Twilio console: AC and 32 hexadecimal digits';

export const carrier = {
  title: { en: 'The carrier', fr: "L'opérateur" },
  variables: {
    PROXYCALL_TELEPHONY: optional(choice(['twilio', 'simulated']), {
      usedBy: ['server'],
      defaultLabel: {
        en: '`twilio` with `TWILIO_ACCOUNT_SID`, otherwise `simulated`',
        fr: '`twilio` avec `TWILIO_ACCOUNT_SID`, sinon `simulated`',
      },
      meaning: {
        en: 'Who carries calls and texts. On the simulated carrier no real phone rings.',
        fr: "Qui achemine les appels et les SMS. Avec l'opérateur simulé, aucun vrai téléphone ne sonne.",
      },
    }),
    TWILIO_ACCOUNT_SID: optional(sid('AC', 'the account SID from the Twilio console'), {
      usedBy: ['twilio'],
      requiredBy: {
        twilio: CONSOLE_SID,
        production:
          'and TWILIO_AUTH_TOKEN are not set: in production, the simulated carrier requires PROXYCALL_TELEPHONY=simulated',
      },
      requiredUnless: 'PROXYCALL_TELEPHONY=simulated',
      meaning: {
        en: 'The account, from the Twilio console.',
        fr: 'Le compte, dans la console Twilio.',
      },
    }),
    TWILIO_AUTH_TOKEN: optional(text(), {
      usedBy: ['twilio', 'simulated'],
      secret: true,
      requiredBy: {
        twilio: 'is not set: it is required with TWILIO_ACCOUNT_SID, for API requests and webhook signatures',
      },
      meaning: {
        en: 'For requests to Twilio, and to verify that webhooks are genuine. The simulated carrier signs webhooks with it, or with a random one where it is not set.',
        fr: "Pour les requêtes à Twilio, et pour vérifier l'authenticité des webhooks. L'opérateur simulé signe les webhooks avec lui, ou avec un jeton aléatoire s'il n'est pas défini.",
      },
    }),
    TWILIO_AUTH_TOKEN_SECONDARY: optional(text(), {
      usedBy: ['twilio'],
      secret: true,
      meaning: {
        en: 'Accepted in signatures too, during a rotation.',
        fr: 'Accepté lui aussi dans les signatures, pendant une rotation.',
      },
    }),
    TWILIO_ADDRESS_SID: optional(sid('AD'), {
      usedBy: ['twilio'],
      meaning: {
        en: 'The address registered with Twilio that some countries require for a purchase.',
        fr: "L'adresse enregistrée que certains pays exigent pour un achat.",
      },
    }),
    TWILIO_BUNDLE_SID: optional(sid('BU'), {
      usedBy: ['twilio'],
      meaning: {
        en: 'The regulatory bundle that some countries require. It fits one country and one type of number.',
        fr: 'Le dossier réglementaire que certains pays exigent. Il vaut pour un pays et un type de numéro.',
      },
    }),
    TWILIO_BASE_URL: optional(url, {
      usedBy: ['twilio'],
      notInExample: true,
      meaning: {
        en: 'Another address for requests to Twilio: an egress proxy, a test double.',
        fr: 'Une autre adresse pour les requêtes à Twilio : un proxy sortant, un serveur de test.',
      },
    }),
  },
} as const;
