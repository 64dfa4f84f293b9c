import { invalidField } from '../../domain/model/errors.js';
import { isoTime } from '../../domain/model/time.js';

// Times as fields of the type `datetime-local` have them: of the clock where the shop is.

const TYPED = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::\d\d)?)?$/;

/**
 * What somebody typed, as RFC 3339. A day alone begins at midnight. Undefined for nothing. What the clock shows twice is the first time; what it
 * skips is as long after the time before.
 * @param field by which it is refused
 * @param timeZone an IANA name
 * @throws ProxyCallError with code `invalid_request`
 */
export function typedTime(field: string, text: string | undefined, timeZone: string): string | undefined {
  if (text === undefined) return undefined;
  const [, ...parts] = TYPED.exec(text) ?? [];
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts.map((part) => Number(part || 0));
  const asUtc = Date.UTC(year, month - 1, day, hour, minute);
  const isReal = new Date(asUtc).getUTCDate() === day && month <= 12 && hour < 24 && minute < 60;
  if (parts.length === 0 || year < 1970 || !isReal) throw invalidField(field, 'must be a day and a time');
  return isoTime(inZone(asUtc, timeZone));
}

/** A time as such a field has it. @param time milliseconds since the epoch */
export function fieldTime(time: number, timeZone: string): string {
  return shown(time, timeZone).slice(0, 16).replace(' ', 'T');
}

/** `2026-11-26 20:43:13`, which spreadsheets read. @param time milliseconds since the epoch */
export function sheetTime(time: number, timeZone: string): string {
  return shown(time, timeZone);
}

/** By what the clock there shows at that time in UTC, and again at what that gives: it may have been changed in between. */
function inZone(asUtc: number, timeZone: string): number {
  const ahead = (time: number) => Date.parse(`${shown(time, timeZone).replace(' ', 'T')}Z`) - time;
  const candidates = [asUtc - ahead(asUtc - 86_400_000), asUtc - ahead(asUtc + 86_400_000)];
  return candidates.find((time) => time + ahead(time) === asUtc) ?? candidates[0] ?? asUtc;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function shown(time: number, timeZone: string): string {
  const format =
    formats.get(timeZone) ??
    // Sweden writes dates as ISO 8601 does.
    new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  formats.set(timeZone, format);
  return format.format(time);
}
