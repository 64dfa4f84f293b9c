import type { CellReport } from '../cell-reports.js';
import { forEachYielding } from '../yielding.js';
import type { Cells } from './cells.js';
import { HeaderFault, type ColumnIndexes } from './header.js';
import { cellName, LAYOUTS, type TabLayout } from './layout.js';
import { keyOf } from './match-rows.js';
import { normalizedCells, PHONE_COLUMNS } from './parse-cells.js';
import type { ReadRow, TabReading } from './read-tab.js';
import type { MirroredRow } from './tab.js';

type KnownRows = ReadonlyMap<string, MirroredRow>;

/** A row of which two or more cells have changed. */
interface ChangedRow {
  readonly before: Cells;
  readonly after: Cells;
}

/**
 * Refuses a tab in which a column has what another one had in most rows: somebody has exchanged headers, or contents. Read as edits, the
 * last callers of all clients might become their phones; and what we write would replace their phones.
 * @param known the rows as they were last read or written
 * @throws HeaderFault
 */
export async function refuseExchanged(
  layout: TabLayout,
  indexes: ColumnIndexes,
  read: readonly ReadRow[],
  known: KnownRows,
): Promise<void> {
  const { columns, title: tab } = layout;
  const rows = await changedRows(layout, read, known);
  if (rows.length === 0) return;
  const reports = columns.flatMap((to) => {
    const from = columns.find((other) => other !== to && hasMoved(layout, other, to, rows, known));
    if (from === undefined) return [];
    const cell = cellName(0, indexes.get(to) ?? 0);
    const problem = `has in the column ${to} (${cell}) what was in ${from}: write each header above its values`;
    return [{ kind: 'ignored_header', tab, row: 1, column: to, cell, problem } as const];
  });
  if (reports.length > 0) throw new HeaderFault(reports);
}

async function changedRows(
  { columns, keyColumn, kind }: TabLayout,
  read: readonly ReadRow[],
  known: KnownRows,
): Promise<readonly ChangedRow[]> {
  const changed: ChangedRow[] = [];
  await forEachYielding(read, ({ cells }) => {
    const key = keyOf(kind, cells[keyColumn] ?? '', known);
    const own = key === undefined ? undefined : known.get(key);
    // The key itself may be in another column.
    const mirrored = own ?? columns.map((column) => known.get(cells[column] ?? '')).find((row) => row !== undefined);
    if (mirrored === undefined) return;
    const count = columns.filter((column) => cells[column] !== mirrored.raw[column]).length;
    if (count > 1) changed.push({ before: mirrored.normalized, after: normalizedCells(cells) });
  });
  return changed;
}

/** Most rows, two or more. A single one where nobody edits a row like that: two phones, or its key, have changed places. */
function hasMoved(
  { keyColumn }: TabLayout,
  from: string,
  to: string,
  rows: readonly ChangedRow[],
  known: KnownRows,
): boolean {
  const moved = rows.filter(({ before, after }) => {
    const value = before[from] ?? '';
    return value !== '' && value !== before[to] && value === after[to] && value !== after[from];
  });
  if (moved.length === 0) return false;
  const filled = [...known.values()].filter(({ normalized }) => (normalized[from] ?? '') !== '').length;
  if (moved.length * 2 <= filled) return false;
  const isTelling = [from, to].every((column) => PHONE_COLUMNS.has(column)) || [from, to].includes(keyColumn);
  return moved.length > 1 || (isTelling && moved.every(({ before, after }) => before[to] === after[from]));
}

/**
 * The same at a first start, when nothing is known: what is in a column tells.
 * @returns what is wrong with the headers of clients
 */
export function misplacedColumns(clients: TabReading, pool: TabReading): readonly CellReport[] {
  const rows = [...clients.rows.values()].map(({ cells }) => normalizedCells(cells));
  const areMost = (column: string, isOther: (text: string) => boolean) => {
    const texts = rows.map((cells) => cells[column] ?? '').filter((text) => text !== '');
    const count = texts.filter(isOther).length;
    return count > 1 && count * 2 > texts.length;
  };
  const isMail = (text: string) => text.includes('@');
  const report = (column: string, what: string): CellReport => {
    const problem = `has ${what} in most rows of the column ${column}: write each header above its values`;
    return { kind: 'ignored_header', tab: LAYOUTS.client.title, row: 1, column, problem };
  };
  return [
    ...(areMost('client_real_phone', (text) => pool.rows.has(text))
      ? [report('client_real_phone', 'numbers of TwilioPools')]
      : []),
    ...(areMost('client_name', isMail) && !areMost('client_mail', isMail)
      ? [report('client_name', 'mail addresses')]
      : []),
  ];
}
