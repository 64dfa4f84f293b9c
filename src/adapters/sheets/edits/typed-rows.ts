import type { RecordId } from '../../../domain/model/records.js';
import { DAY_MS } from '../../../domain/model/time.js';
import type { TypedAnswer, TypedConfirmation } from '../../../ports/typed-confirmation.js';
import type { RecordIndex } from '../../memory/index.js';
import { mapCells, type Cells } from '../tabs/cells.js';
import { LAYOUTS } from '../tabs/layout.js';
import { parseTime } from '../tabs/times.js';
import { cellText, readPhoneCell } from '../tabs/parse-cells.js';
import type { CellFault, ReadRow } from '../tabs/read-tab.js';
import type { SpreadsheetState } from '../tabs/spreadsheet-state.js';
import type { CountryCode } from '../../../domain/model/country.js';

// New rows that ask for a confirmation. They are somebody else's until there is a record with their id, and are answered in their status.

const { title, keyColumn } = LAYOUTS.confirmation;
const STATUS = 'status';
const REQUESTED = 'INIT';
const REFUSED = 'FAILED';

/** A row that asks for a confirmation. */
export interface TypedRow {
  /** By which it is found again: its key or, of a row without a key, what is in it. */
  readonly reference: string;
  readonly key: string | undefined;
  readonly row: number;
  readonly cells: Cells;
}

interface AnsweredRow extends TypedRow {
  /** Of one that was refused. */
  readonly fault: { readonly column: string; readonly problem: string } | undefined;
  /** The answer is in the sheet. */
  isWritten: boolean;
}

/** The rows that ask for a confirmation, and what became of them. By reference. */
export interface TypedRows {
  /** As they were in the last reading. Somebody may still be typing: a row is taken up once it is the same in two readings. */
  readonly seen: Map<string, TypedRow>;
  /** To be taken up by the use cases. */
  readonly offered: Map<string, TypedRow>;
  readonly answered: Map<string, AnsweredRow>;
}

export function createTypedRows(): TypedRows {
  return { seen: new Map(), offered: new Map(), answered: new Map() };
}

/** What is known of the sheet, as far as typed rows depend on it. */
export interface TypedContext {
  readonly state: SpreadsheetState;
  readonly index: RecordIndex;
  readonly typed: TypedRows;
  readonly defaultCountry: CountryCode;
}

/**
 * Looks at the rows of no record.
 * @param rows of a reading that is believed, without those that cannot be told by their key
 * @returns what is wrong with the rows that were refused, and the keys of those that do not say so yet
 */
export function readTypedRows(
  context: TypedContext,
  rows: { readonly byKey: ReadonlyMap<string, ReadRow>; readonly keyless: readonly ReadRow[] },
  at: number,
): { readonly faults: readonly CellFault[]; readonly keys: readonly string[] } {
  const { typed, index } = context;
  const now = new Map<string, TypedRow>();
  for (const [key, readRow] of rows.byKey) {
    if (isTyped(readRow, at) && index.get('confirmation', key) === undefined) add(key, readRow);
  }
  for (const readRow of rows.keyless) if (isTyped(readRow, at)) add(undefined, readRow);
  forgetGone(context, now);
  for (const row of now.values()) look(context, row);
  replaceAll(typed.seen, now);
  const refused = [...typed.answered.values()];
  return {
    faults: refused.flatMap(({ fault, key, row }) =>
      fault === undefined ? [] : [{ title, row: row + 1, key, ...fault }],
    ),
    keys: refused.flatMap(({ key, isWritten }) => (key === undefined || isWritten ? [] : [key])),
  };

  function add(key: string | undefined, { row, cells }: ReadRow): void {
    const reference = key === undefined ? `row ${contentOf(cells)}` : `key ${key}`;
    if (!now.has(reference)) now.set(reference, { reference, key, row, cells });
  }
}

/** Whether a row asks for a confirmation, or was refused one. */
function isTyped({ cells }: ReadRow, now: number): boolean {
  return [REQUESTED, REFUSED].includes(statusOf(cells)) && isNew(cells, now);
}

/** Whether a row without a key is known for what it is: it asks for a confirmation. */
export function isRequest({ cells }: ReadRow, now: number): boolean {
  return statusOf(cells) === REQUESTED && isNew(cells, now);
}

/** Rows of the earlier service may have this status since long ago: nobody expects a text any more. */
function isNew(cells: Cells, now: number): boolean {
  if (['proxy_number', 'otp', 'verified_at'].some((column) => cellText(cells, column) !== '')) return false;
  const createdAt = cellText(cells, 'created_at');
  return createdAt === '' || (parseTime(createdAt) ?? -Infinity) > now - DAY_MS;
}

