import fc from 'fast-check';
import type { Entered } from '../google/sheet.js';
import { HEADERS } from '../google/stand-in.js';
import { phone, poolRow, proxy, type World } from './world.js';

// Somebody moves, inserts, deletes or exchanges columns between a look and a write.

export const TITLES = ['Clients', 'TwilioPools', 'Orders'] as const;
export type Title = (typeof TITLES)[number];

/** Columns are counted among those that are there. `to`: where it is afterwards. */
export type Edit =
  | { readonly kind: 'move' | 'exchange'; readonly from: number; readonly to: number }
  | { readonly kind: 'insert'; readonly at: number; readonly name: string }
  | { readonly kind: 'delete'; readonly at: number };

/** What is written, and to which tabs. */
export const ACTIONS = {
  call: ['Clients'],
  rename: ['Clients', 'TwilioPools'],
  order: ['Clients', 'TwilioPools', 'Orders'],
  close: ['Orders'],
  erase: ['Clients', 'TwilioPools', 'Orders'],
} as const satisfies Record<string, readonly Title[]>;
export type Action = keyof typeof ACTIONS;

export interface Case {
  readonly title: Title;
  readonly edit: Edit;
  readonly action: Action;
  /** Rows are sorted the other way round at the same time. */
  readonly isSorted?: boolean;
  /** Which of the writes from there on get no answer, although they are carried out. */
  readonly lost?: readonly number[];
  /** Columns are moved again, each time before one of these writes. */
  readonly again?: readonly Again[];
}

export interface Again {
  readonly before: number;
  readonly edit: Edit;
}

/** The columns of the shop's own in every tab, one of them without a name. */
export const OWN = { Clients: 1, TwilioPools: 3, Orders: 0 } as const;
export const KEYS = { Clients: 'client_id', TwilioPools: 'phone_number', Orders: 'order_id' } as const;
export const widthOf = (title: Title) => HEADERS[title].split(' ').length + 2;

export const cases: fc.Arbitrary<Case> = fc.constantFrom(...TITLES).chain((title) => {
  const column = fc.nat(widthOf(title) - 1);
  const moved: fc.Arbitrary<Edit> = fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constantFrom('move' as const, 'exchange' as const), from: column, to: column }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('insert' as const), at: column, name: fc.constantFrom('', 'colour') }),
    },
  );
  const edit: fc.Arbitrary<Edit> = fc.oneof(
    { weight: 3, arbitrary: moved },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), at: column }) },
  );
  const actions = (Object.keys(ACTIONS) as Action[]).filter((action) =>
    (ACTIONS[action] as readonly Title[]).includes(title),
  );
  const tried = fc.record({
    ...{ title: fc.constant(title), edit, action: fc.constantFrom(...actions) },
    lost: fc.oneof(fc.constant([]), fc.subarray([0, 1, 2, 3, 4])),
  });
  const again = fc.uniqueArray(fc.record({ before: fc.integer({ min: 1, max: 5 }), edit: moved }), {
    maxLength: 3,
    selector: ({ before }) => before,
  });
  return fc.tuple(tried, fc.record({ isSorted: fc.boolean(), again })).map(([one, other]) => ({ ...one, ...other }));
});

export function tabs() {
  const clients = [0, 1, 2].map((index) => [
    ...[index.toString(), `Client ${index.toString()}`, 'c@shop.example', phone(index), proxy(index), '', '33', ''],
  ]);
  const numbers = [0, 1, 2, 3, 4].map((index) => poolRow(proxy(index), index < 3 ? 'assigned' : 'available'));
  const orders = [0, 1, 2].map((index) => [`O-${index.toString()}`, index.toString(), 'open', '2026-03-01T09:30:00Z']);
  return {
    Clients: withOwn('Clients', clients),
    TwilioPools: withOwn('TwilioPools', numbers),
    Orders: withOwn('Orders', orders),
  };
}

/** A column of numbers in the middle, and one of notes without a name at the end. */
function withOwn(title: Title, rows: readonly string[][]): Entered[][] {
  return [HEADERS[title].split(' '), ...rows].map((row, index): Entered[] => [
    ...row.slice(0, OWN[title]),
    index === 0 ? 'size' : index === 2 ? '=40+1' : 38 + index,
    ...row.slice(OWN[title]),
    ...(index === 0 ? [''] : [`note ${index.toString()}`]),
  ]);
}

function columnsMoved<T>(row: readonly T[], edit: Edit, inserted: T): T[] {
  const cells = [...row];
  if (edit.kind === 'insert') cells.splice(edit.at, 0, inserted);
  else if (edit.kind === 'delete') cells.splice(edit.at, 1);
  else if (edit.kind === 'move') cells.splice(edit.to, 0, ...cells.splice(edit.from, 1));
  else [cells[edit.from], cells[edit.to]] = [cells[edit.to] as T, cells[edit.from] as T];
  return cells;
}

export function editColumns(world: World, title: Title, { edit, isSorted }: Pick<Case, 'edit' | 'isSorted'>): void {
  const sheet = world.standIn.book.tab(title);
  const width = Math.max(widthOf(title), ...sheet.rows.map((row) => row.length));
  const rows = sheet.rows.map((row, index) =>
    columnsMoved<Entered>(
      Array.from({ length: width }, (_, at) => row[at]),
      edit,
      index === 0 && edit.kind === 'insert' ? edit.name : undefined,
    ),
  );
  const end = rows.findLastIndex((row) => row.some((cell) => cell !== undefined && cell !== '')) + 1;
  if (isSorted === true) rows.splice(1, end - 1, ...rows.slice(1, end).reverse());
  sheet.rows = rows;
}

export function columnAt(title: Title, at: number): string {
  const names = HEADERS[title].split(' ');
  return [...names.slice(0, OWN[title]), 'size', ...names.slice(OWN[title]), ''][at] ?? '';
}
