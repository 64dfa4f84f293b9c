import { clientNumber, type Client } from '../../domain/model/client.js';
import { effectiveStatus, type ProxyNumber } from '../../domain/model/proxy-number.js';
import type { PageRequest, PoolCount, Position, Versioned } from '../../ports/order-store.js';
import type { Table } from './table.js';

export function isIdle({ state }: ProxyNumber): boolean {
  return state.status !== 'assigned' && state.status !== 'shared' && state.status !== 'released';
}

export function pick<T>(table: Table<T>, keys: ReadonlySet<string>): Versioned<T>[] {
  return [...keys].map((key) => table.get(key)).filter((record) => record !== undefined);
}

export function highestNumber(clients: Table<Client>): number {
  return [...clients.values()].reduce((highest, { value }) => Math.max(highest, clientNumber(value.id) ?? 0), 0);
}

export function newestFirst<T>(items: T[], positionOf: (item: T) => Position, { limit, after }: PageRequest): T[] {
  const isAfter = (item: T) => after === undefined || comparePositions(positionOf(item), after) > 0;
  return items
    .filter(isAfter)
    .sort((a, b) => comparePositions(positionOf(a), positionOf(b)))
    .slice(0, limit);
}

function comparePositions(a: Position, b: Position): number {
  if (a.at !== b.at) return b.at - a.at;
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0;
}

export function countPool(numbers: Table<ProxyNumber>, now: number): PoolCount[] {
  const counts = new Map<string, PoolCount>();
  for (const { value } of numbers.values()) {
    const status = effectiveStatus(value, now);
    if (status === 'released') continue;
    const { country, type } = value;
    const group = `${country} ${type}`;
    const before = counts.get(group) ?? {
      country,
      type,
      owned: 0,
      available: 0,
      assigned: 0,
      shared: 0,
      reserved: 0,
      quarantined: 0,
    };
    counts.set(group, { ...before, owned: before.owned + 1, [status]: before[status] + 1 });
  }
  return [...counts.keys()].sort().flatMap((group) => counts.get(group) ?? []);
}
