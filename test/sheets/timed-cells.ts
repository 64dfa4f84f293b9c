import type { Client } from '../../src/domain/model/client.js';
import type { Records } from '../../src/domain/model/records.js';
import { textOf, type GridRange, type Validation } from '../google/sheet.js';
import { HEADERS } from '../google/stand-in.js';
import type { TimedWorld } from './fake-time.js';
import { idsOf, tabsWithClients } from './refused-cells.js';

// At Google's default quota, with the default intervals: six writes at once, then one every 2.5 seconds.

export const COUNT = 12;
export const WAITING_MS = 15_000;
export const LONGEST_MS = 3 * WAITING_MS;

/** How Google answers. */
export type Answer = Pick<Validation, 'status' | 'isNamed'> & { readonly isListed?: boolean };
export function tabs() {
  const orders = idsOf(COUNT).map((id) => [`O-${id}`, id, 'open', '2026-03-01T09:00:00Z']);
  return { ...tabsWithClients(COUNT), Orders: [HEADERS.Orders.split(' '), ...orders] };
}

export type Title = 'Clients' | 'Orders' | 'TwilioPools' | 'ProxyCall Records';

export function valueOf<K extends 'client' | 'order' | 'number'>(
  { engine }: TimedWorld,
  kind: K,
  key: string,
): Records[K] {
  const read = engine.index().get(kind, key);
  if (read === undefined) throw new Error(`no ${kind} ${key}`);
  return read.value;
}

export function clientOf(world: TimedWorld, id: string): Client {
  return valueOf(world, 'client', id);
}

export function columnOf({ book }: TimedWorld, title: Title, column: number): string[] {
  return book.tab(title).rows.map((row) => textOf(row[column]));
}

export function rowOf(world: TimedWorld, title: Title, key: string, column = 0): number {
  const row = columnOf(world, title, column).indexOf(key);
  if (row < 0) throw new Error(`${title} has no row for ${key}`);
  return row;
}

export function protectCell({ book }: TimedWorld, title: Title, row: number, column: number, how: Answer): void {
  const range: GridRange = {
    startRowIndex: row,
    endRowIndex: row + 1,
    startColumnIndex: column,
    endColumnIndex: column + 1,
  };
  book.tab(title).protections.push({ range, ...how });
}

export function validate(
  { book }: TimedWorld,
  title: Title,
  column: number,
  allowed: readonly string[],
  { status, isNamed }: Answer,
): void {
  const range = { startColumnIndex: column, endColumnIndex: column + 1 };
  const answer = { ...(status && { status }), ...(isNamed === undefined ? {} : { isNamed }) };
  book.tab(title).validations = [{ range, allowed, isEnforced: true, ...answer }];
}
