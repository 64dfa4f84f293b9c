import type { Weekday } from './week.js';

/** When the weekly report is counted and sent, and to whom. */
export interface ReportSettings {
  /** A mail address. Undefined: it is not sent. */
  readonly mail: string | undefined;
  /** On which day after the week it is sent, from 6:00. */
  readonly day: Weekday;
  /** In which weeks begin and end, as IANA names it. */
  readonly timeZone: string;
}

/** The time zone of the country that is the default everywhere else. */
export const DEFAULT_REPORT_SETTINGS: ReportSettings = { mail: undefined, day: 'monday', timeZone: 'Europe/Paris' };
