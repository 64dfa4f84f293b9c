import { DEFAULT_SETTINGS as DEFAULTS } from '../../../domain/model/settings.js';
import { DAY_MS, HOUR_MS } from '../../../domain/model/time.js';
import { wholeNumber } from '../variable-types.js';
import { optional, withDefault } from '../variable.js';

export const sessions = {
  title: { en: 'Sessions', fr: 'Sessions' },
  variables: {
    PROXYCALL_SESSION_HOURS: withDefault(wholeNumber(1, 8760), DEFAULTS.sessionMs / HOUR_MS, {
      usedBy: ['server'],
      meaning: {
        en: 'How long a paired session lasts if its order sets no expiry, in hours.',
        fr: "La durée d'une session appariée dont la commande n'indique pas la fin.",
      },
    }),
    PROXYCALL_HARD_COOLING_HOURS: withDefault(wholeNumber(0, 720), DEFAULTS.hardCoolingMs / HOUR_MS, {
      usedBy: ['server'],
      meaning: {
        en: 'For how long after a paired session the same person gets no other session on that number, in any case.',
        fr: "Combien de temps après une session appariée la même personne n'en obtient aucune autre sur ce numéro, dans tous les cas.",
      },
    }),
    PROXYCALL_SOFT_COOLING_DAYS: withDefault(wholeNumber(0, 365), DEFAULTS.softCoolingMs / DAY_MS, {
      usedBy: ['server'],
      meaning: {
        en: 'For how long after a paired session the same person gets no other session on that number while other numbers are available.',
        fr: "Combien de temps après une session appariée la même personne n'en obtient aucune autre sur ce numéro tant que d'autres sont disponibles.",
      },
    }),
    PROXYCALL_MAX_SESSIONS_PER_NUMBER: optional(wholeNumber(1, 1_000_000), {
      usedBy: ['server'],
      defaultLabel: { en: 'no limit', fr: 'pas de limite' },
      meaning: {
        en: 'The most participants on one shared number, live or cooling.',
        fr: 'Le nombre maximal de participants sur un numéro partagé, actifs ou en période de repos.',
      },
    }),
    PROXYCALL_CODE_DIGITS: withDefault(wholeNumber(4, 8), DEFAULTS.codeDigits, {
      usedBy: ['server'],
      meaning: {
        en: 'The length of order codes; longer ones are issued when these run short.',
        fr: 'La longueur des codes de commande ; de plus longs sont attribués quand ils viennent à manquer.',
      },
    }),
    PROXYCALL_RETENTION_DAYS: withDefault(wholeNumber(1, 3650), DEFAULTS.retentionMs / DAY_MS, {
      usedBy: ['server'],
      meaning: {
        en: 'How long interactions, closed orders and sessions, and released participants and numbers are kept.',
        fr: 'Combien de temps sont conservés les échanges, les commandes et sessions closes, les participations et numéros libérés.',
      },
    }),
  },
} as const;
