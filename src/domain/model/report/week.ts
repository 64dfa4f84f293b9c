import { DAY_MS, HOUR_MS } from '../time.js';

// Weeks as in ISO 8601, in a time zone: they begin on Monday, and the first one of a year is that with its first Thursday.

/** The days of the week, Monday first. */
export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
/** A day of the week. */
export type Weekday = (typeof WEEKDAYS)[number];

/** A week with its bounds, in milliseconds since the epoch. */
export interface Week {
  /** `2026-W12` */
  readonly name: string;
  readonly from: number;
  /** Exclusive. */
  readonly until: number;
}

/** Weeks in one time zone. */
export interface Calendar {
  /** Undefined when there is no such week. */
  readonly weekNamed: (name: string) => Week | undefined;
  /** The week in which a time is. */
  readonly weekAt: (time: number) => Week;
  readonly weekBefore: (week: Week) => Week;
  /** A time of day in the days after a week: of the first Tuesday after it, for instance. @param hour 0 to 23 */
  readonly timeAfter: (week: Week, day: Weekday, hour: number) => number;
}

/** Whether this is a time zone that is known here. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** @param timeZone as IANA names it: `Europe/Paris` */
export function createCalendar(timeZone: string): Calendar {
  const format = new Intl.DateTimeFormat('en', {
    ...{ timeZone, hourCycle: 'h23' },
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric' },
  });
  const week = (monday: number): Week => ({
    name: nameOf(monday),
    from: firstTime(monday, 0),
    until: firstTime(monday + 7, 0),
  });
  const mondayIn = (time: number) => {
    const { day } = localTime(time);
    return day - weekdayOf(day);
  };
  return {
    weekNamed(name) {
      const monday = mondayOf(name);
      return monday === undefined ? undefined : week(monday);
    },
    weekAt: (time) => week(mondayIn(time)),
    weekBefore: ({ from }) => week(mondayIn(from) - 7),
    timeAfter: ({ until }, day, hour) => firstTime(mondayIn(until) + WEEKDAYS.indexOf(day), hour),
  };

  function localTime(time: number): { readonly day: number; readonly hour: number } {
    const parts = format.formatToParts(time);
    const part = (type: string) => Number(parts.find((each) => each.type === type)?.value);
    return { day: Date.UTC(part('year'), part('month') - 1, part('day')) / DAY_MS, hour: part('hour') };
  }

  /**
   * The first time of that day and hour or later, as clocks may skip it. Days are counted from the epoch. Clocks are at most 14 hours ahead
   * of UTC and 12 behind it.
   */
  function firstTime(day: number, hour: number): number {
    let before = day * DAY_MS + hour * HOUR_MS - 15 * HOUR_MS;
    let reached = day * DAY_MS + hour * HOUR_MS + 13 * HOUR_MS;
    while (reached - before > 1) {
      const middle = Math.floor((before + reached) / 2);
      const local = localTime(middle);
      if (local.day > day || (local.day === day && local.hour >= hour)) reached = middle;
      else before = middle;
    }
    return reached;
  }
}

/** 0: Monday. 1970 began on a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** The week is in the year of its Thursday. */
function nameOf(monday: number): string {
  const year = new Date((monday + 3) * DAY_MS).getUTCFullYear();
  const week = (monday - firstMonday(year)) / 7 + 1;
  return `${year.toString().padStart(4, '0')}-W${week.toString().padStart(2, '0')}`;
}

/** Of the week with the 4th of January. */
function firstMonday(year: number): number {
  const fourth = Date.UTC(year, 0, 4) / DAY_MS;
  return fourth - weekdayOf(fourth);
}

/** Only of this millennium: others are typing errors. */
const NAME = /^(2\d{3})-W(\d{2})$/;

function mondayOf(name: string): number | undefined {
  const [, year, week] = NAME.exec(name) ?? [];
  if (year === undefined || week === undefined) return undefined;
  const monday = firstMonday(Number(year)) + (Number(week) - 1) * 7;
  return nameOf(monday) === name ? monday : undefined;
}