function look(context: TypedContext, row: TypedRow): void {
  const { typed } = context;
  const { reference, cells } = row;
  const answered = typed.answered.get(reference);
  const isAsking = statusOf(cells) === REQUESTED;
  if (answered !== undefined) {
    if (isAsking && !answered.isWritten) {
      write(context, answered);
      typed.answered.set(reference, { ...answered, row: row.row });
      return;
    }
    typed.answered.set(reference, { ...answered, row: row.row, isWritten: true });
    if (!isAsking) return;
    // Somebody asks for it once more.
    typed.answered.delete(reference);
  }
  if (!isAsking) return;
  const before = typed.seen.get(reference);
  const isSame = before !== undefined && JSON.stringify(before.cells) === JSON.stringify(cells);
  if (typed.offered.has(reference)) {
    if (isSame) typed.offered.set(reference, row);
    else typed.offered.delete(reference);
  } else if (isSame) offer(context, row);
}

function offer(context: TypedContext, row: TypedRow): void {
  const phone = readPhoneCell(row.cells, 'client_real_phone', context.defaultCountry);
  if (typeof phone === 'object') refuse(context, row, { column: 'client_real_phone', problem: phone.problem });
  else context.typed.offered.set(row.reference, row);
}

/** The requests that the use cases are to take up. */
export function typedRequests({ typed, defaultCountry }: TypedContext): readonly TypedConfirmation[] {
  return [...typed.offered.values()].map(({ reference, key, cells }) => {
    const phone = readPhoneCell(cells, 'client_real_phone', defaultCountry);
    const text = (column: string) => cellText(cells, column) || undefined;
    return {
      ...{ reference, confirmationId: key, clientName: text('client_name'), clientMail: text('client_mail') },
      clientRealPhone: typeof phone === 'object' ? undefined : phone,
    };
  });
}

const COLUMNS = {
  confirmationId: keyColumn,
  clientName: 'client_name',
  clientMail: 'client_mail',
  clientRealPhone: 'client_real_phone',
} as const;

/** @returns the rows that are to be written */
export function answerTypedRow(context: TypedContext, reference: string, answer: TypedAnswer): readonly RecordId[] {
  const { typed } = context;
  const row = typed.offered.get(reference);
  typed.offered.delete(reference);
  if (row === undefined) return [];
  const { key } = row;
  if (answer.kind === 'refused') {
    const column = answer.field === undefined ? STATUS : COLUMNS[answer.field];
    refuse(context, row, { column, problem: answer.problem });
    return key === undefined ? [] : [{ kind: 'confirmation', key }];
  }
  // A row with the id has become that of the record by now.
  if (key !== undefined) return [];
  const begun = { ...row, fault: undefined, isWritten: false };
  typed.answered.set(reference, begun);
  writeKeyless(context, begun);
  return [];
}

function refuse(
  context: TypedContext,
  row: TypedRow,
  { column, problem }: { readonly column: string; readonly problem: string },
): void {
  const shown = `${problem}. Correct the row, and write ${REQUESTED} into its status again`;
  const answered = { ...row, fault: { column, problem: shown }, isWritten: false };
  context.typed.answered.set(row.reference, answered);
  write(context, answered);
}

function write(context: TypedContext, answered: AnsweredRow): void {
  if (answered.key === undefined) writeKeyless(context, answered);
  else writeStatus(context, answered.key);
}

/** The row of this key, which is no record's, says that it was refused. */
function writeStatus({ state, index }: TypedContext, key: string): void {
  const mirrored = state.tabs.confirmation.rows.get(key);
  if (mirrored?.others === undefined || index.get('confirmation', key) !== undefined) return;
  mirrored.others = { ...mirrored.others, [STATUS]: REFUSED };
}

/** A row without a key is found by its content. One whose confirmation has begun is cleared: that has a row of its own. */
function writeKeyless({ state }: TypedContext, { cells, fault }: AnsweredRow): void {
  const tab = state.tabs.confirmation;
  const own = Object.fromEntries(
    Object.entries(cells).filter(([column, text]) => text !== '' && tab.mayWrite('', column)),
  );
  const isKnown = state.orphanCells.some(
    (each) => each.kind === 'confirmation' && contentOf(each.cells) === contentOf(own),
  );
  if (isKnown) return;
  const becomes = fault === undefined ? mapCells(own, () => '') : { [STATUS]: REFUSED };
  state.orphanCells.push({ kind: 'confirmation', cells: own, row: undefined, becomes });
}

/** Rows that were deleted or edited, and those that have become rows of records. */
function forgetGone({ typed, index }: TypedContext, now: ReadonlyMap<string, TypedRow>): void {
  for (const reference of typed.offered.keys()) if (!now.has(reference)) typed.offered.delete(reference);
  for (const [reference, { key, cells }] of typed.answered) {
    const row = now.get(reference);
    const isSame = row !== undefined && contentOf(row.cells) === contentOf(cells);
    const isRecord = key !== undefined && index.get('confirmation', key) !== undefined;
    if (!isSame || isRecord) typed.answered.delete(reference);
  }
}

function statusOf(cells: Cells): string {
  return cellText(cells, STATUS).toUpperCase();
}

/** What is in a row, whatever its status. */
function contentOf(cells: Cells): string {
  const filled = Object.entries(cells).filter(([column, text]) => column !== STATUS && text !== '');
  return JSON.stringify(filled.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function replaceAll<K, V>(map: Map<K, V>, entries: ReadonlyMap<K, V>): void {
  map.clear();
  for (const [key, value] of entries) map.set(key, value);
}
