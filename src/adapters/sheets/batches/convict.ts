import { ProxyCallError } from '../../../domain/model/errors.js';
import type { CellReport } from '../cell-reports.js';
import type { SheetsFault } from '../google/faults.js';
import { cellName } from '../tabs/layout.js';
import type { PendingBatch } from './pending-batch.js';
import { partKey, type Place, type PlaceColumn } from './places.js';
import type { FlushContext } from './sent-batch.js';

/** A place, the cell of it that is refused, and why. */
export interface Culprit {
  readonly place: Place;
  readonly column: PlaceColumn | undefined;
  readonly problem: string;
}

type Where = Pick<CellReport, 'tab' | 'row' | 'column' | 'cell'>;

/** New rows of a tab have one report: what Google refuses is to insert any. */
const NEW_ROWS = 'new rows';
/** So many new rows, each refused for itself, are no accident. */
const REFUSED_ALIKE = 2;

export function problemOf({ message }: SheetsFault): string {
  return `is refused (${message})`;
}

/** Refuses the change sets that change the cell. If none does, it is a record's: it is parked. */
export function convict(context: FlushContext, batch: PendingBatch, culprit: Culprit): void {
  const { logger, state, writer, timing } = context;
  const { place, column, problem } = culprit;
  const { part, isNew } = place;
  const where = whereOf(place, column);
  const isOfSet = batch.changedBySets.has(partKey(part));
  const sets = batch.sets.filter(({ rows }) => isOfSet && rows.has(part.id));
  if (sets.length === 0) {
    const report = { kind: 'parked_record', ...where, problem, key: partKey(part) } as const;
    const own = { report, tryAt: Date.now() + timing.parkedMs };
    const closed = isNew ? writer.closedTab(place.title) : undefined;
    writer.park({ part, isNew, ...(closed ?? own) });
    if (isNew && writer.parkedNewRows(place.title) >= REFUSED_ALIKE) close(context, where, problem);
    return;
  }
  if (where.column !== undefined) state.refusedColumns.add(columnId(place.title, where.column));
  logger.warn('sheets.write_refused', { ...where, problem });
  for (const { queued } of sets) queued.reject(storeRefused(where, problem));
}

/** Google lets nobody insert rows in these tabs: refuses the change sets that need some, and parks those of records. */
export function convictNewRows(
  context: FlushContext,
  batch: PendingBatch,
  titles: readonly string[],
  problem: string,
): void {
  const places = batch.plan.places.filter(({ isNew, title }) => isNew && titles.includes(title));
  for (const title of titles) {
    const first = places.find((place) => place.title === title);
    const { tabs, records } = context.mirror.state;
    const tab = Object.values(tabs).find(({ layout }) => layout.title === title);
    const where =
      first === undefined ? { tab: title, row: (tab ?? records).end + 1 } : whereOf(first, first.columns[0]);
    close(context, where, problem);
  }
  for (const place of places) convict(context, batch, { place, column: place.columns[0], problem });
}

function close({ writer, timing }: FlushContext, where: Where, problem: string): void {
  const report = { kind: 'parked_record', ...where, problem, key: NEW_ROWS } as const;
  writer.close(where.tab, { report, tryAt: Date.now() + timing.parkedMs });
}

export function columnId(title: string, column: string): string {
  return `${title} ${column}`;
}

function whereOf({ title: tab, row }: Place, column: PlaceColumn | undefined): Where {
  return {
    tab,
    row: row === undefined ? undefined : row + 1,
    column: column?.name,
    cell: row === undefined || column === undefined ? undefined : cellName(row, column.index),
  };
}

/** For a change set that is refused, as long as it is not known which of its cells is the reason. */
export function refusedSomewhere({ title: tab, row }: Place, problem: string): ProxyCallError {
  return storeRefused({ tab, row: row === undefined ? undefined : row + 1 }, problem);
}

function storeRefused({ tab, row, column, cell }: Where, problem: string): ProxyCallError {
  const place = [`tab ${tab}`, row && `row ${row.toString()}`, column && `column ${column}`, cell && `cell ${cell}`];
  const where = place.filter((each) => each !== undefined).join(', ');
  return new ProxyCallError(
    'store_refused',
    `nothing was changed, because a cell of the spreadsheet ${problem}: ${where}`,
  );
}
