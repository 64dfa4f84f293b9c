import type { Kind, OrderStore, PageRequest, Position, Records, Versioned } from '../../ports/order-store.js';
import type { Page, PageQuery } from '../../ports/proxycall-api.js';
import { invalidField, refuseOutside } from '../model/errors.js';
import { keyOf } from '../model/records.js';

const DEFAULT_LIMIT = 50;
const LARGEST_LIMIT = 200;

/** Asks the store for one more than the page holds, which shows whether there is a next page. */
export function readPage({ cursor, limit }: PageQuery): PageRequest {
  return { limit: readLimit(limit) + 1, after: cursor === undefined ? undefined : readCursor(cursor) };
}

/** For records in the order of their keys: the cursor is the key of the last one. */
export function readKeyPage({ cursor, limit }: PageQuery): { limit: number; after: string | undefined } {
  return { limit: readLimit(limit) + 1, after: cursor };
}

function readLimit(limit = DEFAULT_LIMIT): number {
  refuseOutside('limit', limit, [1, LARGEST_LIMIT]);
  return limit;
}

export function pageOf<T, V>(
  found: readonly T[],
  limitAsked: number,
  positionOf: (item: T) => Position | string,
  view: (item: T) => V,
): Page<V> {
  const onPage = found.slice(0, limitAsked - 1);
  const last = onPage.at(-1);
  const more = found.length >= limitAsked && last !== undefined;
  return { items: onPage.map(view), nextCursor: more ? writeCursor(positionOf(last)) : undefined };
}

export function writeCursor(position: Position | string): string {
  return typeof position === 'string' ? position : `${position.at.toString()}.${position.id}`;
}

function readCursor(cursor: string): Position {
  const dot = cursor.indexOf('.');
  const at = Number(cursor.slice(0, dot));
  if (dot < 1 || !Number.isSafeInteger(at)) throw invalidField('cursor', 'was not issued by this service');
  return { at, id: cursor.slice(dot + 1) };
}

/** All records of a kind, in the order of their keys. */
export async function* pagesOf<K extends Kind>(
  store: OrderStore,
  kind: K,
  size: number,
): AsyncGenerator<readonly Versioned<Records[K]>[]> {
  let after: string | undefined;
  for (;;) {
    const page = await store.records(kind, { limit: size, after });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    const key = keyOf(kind, last.value);
    // A key that cannot be read: see the records of the audit trail.
    if (page.length < size || key === after) return;
    after = key;
  }
}

/**
 * All records of a kind, one by one.
 * @param onPage called after each page that was read and used
 */
export async function* valuesOf<K extends Kind>(
  store: OrderStore,
  kind: K,
  size: number,
  onPage: () => Promise<void> = () => Promise.resolve(),
): AsyncGenerator<Records[K]> {
  for await (const page of pagesOf(store, kind, size)) {
    for (const { value } of page) yield value;
    await onPage();
  }
}
