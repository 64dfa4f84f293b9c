import { isProxyCallError } from '../../src/domain/model/errors.js';
import type { Client } from '../../src/domain/model/client.js';
import type { ChangeSet } from '../../src/ports/order-store.js';
import { HEADERS } from '../google/stand-in.js';
import { textOf, type GridRange, type ProtectedRange } from '../google/sheet.js';
import { phone, poolRow, proxy, type Instance, type World } from './world.js';

type Title = keyof typeof HEADERS;

/** A write may wait for a batch to be split on a slow machine. */
export const PACE = { writeTimeoutMs: 20_000 };
export const isRefused = (error: unknown): error is Error => isProxyCallError(error, 'store_refused');
export const idsOf = (count: number) => Array.from({ length: count }, (_, index) => index.toString());

/** Tabs with so many clients, each with a number of their own. Their ids are 0, 1, 2 … */
export function tabsWithClients(count: number) {
  const indices = Array.from({ length: count }, (_, index) => index);
  return {
    Clients: [
      [...HEADERS.Clients.split(' '), 'notes'],
      ...indices.map((index) => [
        ...[index.toString(), `Client ${index.toString()}`, 'c@shop.example', phone(index), proxy(index)],
        ...['', '33', ''],
      ]),
    ],
    TwilioPools: [
      HEADERS.TwilioPools.split(' '),
      ...indices.map((index) => poolRow(proxy(index), 'assigned')),
      poolRow(proxy(count)),
      poolRow(proxy(count + 1)),
      poolRow(proxy(count + 2)),
    ],
    Orders: [HEADERS.Orders.split(' ')],
  };
}

/** The range of one cell. */
export function cellOf(world: World, title: Title, key: string, column: string): GridRange {
  const row = world.rowOf(title, key);
  const index = columnOf(world, title, column);
  return { startRowIndex: row, endRowIndex: row + 1, startColumnIndex: index, endColumnIndex: index + 1 };
}

export function columnOf(world: World, title: Title, column: string): number {
  return (world.standIn.book.tab(title).rows[0] ?? []).indexOf(column);
}

/** How Google answers to an attempt to edit a protected range. */
export const ANSWERS: Readonly<Record<string, Partial<ProtectedRange>>> = {
  '400 that names the request': {},
  '403 that names the request': { status: 403 },
  '400 that names no request': { isNamed: false },
  '403 that names no request': { status: 403, isNamed: false },
  '400 that names the request, of a range that is not listed': { isListed: false },
  '403 that names the request, of a range that is not listed': { status: 403, isListed: false },
  '400 that names no request, of a range that is not listed': { isNamed: false, isListed: false },
  '403 that names no request, of a range that is not listed': { status: 403, isNamed: false, isListed: false },
};

/** Protects a cell, a row or a column. @returns lifts all protections of the tab */
export function protect(world: World, title: string, range: GridRange, how: Partial<ProtectedRange> = {}): () => void {
  world.standIn.book.tab(title).protections.push({ range, ...how });
  return () => {
    // A batch that was refused puts former objects back.
    world.standIn.book.tab(title).protections = [];
  };
}

/** A change of one client, which a request waits for. */
export async function changeOf(instance: Instance, id: string, change: Partial<Client>): Promise<ChangeSet> {
  const read = await instance.store.record('client', id);
  if (read === undefined) throw new Error(`no client ${id}`);
  return { puts: [{ kind: 'client', expected: read.version, value: { ...read.value, ...change } }] };
}

/** Changes of many clients that share a batch. @returns what became of each */
export async function renameAll(instance: Instance, ids: readonly string[]): Promise<Map<string, unknown>> {
  const changes = await Promise.all(ids.map((id) => changeOf(instance, id, { name: `New ${id}` })));
  const outcomes = await Promise.all(
    changes.map((change) =>
      instance.store.commit(change).then(
        () => undefined,
        (error: unknown) => error,
      ),
    ),
  );
  return new Map(ids.map((id, position) => [id, outcomes[position]]));
}

export function findings(instance: Instance) {
  return instance.store.findings?.() ?? [];
}

export function reported(instance: Instance): number {
  return instance.log.filter(({ event }) => event === 'sheets.record_parked').length;
}

export function nameOf(world: World, id: string): string | undefined {
  return world.shown('Clients').find((row) => row['client_id'] === id)?.['client_name'];
}

export function lastCallerOf(world: World, id: string): string | undefined {
  return world.shown('Clients').find((row) => row['client_id'] === id)?.['client_last_caller'];
}

export function interactionsIn(world: World): number {
  const ids = world.standIn.book.tab('ProxyCall Records').rows.map(([id]) => textOf(id));
  return ids.filter((id) => id.startsWith('interaction:')).length;
}
