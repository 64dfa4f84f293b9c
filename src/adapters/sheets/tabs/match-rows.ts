import { withoutInvisible } from '../../../domain/model/characters.js';
import { forEachYielding } from '../yielding.js';
import { mapCells, type Cells } from './cells.js';
import type { TabLayout, VisibleKind } from './layout.js';
import { findByContent, likenessTo, type MissingRows } from './likeness.js';
import { normalizeCell, parseKey } from './parse-cells.js';
import type { CellFault, ReadRow, TabReading } from './read-tab.js';
import type { MirroredRow } from './tab.js';
import { isUnreadable, unreadableProblem } from './unreadable.js';

type KnownRows = ReadonlyMap<string, MirroredRow>;

/** A row without a usable key, and the known rows that it may be: all that are missing, or those with the same content. */
interface UntoldRow extends ReadRow {
  readonly mayBe: 'any' | 'alike';
  readonly problem: string;
}

const DUPLICATE = 'is a duplicate; this row is ignored';
const DOUBLED =
  'is in another row too, and a row is missing that it may have replaced: no missing row of the tab counts as deleted until that is corrected';
const REPLACED =
  'has replaced the key of a known row; this row is ignored until the former key is back. To use another key, delete the row, and add a new one later';

/**
 * Finds the record of each row by its key. A known row whose key cell has become blank, an error, a duplicate or another text is still
 * in the sheet: its record is not gone, and the row is no other record's.
 * @param known the rows as they were last read or written
 */
export async function matchRows(
  layout: TabLayout,
  readRows: readonly ReadRow[],
  known: KnownRows,
  formulaColumns: ReadonlySet<string>,
): Promise<TabReading> {
  const { keyColumn, title } = layout;
  const { rows, untold, doubled } = await matchByKey(layout, readRows, known, formulaColumns);
  const missing = [...known].filter(([key]) => !rows.has(key));
  const strange = await unlikeBefore(layout, rows, known, formulaColumns);
  if (strange.length > 0) untold.push(...(await takeExchanged(layout, rows, [...missing, ...strange], formulaColumns)));
  const gone = strange.length === 0 ? missing : [...known].filter(([key]) => !rows.has(key));
  const content = await findByContent(layout, gone, formulaColumns);
  if (gone.length > 0) untold.push(...(await takeReplaced(layout.kind, rows, known, content)));
  const held = gone.length === 0 ? new Set<string>() : await heldBy(untold, gone, content);
  const kept = gone.length === 0 ? [] : [...doubled].flatMap((key) => rows.get(key) ?? []);
  const places = [...untold, ...kept.map(({ row }) => ({ row, problem: DOUBLED }))];
  const faults = places.map(({ row, problem }): CellFault => ({ title, row: row + 1, column: keyColumn, problem }));
  return { rows, keyless: untold.filter(({ cells }) => cells[keyColumn] === ''), untold, held, faults };
}

/** Known rows that have lost most of their content at once. */
async function unlikeBefore(
  layout: TabLayout,
  rows: ReadonlyMap<string, ReadRow>,
  known: KnownRows,
  formulaColumns: ReadonlySet<string>,
): Promise<(readonly [string, MirroredRow])[]> {
  const unlike: (readonly [string, MirroredRow])[] = [];
  await forEachYielding(rows, ([key, { cells }]) => {
    const before = known.get(key);
    if (before === undefined || layout.columns.every((column) => cells[column] === before.raw[column])) return;
    const { filled, equal } = likenessTo(layout, normalized(cells), before, formulaColumns);
    if (equal * 2 < filled) unlike.push([key, before]);
  });
  return unlike;
}

/** Takes out rows that have the whole content of another one: somebody has sorted or moved the keys alone. */
async function takeExchanged(
  layout: TabLayout,
  rows: Map<string, ReadRow>,
  candidates: readonly (readonly [string, MirroredRow])[],
  formulaColumns: ReadonlySet<string>,
): Promise<readonly UntoldRow[]> {
  const content = await findByContent(layout, candidates, formulaColumns);
  const exchanged: UntoldRow[] = [];
  await forEachYielding(candidates, ([key]) => {
    const readRow = rows.get(key);
    if (readRow === undefined || !content.equalTo(normalized(readRow.cells)).some((other) => other !== key)) return;
    rows.delete(key);
    exchanged.push({ ...readRow, mayBe: 'alike', problem: REPLACED });
  });
  return exchanged;
}

