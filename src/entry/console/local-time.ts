import { isoTime } from '../../domain/model/time.js';

// What `<input type="datetime-local">` has: a time on the clocks of the shop, without a zone.

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?$/;

/**
 * @param timeZone an IANA name
 * @returns RFC 3339, in UTC; undefined when the text is no time. Of an hour that clocks have twice: one of the two. Of one that they skip: the same
 *   distance after or before it.
 */
export function fromLocalTime(text: string, timeZone: string): string | undefined {
  const parts = SHAPE.exec(text)?.slice(1).map(Number);
  if (parts === undefined) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts;
  const clock = Date.UTC(year, month - 1, day, hour, minute);
  // Of February 30, say, the library makes a day in March.
  if (new Date(clock).toISOString().slice(0, 16) !== text.slice(0, 16)) return undefined;
  // The offset of the zone depends on the time that is looked for: the second estimate is on the right side of a change.
  const estimate = clock - offsetAt(clock, timeZone);
  return isoTime(clock - offsetAt(estimate, timeZone));
}

/** @param time milliseconds since the epoch, or RFC 3339 */
export function toLocalTime(time: number | string, timeZone: string): string {
  const at = new Date(time).getTime();
  return new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 16);
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the clocks there are ahead of UTC, in milliseconds. */
function offsetAt(at: number, timeZone: string): number {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en', {
      ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  formats.set(timeZone, format);
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  const shown = Date.UTC(
    ...([part('year'), part('month') - 1, part('day')] as const),
    ...([part('hour'), part('minute'), part('second')] as const),
  );
  return shown - Math.floor(at / 1000) * 1000;
}
