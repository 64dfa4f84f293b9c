import { NUMBER_TYPES } from '../../../domain/model/proxy-number.js';
import { DEFAULT_SETTINGS as DEFAULTS, LARGEST_PURCHASE } from '../../../domain/model/settings.js';
import { DAY_MS } from '../../../domain/model/time.js';
import { FORMER_NAMES } from '../former-names.js';
import { choice, country, mailAddress, poolAlert, prices, wholeNumber } from '../variable-types.js';
import { optional, withDefault } from '../variable.js';

export const pool = {
  title: { en: 'The number pool', fr: 'Le pool de numéros' },
  variables: {
    PROXYCALL_PHONE_COUNTRY: withDefault(country, DEFAULTS.defaultCountry, {
      usedBy: ['server', 'cli'],
      aliases: FORMER_NAMES.PROXYCALL_PHONE_COUNTRY,
      meaning: {
        en: 'The country of a proxy number when neither the residency nor the real phone of the client gives one. Digits without `+` that are one of its national numbers are not taken for a number of another country. In the CLI, also the country of [numbers that are written nationally](cli.md#phone-numbers).',
        fr: "Le pays d'un numéro relais quand ni la résidence ni le numéro réel du client n'en indique un. Des chiffres sans `+` qui forment un de ses numéros nationaux ne sont pas pris pour un numéro d'un autre pays. Dans la CLI, c'est aussi le pays des [numéros écrits au format national](cli.md#numéros-de-téléphone).",
      },
    }),
    PROXYCALL_NUMBER_TYPE: withDefault(choice(NUMBER_TYPES), DEFAULTS.numberType, {
      usedBy: ['server', 'cli'],
      aliases: FORMER_NAMES.PROXYCALL_NUMBER_TYPE,
      meaning: {
        en: 'The preferred type of number. In the CLI, the type that is bought or assigned without `--number-type`.',
        fr: 'Le type de numéro préféré. Dans la CLI, le type acheté ou attribué sans `--number-type`.',
      },
    }),
    PROXYCALL_POOL_SIZE: withDefault(wholeNumber(1, LARGEST_PURCHASE), DEFAULTS.topUpSize, {
      usedBy: ['server'],
      aliases: FORMER_NAMES.PROXYCALL_POOL_SIZE,
      meaning: {
        en: 'How many numbers are bought when the pool has none available.',
        fr: "Combien de numéros sont achetés quand le pool n'en a plus de disponible.",
      },
    }),
    PROXYCALL_QUARANTINE_DAYS: withDefault(wholeNumber(0, 365), DEFAULTS.quarantineMs / DAY_MS, {
      usedBy: ['server'],
      meaning: {
        en: "How long a client's own number is quarantined before somebody else may get it.",
        fr: "Combien de temps le numéro propre d'un client reste en quarantaine avant de pouvoir être attribué à quelqu'un d'autre.",
      },
    }),
    PROXYCALL_FOREIGN_WEBHOOKS: withDefault(choice(['repair', 'refuse']), DEFAULTS.foreignWebhooks, {
      usedBy: ['server'],
      meaning: {
        en: 'What happens when a number whose webhooks point elsewhere is assigned to a client: they are pointed to this service, or the request is refused.',
        fr: 'Ce qui se passe quand un numéro dont les webhooks pointent ailleurs est attribué à un client : ils sont dirigés vers ce service (`repair`), ou la requête est refusée (`refuse`).',
      },
    }),
    PROXYCALL_POOL_ALERT: withDefault(poolAlert, DEFAULTS.poolAlert, {
      usedBy: ['server'],
      meaning: {
        en: 'An alert is raised when fewer numbers are available: of a country and type (`5`), or of a country (`FR:10,GB:5`); `0` for none.',
        fr: "Une alerte est émise quand moins de numéros sont disponibles : d'un pays et d'un type (`5`), ou d'un pays (`FR:10,GB:5`) ; `0` pour aucune.",
      },
    }),
    PROXYCALL_ALERT_MAIL: optional(mailAddress, {
      usedBy: ['server'],
      meaning: {
        en: 'Who gets this alert [by mail](reports.md#few-numbers-left). Needs `SMTP_HOST`.',
        fr: 'Qui reçoit cette alerte [par mail](reports.md#peu-de-numéros). Nécessite `SMTP_HOST`.',
      },
    }),
    PROXYCALL_NUMBER_PRICES: optional(prices, {
      usedBy: ['server'],
      meaning: {
        en: 'What a number costs a month, for `pool plan`: `FR mobile 1.50, FR local 1.15`.',
        fr: "Le prix mensuel d'un numéro, pour `pool plan` : `FR mobile 1.50, FR local 1.15`.",
      },
    }),
  },
} as const;