async function matchByKey(
  layout: TabLayout,
  readRows: readonly ReadRow[],
  known: KnownRows,
  formulaColumns: ReadonlySet<string>,
): Promise<{ rows: Map<string, ReadRow>; untold: UntoldRow[]; doubled: ReadonlySet<string> }> {
  const rows = new Map<string, ReadRow>();
  const doubled = new Set<string>();
  const untold: UntoldRow[] = [];
  const equal = (key: string, { cells }: ReadRow) =>
    likenessTo(layout, normalized(cells), known.get(key), formulaColumns).equal;
  await forEachYielding(readRows, (readRow) => {
    const text = readRow.cells[layout.keyColumn] ?? '';
    const key = keyOf(layout.kind, text, known);
    const other = key === undefined ? undefined : rows.get(key);
    if (key === undefined) untold.push({ ...readRow, ...withoutKey(layout.kind, text) });
    else if (other === undefined) rows.set(key, readRow);
    else {
      // The row that has the key by right is the one that has kept its content, and its place if it was copied as a whole.
      const [first, second] = [equal(key, other), equal(key, readRow)];
      const isFirst = first > second || (first === second && known.get(key)?.row !== readRow.row);
      if (!isFirst) rows.set(key, readRow);
      // It may have been pasted over any row.
      untold.push({ ...(isFirst ? readRow : other), mayBe: 'any', problem: DUPLICATE });
      doubled.add(key);
    }
  });
  return { rows, untold, doubled };
}

/** The record of a key cell. Invisible characters do not make another key, unless a record has them. */
export function keyOf(kind: VisibleKind, text: string, known: KnownRows): string | undefined {
  // Nearly all rows: a key that is known needs no parsing.
  if (known.has(text)) return text;
  const key = text === '' ? undefined : parseKey(kind, text);
  if (key === undefined || known.has(key)) return key;
  const visible = withoutInvisible(key).trim();
  return known.has(visible) ? visible : key;
}

function withoutKey(kind: VisibleKind, text: string): Pick<UntoldRow, 'mayBe' | 'problem'> {
  if (text === '') return { mayBe: 'alike', problem: 'is empty' };
  if (!isUnreadable(text) && kind === 'number') return { mayBe: 'any', problem: 'is not a phone number' };
  const problem = `${unreadableProblem(text)}; this row is ignored, and no missing row of the tab counts as deleted`;
  return { mayBe: 'any', problem };
}

/** Takes out rows with new keys that have the content of a missing row. */
async function takeReplaced(
  kind: VisibleKind,
  rows: Map<string, ReadRow>,
  known: KnownRows,
  content: MissingRows,
): Promise<readonly UntoldRow[]> {
  const replaced: UntoldRow[] = [];
  await forEachYielding([...rows], ([key, readRow]) => {
    if (known.has(key) || !isReplaced(kind, normalized(readRow.cells), known, content)) return;
    rows.delete(key);
    replaced.push({ ...readRow, mayBe: 'alike', problem: REPLACED });
  });
  return replaced;
}

/** Numbers and orders look alike: every other cell must be equal. The number of a free row may be corrected. */
function isReplaced(kind: VisibleKind, cells: Cells, known: KnownRows, content: MissingRows): boolean {
  if (kind === 'client') return content.like(cells).keys.length > 0;
  const equal = content.equalTo(cells);
  if (kind === 'order' || kind === 'confirmation') return equal.length > 0;
  return equal.some((key) => IN_USE.has(known.get(key)?.normalized['status'] ?? ''));
}

const IN_USE = new Set(['assigned', 'shared', 'reserved', 'held']);

async function heldBy(
  untold: readonly UntoldRow[],
  missing: readonly (readonly [string, MirroredRow])[],
  content: MissingRows,
): Promise<ReadonlySet<string>> {
  const held = new Set<string>();
  let isUnsure = untold.some(({ mayBe }) => mayBe === 'any');
  if (!isUnsure) {
    await forEachYielding(untold, ({ cells }) => {
      const { keys, unsure } = content.like(normalized(cells));
      for (const key of keys) held.add(key);
      isUnsure ||= unsure;
    });
  }
  return isUnsure ? new Set(missing.map(([key]) => key)) : held;
}

function normalized(cells: Cells): Cells {
  return mapCells(cells, (text, column) => normalizeCell(column, text));
}
