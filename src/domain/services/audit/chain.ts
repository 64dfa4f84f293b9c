import type { OrderStore, Records, Versioned } from '../../../ports/order-store.js';
import { isGenuineSeal, isSequence, readRemembered, sealKey, type AuditHead, type Seal } from '../../model/audit.js';
import type { RecordHash } from '../../model/record-mac.js';

/** What the store remembers of the end of the chain. */
export interface Remembered {
  readonly fact: Versioned<Records['fact']> | undefined;
  /** Undefined when nothing is remembered, or somebody else wrote it. */
  readonly head: AuditHead | undefined;
}

export async function readHeadFact(store: OrderStore, keyedHash: RecordHash): Promise<Remembered> {
  const fact = await store.record('fact', 'audit_head');
  return { fact, head: readRemembered(keyedHash, fact?.value.value) };
}

/** The seals after one, page by page. Records under keys that no seal has are passed over. */
export async function* sealPages(
  store: OrderStore,
  after: number,
  size: number,
): AsyncGenerator<readonly Versioned<Seal>[]> {
  for (let last = after; ;) {
    const page = await store.records('seal', { limit: size, after: sealKey({ sequence: last }) });
    yield page;
    const next = page.reduce(
      (most, { value }) => (isSequence(value.sequence) ? Math.max(most, value.sequence) : most),
      last,
    );
    if (page.length < size || next === last) return;
    last = next;
  }
}

const SEALS_PAGE = 1000;

/** The newest seal that ProxyCall made. @param remembered where to begin: it is looked up, and believed only if it is there */
export async function newestSeal(
  store: OrderStore,
  keyedHash: RecordHash,
  remembered: AuditHead | undefined,
): Promise<Versioned<Seal> | undefined> {
  const found = remembered && (await store.record('seal', sealKey(remembered)));
  let newest = found && isGenuineSeal(keyedHash, found.value) ? found : undefined;
  for await (const page of sealPages(store, newest?.value.sequence ?? 0, SEALS_PAGE)) {
    newest = page.findLast(({ value }) => isGenuineSeal(keyedHash, value)) ?? newest;
  }
  return newest;
}
