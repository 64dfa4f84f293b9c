import type { Book } from './book.js';
import type { Cells } from './cells.js';
import type { Cell, ReadBack } from './google.js';
import type { VisibleKind } from './layout.js';
import { canonical, readKey } from './readings.js';
import { textOf, type MirroredRow, type TabMirror } from './tab.js';

/** A row that was not where it was thought to be: somebody sorted, inserted or deleted rows at that moment. */
export interface Misplaced {
  readonly title: string;
  readonly row: number;
  readonly kind: VisibleKind | 'hidden';
  /** Whose row it was meant to be, and whose it is. */
  readonly meant: string;
  readonly met: string | undefined;
  readonly cells: Cells;
}

/** Cells of a row that is there already. */
export interface Update {
  readonly kind: VisibleKind;
  readonly tab: TabMirror;
  readonly key: string;
  readonly row: number;
  readonly cells: Cells;
  readonly erases: boolean;
}

/** Takes over what was written to a row, and tells where it went when that was another one. */
type Judgement = (update: Update) => readonly Misplaced[];

type Line = readonly Cell[];
export type RowAt = (title: string, row: number) => Line;

export function indexReadBack(seen: readonly ReadBack[]): RowAt {
  const rows = new Map<string, Line>();
  for (const { title, start, rows: lines } of seen) {
    for (const [index, line] of lines.entries()) rows.set(`${title} ${(start + index).toString()}`, line);
  }
  return (title, row) => rows.get(`${title} ${row.toString()}`) ?? [];
}

/** Judges by the rows as they were in the same atomic step as the batch. */
export function updatesMet(seen: readonly ReadBack[], book: Book): Judgement {
  const at = indexReadBack(seen);
  return (update) => {
    const { kind, tab, key, row, cells } = update;
    const met = keyIn(tab, at(tab.layout.title, row));
    if (met === key) {
      land(update, book);
      return [];
    }
    // It is the other one's row that now says what we wrote.
    if (met !== undefined) take(tab, met, cells);
    return [{ title: tab.layout.title, row, kind, meant: key, met, cells }];
  };
}

/**
 * Judges by whole tabs that were read some time after the batch, when rows may have moved once more: whose rows it met is
 * told by what is in them.
 */
export function updatesFound(seen: readonly ReadBack[], book: Book): Judgement {
  const lines = new Map(seen.map(({ title, rows }) => [title, rows]));
  return (update) => {
    const { kind, tab, key, row, cells } = update;
    const { title } = tab.layout;
    const showing = (lines.get(title) ?? []).filter((line) => shows(tab, line, cells)).map((line) => keyIn(tab, line));
    if (showing.includes(key)) {
      land(update, book);
      return [];
    }
    const met = showing.filter((other) => other !== undefined && !says(tab.rows.get(other), cells));
    for (const other of met) if (other !== undefined) take(tab, other, cells);
    return (met.length === 0 ? [undefined] : met).map((other) => ({ title, row, kind, meant: key, met: other, cells }));
  };
}

function keyIn(tab: TabMirror, line: Line): string | undefined {
  const text = textOf(line[tab.columnIndex(tab.layout.keyColumn)]);
  return text === '' ? undefined : readKey(tab.layout.kind, text);
}

function shows(tab: TabMirror, line: Line, cells: Cells): boolean {
  return Object.entries(cells).every(([column, text]) => textOf(line[tab.columnIndex(column)]) === text);
}

function says(mirrored: MirroredRow | undefined, cells: Cells): boolean {
  return Object.entries(cells).every(([column, text]) => mirrored?.raw[column] === text);
}

function land({ kind, tab, key, cells, erases }: Update, book: Book): void {
  take(tab, key, cells);
  if (!erases) return;
  tab.rows.delete(key);
  if (kind === 'client') book.erased.add(key);
}

function take(tab: TabMirror, key: string, cells: Cells): void {
  const mirrored = tab.rows.get(key);
  if (mirrored === undefined) return;
  mirrored.raw = { ...mirrored.raw, ...cells };
  mirrored.meaning = { ...mirrored.meaning, ...cells };
}

export function landInserts(tab: TabMirror, rows: readonly { key: string; cells: Cells }[]): void {
  for (const { key, cells } of rows) {
    const written = Object.fromEntries(
      Object.entries(cells).map(([column, text]) => [column, tab.mayWrite(key, column) ? text : '']),
    );
    const meaning = Object.fromEntries(
      Object.entries(written).map(([column, text]) => [column, canonical(column, text)]),
    );
    tab.rows.set(key, { row: tab.end, raw: written, meaning });
    tab.end += 1;
    tab.height += 1;
  }
}
