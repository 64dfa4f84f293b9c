import { LANGUAGES } from '../../../domain/model/phrases.js';
import { CALL_SECONDS, RING_SECONDS } from '../../../domain/model/session.js';
import { DEFAULT_SETTINGS as DEFAULTS } from '../../../domain/model/settings.js';
import { dialablePhone } from '../dialable-phone.js';
import { choice, countries, flag, text, wholeNumber } from '../variable-types.js';
import { optional, withDefault } from '../variable.js';

/** In characters. Callers do not listen to longer messages. */
const LONGEST_MESSAGE = 1000;
/** In characters: a longer name would fill a text. */
const LONGEST_NAME = 60;

export const calls = {
  title: { en: 'Calls and texts', fr: 'Appels et SMS' },
  variables: {
    PROXYCALL_LANGUAGE: withDefault(choice(LANGUAGES), DEFAULTS.language, {
      usedBy: ['server'],
      meaning: { en: 'The language that callers hear.', fr: "La langue qu'entendent les appelants." },
    }),
    PROXYCALL_ALLOWED_COUNTRIES: optional(countries, {
      usedBy: ['server'],
      defaultLabel: {
        en: 'the EU, the EEA, Switzerland and their neighbours',
        fr: "l'UE, l'EEE, la Suisse et leurs voisins",
      },
      meaning: {
        en: 'The countries whose numbers may call, such as `FR,BE,GB`.',
        fr: 'Les pays dont les numéros peuvent appeler, par exemple `FR,BE,GB`.',
      },
    }),
    PROXYCALL_DIALLED_COUNTRIES: optional(countries, {
      usedBy: ['server'],
      defaultLabel: {
        en: "the allowed countries, the client's own and `PROXYCALL_PHONE_COUNTRY`",
        fr: 'les pays autorisés, ceux du client et `PROXYCALL_PHONE_COUNTRY`',
      },
      meaning: {
        en: "The only countries whose numbers are called and texted at the shop's cost. A country stands for the dependencies that share its calling code: `GB` also for Jersey, Guernsey and the Isle of Man.",
        fr: "Les seuls pays dont les numéros sont appelés et reçoivent des SMS aux frais du commerce. Un pays vaut aussi pour les territoires qui partagent son indicatif : `GB` aussi pour Jersey, Guernesey et l'île de Man.",
      },
    }),
    PROXYCALL_WITHHELD: withDefault(choice(['refuse', 'allow']), DEFAULTS.policy.withheldCallers, {
      usedBy: ['server'],
      meaning: {
        en: '`allow` connects callers who withhold their number.',
        fr: '`allow` met en relation les appelants qui masquent leur numéro.',
      },
    }),
    PROXYCALL_FALLBACK_PHONE: optional(dialablePhone, {
      usedBy: ['server'],
      meaning: {
        en: "The shop's phone, for callers of a shared number who cannot be connected. HELP is answered with it.",
        fr: "Le téléphone du commerce, pour les appelants d'un numéro partagé qui ne peuvent pas être mis en relation. AIDE le reçoit en réponse.",
      },
    }),
    PROXYCALL_FALLBACK_MESSAGE: optional(
      text({ en: 'text', fr: 'texte' }, (message) =>
        message.length > LONGEST_MESSAGE ? `must have at most ${LONGEST_MESSAGE.toString()} characters` : undefined,
      ),
      {
        usedBy: ['server'],
        meaning: {
          en: 'A message for callers of a shared number who cannot be connected, instead of the built-in announcement. HELP is answered with it. Not together with `PROXYCALL_FALLBACK_PHONE`.',
          fr: "Ce qu'entendent les appelants d'un numéro partagé qui ne peuvent pas être mis en relation, à la place de l'annonce intégrée. AIDE le reçoit en réponse. Pas avec `PROXYCALL_FALLBACK_PHONE`.",
        },
      },
    ),
    PROXYCALL_SHOP_NAME: optional(
      text({ en: 'text', fr: 'texte' }, (name) => {
        if (name.length > LONGEST_NAME) return `must have at most ${LONGEST_NAME.toString()} characters`;
        return /\p{Cc}/u.test(name) ? 'must be one line of text, without control characters' : undefined;
      }),
      {
        usedBy: ['server'],
        meaning: {
          en: "The shop's name in the reply to HELP, in confirmations and on the public pages.",
          fr: 'Le nom du commerce dans la réponse à AIDE, dans les confirmations et sur les pages publiques.',
        },
      },
    ),
    PROXYCALL_SAY_NAME: withDefault(flag, DEFAULTS.sayName, {
      usedBy: ['server'],
      meaning: {
        en: "`1` announces the client's masked name (`A***`) after a valid order code.",
        fr: "`1` annonce à l'appelant qui a saisi le code de commande le nom masqué du client (`A***`).",
      },
    }),
    PROXYCALL_WHISPER: withDefault(flag, DEFAULTS.whisper, {
      usedBy: ['server'],
      meaning: {
        en: '`1` tells the person called what the call is about before the two are connected.',
        fr: "`1` annonce à la personne appelée l'objet de l'appel avant la mise en relation.",
      },
    }),
    PROXYCALL_MAX_CALL_SECONDS: withDefault(wholeNumber(...CALL_SECONDS), DEFAULTS.maxCallSeconds, {
      usedBy: ['server'],
      meaning: {
        en: 'How long a conversation may last, in seconds.',
        fr: "La durée maximale d'une conversation, en secondes.",
      },
    }),
    PROXYCALL_RING_SECONDS: optional(wholeNumber(...RING_SECONDS), {
      usedBy: ['server'],
      defaultLabel: { en: "the carrier's", fr: "valeur de l'opérateur" },
      meaning: {
        en: 'How long the other phone rings, in seconds.',
        fr: 'La durée de la sonnerie, en secondes.',
      },
    }),
  },
} as const;
