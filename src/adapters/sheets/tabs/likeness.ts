import { forEachYielding } from '../yielding.js';
import type { Cells } from './cells.js';
import type { TabLayout } from './layout.js';
import type { MirroredRow } from './tab.js';

/** More known rows than this with the same value: it says nothing about which row it is. */
const MOST_WITH_ONE_VALUE = 50;

/** How many cells a row had, without its key, and how many of them are the same. */
export interface Likeness {
  readonly filled: number;
  readonly equal: number;
}

/** Known rows that are not there by their keys, to be found by their content. */
export interface MissingRows {
  /** At least half of the content is the same. `unsure`: so many are alike that they were not compared. */
  like(cells: Cells): { readonly keys: readonly string[]; readonly unsure: boolean };
  /** All of the content is the same. */
  equalTo(cells: Cells): readonly string[];
}

export async function findByContent(
  layout: TabLayout,
  missing: readonly (readonly [key: string, row: MirroredRow])[],
  formulaColumns: ReadonlySet<string>,
): Promise<MissingRows> {
  const compared = comparedColumns(layout, formulaColumns);
  const rows = new Map(missing);
  const byValue = new Map<string, string[]>();
  await forEachYielding(missing, ([key, { normalized }]) => {
    for (const column of compared) {
      const value = normalized[column] ?? '';
      if (value !== '') add(byValue, `${column} ${value}`, key);
    }
  });
  const found = (cells: Cells, isWanted: (likeness: Likeness) => boolean) => {
    const lists = compared.map((column) => byValue.get(`${column} ${cells[column] ?? ''}`) ?? []);
    const candidates = new Set(lists.filter((list) => list.length <= MOST_WITH_ONE_VALUE).flat());
    const keys = [...candidates].filter((key) => isWanted(likenessOf(compared, cells, rows.get(key))));
    return { keys, unsure: lists.some((list) => list.length > MOST_WITH_ONE_VALUE) };
  };
  return {
    like: (cells) => found(cells, ({ filled, equal }) => equal > 0 && equal * 2 >= filled),
    equalTo: (cells) => found(cells, ({ filled, equal }) => equal > 0 && equal === filled).keys,
  };
}

/** Compares cells with those of a known row. */
export function likenessTo(
  layout: TabLayout,
  cells: Cells,
  known: MirroredRow | undefined,
  formulaColumns: ReadonlySet<string>,
): Likeness {
  return likenessOf(comparedColumns(layout, formulaColumns), cells, known);
}

function comparedColumns({ columns, keyColumn }: TabLayout, formulaColumns: ReadonlySet<string>): readonly string[] {
  return columns.filter((column) => column !== keyColumn && !formulaColumns.has(column));
}

function likenessOf(compared: readonly string[], cells: Cells, known: MirroredRow | undefined): Likeness {
  if (known === undefined) return { filled: 0, equal: 0 };
  const filled = compared.filter((column) => (known.normalized[column] ?? '') !== '');
  const equal = filled.filter((column) => [known.normalized[column], known.raw[column]].includes(cells[column]));
  return { filled: filled.length, equal: equal.length };
}

function add(lists: Map<string, string[]>, name: string, key: string): void {
  const list = lists.get(name);
  if (list === undefined) lists.set(name, [key]);
  else list.push(key);
}
