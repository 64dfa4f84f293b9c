import { DEFAULT_REPORT_SETTINGS as DEFAULTS } from '../../../domain/model/report/report-settings.js';
import { WEEKDAYS } from '../../../domain/model/report/week.js';
import { choice, mailAddress, timeZone } from '../variable-types.js';
import { optional, withDefault } from '../variable.js';

export const reports = {
  title: { en: 'Reports', fr: 'Les rapports' },
  variables: {
    PROXYCALL_REPORT_MAIL: optional(mailAddress, {
      usedBy: ['server'],
      meaning: {
        en: 'Who gets the [weekly report](reports.md) by mail. Needs `SMTP_HOST`.',
        fr: 'Qui reçoit le [rapport hebdomadaire](reports.md) par mail. Nécessite `SMTP_HOST`.',
      },
    }),
    PROXYCALL_REPORT_DAY: withDefault(choice(WEEKDAYS), DEFAULTS.day, {
      usedBy: ['server'],
      meaning: {
        en: 'On which day after the week it is sent, at 6:00.',
        fr: 'Quel jour après la semaine il est envoyé, à 6 h.',
      },
    }),
    PROXYCALL_REPORT_TZ: withDefault(timeZone, DEFAULTS.timeZone, {
      usedBy: ['server'],
      meaning: {
        en: 'The time zone in which weeks begin and end.',
        fr: 'Le fuseau horaire dans lequel les semaines commencent et finissent.',
      },
    }),
  },
} as const;
