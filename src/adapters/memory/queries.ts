import { clientNumber, type Client } from '../../domain/model/client.js';
import type { Participant } from '../../domain/model/participant.js';
import type { E164 } from '../../domain/model/phone-number.js';
import {
  POOL_STATUSES,
  effectiveStatus,
  isInPool,
  type PoolStatus,
  type ProxyNumber,
} from '../../domain/model/proxy-number.js';
import type { PageRequest, PoolCount, PoolNumberQuery, Position, Versioned } from '../../ports/order-store.js';

export function highestNumber(clients: Iterable<Versioned<Client>>): number {
  let highest = 0;
  for (const { value } of clients) highest = Math.max(highest, clientNumber(value.id) ?? 0);
  return highest;
}

export function newestFirst<T>(items: T[], positionOf: (item: T) => Position, { limit, after }: PageRequest): T[] {
  const isAfter = (item: T) => after === undefined || comparePositions(positionOf(item), after) > 0;
  return items
    .filter(isAfter)
    .sort((a, b) => comparePositions(positionOf(a), positionOf(b)))
    .slice(0, limit);
}

export function newestClients(clients: readonly Versioned<Client>[], limit: number): readonly Versioned<Client>[] {
  const newest = ({ value: one }: Versioned<Client>, { value: other }: Versioned<Client>) =>
    other.createdAt - one.createdAt || (one.id < other.id ? -1 : 1);
  return [...clients].sort(newest).slice(0, limit);
}

export function newestParticipants(found: readonly Versioned<Participant>[], count: number): Versioned<Participant>[] {
  const positionOf = ({ value }: Versioned<Participant>) => ({ at: value.openedAt, id: value.id });
  return newestFirst([...found], positionOf, { limit: count });
}

export function pageOfPool(
  numbers: Iterable<Versioned<ProxyNumber>>,
  { country, type, status, now, limit, after = '' as E164 }: PoolNumberQuery,
): readonly Versioned<ProxyNumber>[] {
  const found: Versioned<ProxyNumber>[] = [];
  for (const read of numbers) {
    const { value } = read;
    const isWanted = (country ?? value.country) === value.country && (type ?? value.type) === value.type;
    if (!isWanted || !isInPool(value) || value.number <= after) continue;
    if (status === undefined || effectiveStatus(value, now) === status) found.push(read);
  }
  return found.sort((one, other) => (one.value.number < other.value.number ? -1 : 1)).slice(0, limit);
}

function comparePositions(a: Position, b: Position): number {
  if (a.at !== b.at) return b.at - a.at;
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0;
}

const NONE = Object.fromEntries(POOL_STATUSES.map((status) => [status, 0])) as Record<PoolStatus, number>;

export function countPool(numbers: Iterable<Versioned<ProxyNumber>>, now: number): PoolCount[] {
  const counts = new Map<string, PoolCount>();
  for (const { value } of numbers) {
    const status = effectiveStatus(value, now);
    if (status === 'released') continue;
    const { country, type } = value;
    const group = `${country} ${type}`;
    const before = counts.get(group) ?? { country, type, owned: 0, ...NONE };
    counts.set(group, { ...before, owned: before.owned + 1, [status]: before[status] + 1 });
  }
  return [...counts.keys()].sort().flatMap((group) => counts.get(group) ?? []);
}
