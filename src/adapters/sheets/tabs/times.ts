import { DAY_MS } from '../../../domain/model/time.js';

/** Day 0 of serial dates. Source: https://developers.google.com/workspace/sheets/api/guides/formats */
const SERIAL_EPOCH = Date.UTC(1899, 11, 30);

/** A number outside is a phone, an amount or seconds since 1970, and no date. We write the beginning of 1970 ourselves, as text. */
const [FIRST, FIRST_SERIAL, LAST] = [0, Date.UTC(2000, 0), Date.UTC(2100, 0)];

/** ISO 8601, as we and programs write it. Other spellings mean different days in different countries. */
const ISO = /^(\d{4}-\d{2}-\d{2})(?:[T ]+(\d{2}:\d{2})(:\d{2})?([.,]\d+)?\s*(Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** The time in a cell: ISO 8601, by default in UTC, or a serial date of Sheets. Undefined if there is none. */
export function parseTime(text: string): number | undefined {
  if (/^\d+(?:\.\d+)?$/.test(text)) {
    return between(FIRST_SERIAL, Math.round(SERIAL_EPOCH + Number(text) * DAY_MS));
  }
  const [, day, minutes = '00:00', seconds = ':00', fraction = '', zone = ''] = ISO.exec(text) ?? [];
  if (day === undefined) return undefined;
  const milliseconds = fraction === '' ? '' : `.${fraction.slice(1, 4).padEnd(3, '0')}`;
  const at = Date.parse(`${day}T${minutes}${seconds}${milliseconds}${offset(zone)}`);
  return isDay(day) ? between(FIRST, at) : undefined;
}

/** February 30 is March 2 to some parsers. */
function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

function offset(zone: string): string {
  if (!/^[+-]/.test(zone)) return 'Z';
  const digits = zone.replace(':', '').padEnd(5, '0');
  return `${digits.slice(0, 3)}:${digits.slice(3)}`;
}

function between(first: number, at: number): number | undefined {
  return at >= first && at < LAST ? at : undefined;
}

/**
 * A serial date that somebody typed, as text in UTC: their clock is that of the spreadsheet. What is no date stays as it is.
 * @param timeZone an IANA name, such as Europe/Paris; undefined for UTC
 */
export function serialText(serial: number, timeZone: string | undefined): string {
  const text = serial.toString();
  const wallClock = parseTime(text);
  if (wallClock === undefined) return text;
  return new Date(timeZone === undefined ? wallClock : inZone(wallClock, timeZone)).toISOString();
}

/** When a clock in this time zone shows what one in UTC shows at `wallClock`. */
function inZone(wallClock: number, timeZone: string): number {
  // The offset at the result may differ from the one at the first guess, in the hours around a change.
  const guess = wallClock - offsetAt(wallClock, timeZone);
  return wallClock - offsetAt(guess, timeZone);
}

const formats = new Map<string, Intl.DateTimeFormat | undefined>();

function offsetAt(at: number, timeZone: string): number {
  if (!formats.has(timeZone)) formats.set(timeZone, formatFor(timeZone));
  const parts = formats.get(timeZone)?.formatToParts(at);
  if (parts === undefined) return 0;
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((each) => each.type === type)?.value);
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - Math.floor(at / 1000) * 1000;
}

/** Undefined for a time zone that this computer does not know. */
function formatFor(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  } catch {
    return undefined;
  }
}
