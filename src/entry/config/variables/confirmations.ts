import {
  CONFIRMATION_LIMIT_NAMES,
  DEFAULT_CONFIRMATION_SETTINGS as DEFAULTS,
} from '../../../domain/model/confirmation/confirmation-settings.js';
import { confirmationLimits, confirmationSteps } from '../confirmation-types.js';
import { flag } from '../variable-types.js';
import { withDefault } from '../variable.js';

const LIMITS = Object.entries(CONFIRMATION_LIMIT_NAMES)
  .map(
    ([
      name,
      {
        range: [least, most],
      },
    ]) => `\`${name}\` ${least.toString()}–${most.toString()}`,
  )
  .join(', ');

export const confirmations = {
  title: { en: 'Confirmations', fr: 'Les confirmations' },
  variables: {
    PROXYCALL_REQUIRE_CONFIRMATION: withDefault(flag, DEFAULTS.required, {
      usedBy: ['server'],
      meaning: {
        en: "`1`: the number of a new client is held, and in service once the client's phone is [confirmed](confirmations.md).",
        fr: "`1` : le numéro d'un nouveau client est retenu, et mis en service une fois son téléphone [confirmé](confirmations.md).",
      },
    }),
    PROXYCALL_ACTIVATION: withDefault(flag, DEFAULTS.activation, {
      usedBy: ['server'],
      meaning: {
        en: '`1`: customers may register on their own, on the public page `/activate`.',
        fr: "`1` : les clients peuvent s'inscrire eux-mêmes, sur la page publique `/activate`.",
      },
    }),
    PROXYCALL_CONFIRM_STEPS: withDefault(confirmationSteps, DEFAULTS.steps, {
      usedBy: ['server'],
      meaning: {
        en: 'How somebody is reached, and after how many seconds each channel is tried: `sms`, `voice`, `mail`, each at most once, from 0 to 3600, in order. A channel that cannot reach them is left out.',
        fr: 'Comment joindre la personne, et après combien de secondes chaque canal est essayé : `sms`, `voice`, `mail`, chacun une fois au plus, de 0 à 3600, dans cet ordre. Un canal qui ne peut pas la joindre est ignoré.',
      },
    }),
    PROXYCALL_CONFIRM_LIMITS: withDefault(confirmationLimits, DEFAULTS.limits, {
      usedBy: ['server'],
      meaning: {
        en: `Limits of codes and sends, those that differ from the default: ${LIMITS}. They hold on all instances together.`,
        fr: `Les limites des codes et des envois, celles qui diffèrent des valeurs par défaut : ${LIMITS}. Elles valent pour toutes les instances ensemble.`,
      },
    }),
  },
} as const;
