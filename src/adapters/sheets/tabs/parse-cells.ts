import { withoutInvisible } from '../../../domain/model/characters.js';
import type { Client } from '../../../domain/model/client.js';
import { readEarlierStatus } from '../../../domain/model/confirmation/earlier-status.js';
import { parseCountry, type CountryCode } from '../../../domain/model/country.js';
import {
  describePhoneFault,
  parsePhoneNumber,
  shownNumber,
  toE164,
  type E164,
} from '../../../domain/model/phone-number.js';
import type { FindingKind } from '../../../domain/model/store-finding.js';
import { mapCells, type Cells } from './cells.js';
import type { VisibleKind } from './layout.js';
import { parseTime } from './times.js';
import { isUnreadable, looksBlank } from './unreadable.js';

/**
 * Reports an invalid cell to the users of the sheet. `problem` must not contain the value of the cell.
 * @param kind default: `ignored_cell`
 */
export type ReportFault = (column: string, problem: string, kind?: FindingKind) => void;

/** The text of a key cell as the key of a record; undefined if invalid. */
export function parseKey(kind: VisibleKind, text: string): string | undefined {
  if (kind === 'number') return parsePhone(text);
  return isUnreadable(text) ? undefined : text;
}

/**
 * The client in a row. An invalid cell is reported and keeps its previous value. Undefined if the client would have no
 * real phone.
 */
export function parseClient(
  cells: Cells,
  before: Client | undefined,
  defaultCountry: CountryCode,
  report: ReportFault,
): Client | undefined {
  const residency = countryCell(cells, 'client_iso_residency', report, before?.residency);
  const countries = countriesOf(residency, defaultCountry);
  const realPhone = phoneCell(cells, 'client_real_phone', report, { countries }) ?? before?.realPhone;
  if (cellText(cells, 'client_real_phone') === '') report('client_real_phone', 'is empty');
  if (realPhone === undefined) return undefined;
  const proxyNumber = phoneCell(cells, 'client_proxy_number', report, { fallback: before?.proxyNumber });
  return {
    id: cellText(cells, 'client_id'),
    name: cellText(cells, 'client_name'),
    mail: cellText(cells, 'client_mail'),
    realPhone,
    proxyNumber,
    residency,
    createdAt: before?.createdAt ?? 0,
    confirmedAt: before?.confirmedAt,
  };
}

/**
 * The last caller in a client's row. We write it too, as networks show it: it may be a number that the metadata does not know.
 * @param client of whose row the cell is, as it is now
 */
export function parseLastCaller(
  cells: Cells,
  before: E164 | undefined,
  client: Client | undefined,
  defaultCountry: CountryCode,
  report: ReportFault,
): E164 | undefined {
  const text = withoutSeparators(cellText(cells, 'client_last_caller'));
  const shown = shownNumber(withoutInvisible(text).replace(/^00/, '+'), true);
  if (shown !== undefined) return shown;
  const countries = countriesOf(client?.residency, defaultCountry);
  return phoneCell(cells, 'client_last_caller', report, { fallback: before, countries });
}

/** Where somebody may live whose phone is in digits alone. */
function countriesOf(residency: CountryCode | undefined, defaultCountry: CountryCode): readonly CountryCode[] {
  return residency === undefined ? [defaultCountry] : [residency, defaultCountry];
}

export function cellText(cells: Cells, column: string): string {
  return cells[column] ?? '';
}

export const PHONE_COLUMNS = new Set([
  'phone_number',
  'client_real_phone',
  'client_proxy_number',
  'client_last_caller',
  'proxy_number',
]);
export const TIME_COLUMNS = new Set(['date_achat', 'date_attribution', 'reserved_at', 'created_at', 'verified_at']);
const ENUM_COLUMNS = new Set(['status', 'number_type']);

/** The text in the format that we write, so that a cell is not rewritten for its format alone. */
export function normalizeCell(column: string, text: string): string {
  if (looksBlank(text)) return '';
  if (PHONE_COLUMNS.has(column)) return parsePhone(text) ?? text;
  if (ENUM_COLUMNS.has(column)) return readEarlierStatus(text) ?? text.toLowerCase();
  if (!TIME_COLUMNS.has(column)) return text;
  const at = timeCell({ [column]: text }, column, () => undefined);
  return at === undefined ? text : new Date(at).toISOString();
}

export function normalizedCells(cells: Cells): Cells {
  return mapCells(cells, (text, column) => normalizeCell(column, text));
}

export function parsePhone(text: string): E164 | undefined {
  // Most cells are in E.164 already, which takes far less time to check.
  const known = toE164(text);
  if (known !== undefined) return known;
  const parsed = parseWithSeparators(text);
  return parsed.ok ? parsed.number : undefined;
}

/** Users write numbers with separators, and Sheets drops the `+`, or a 0. */
function parseWithSeparators(text: string, countries?: readonly CountryCode[]) {
  return parsePhoneNumber(withoutSeparators(text), countries);
}

function withoutSeparators(text: string): string {
  return text.replaceAll(/[\s().\p{Pd}\u2212]/gu, '');
}

interface PhoneCell {
  /** Applies while the cell is invalid. */
  readonly fallback?: E164 | undefined;
  /** Whose national numbers the cell may hold by mistake. */
  readonly countries?: readonly CountryCode[];
}

function phoneCell(
  cells: Cells,
  column: string,
  report: ReportFault,
  { fallback, countries }: PhoneCell,
): E164 | undefined {
  const text = cellText(cells, column);
  if (text === '') return undefined;
  const parsed = parseWithSeparators(text, countries);
  if (parsed.ok) return parsed.number;
  report(column, parsed.fault === 'separators' ? 'is not a phone number' : describePhoneFault(parsed));
  return fallback;
}

/** The phone that somebody has written into a cell; undefined if it is empty. */
export function readPhoneCell(
  cells: Cells,
  column: string,
  defaultCountry: CountryCode,
): E164 | undefined | { readonly problem: string } {
  let fault: string | undefined;
  const report: ReportFault = (_, problem) => void (fault = problem);
  const phone = phoneCell(cells, column, report, { countries: [defaultCountry] });
  return fault === undefined ? phone : { problem: fault };
}

export function countryCell(
  cells: Cells,
  column: string,
  report: ReportFault,
  fallback: CountryCode | undefined,
): CountryCode | undefined {
  const text = cellText(cells, column);
  if (text === '') return undefined;
  const country = parseCountry(text);
  if (country === undefined) report(column, 'must be an ISO 3166 code of two letters, such as FR');
  return country ?? fallback;
}

/** The time in a cell. */
export function timeCell(cells: Cells, column: string, report: ReportFault): number | undefined {
  const text = cellText(cells, column);
  if (text === '') return undefined;
  const at = parseTime(text);
  if (at === undefined) report(column, 'must be a date and time such as 2026-03-01T09:30:00Z');
  return at;
}
