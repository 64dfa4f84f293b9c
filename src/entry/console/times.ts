import { invalidField } from '../../domain/model/errors.js';
import { fromLocalTime, toLocalTime } from './local-time.js';

/**
 * What somebody typed into a field for a time, as RFC 3339. A day alone begins at midnight. Undefined for nothing.
 * @param field by which it is refused
 * @param timeZone an IANA name
 * @throws ProxyCallError with code `invalid_request`
 */
export function typedTime(field: string, text: string | undefined, timeZone: string): string | undefined {
  if (text === undefined) return undefined;
  const time = fromLocalTime(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text, timeZone);
  if (time === undefined) throw invalidField(field, 'must be a date and a time');
  return time;
}

/** `2026-11-26 20:43:13`, which spreadsheets read, on the clocks there. @param time milliseconds since the epoch, or RFC 3339 */
export function sheetTime(time: number | string, timeZone: string): string {
  const seconds = new Date(time).toISOString().slice(17, 19);
  return `${toLocalTime(time, timeZone).replace('T', ' ')}:${seconds}`;
}
