import type { Put } from '../../ports/order-store.js';
import { put, retryOnConflict } from './commit.js';
import type { Ports } from './ports.js';

/** The right to do what only one process should do at a time. */
export interface HeldLease {
  /** A write that proves that the lease is still held, and extends it. Undefined once it was lost. */
  renewal(): Promise<Put | undefined>;
  release(): Promise<void>;
}

/** How long a process that has ended keeps the others waiting. One that is still working renews the lease in time. */
const LEASE_MS = 15_000;
const LONGEST_WAIT_MS = 100;

/**
 * Takes a lease, and waits while another process holds it.
 * @param isMoot checked while waiting: whether another process has done what the lease is for
 * @returns undefined when it has
 */
export async function takeLease(
  ports: Ports,
  key: string,
  isMoot: () => Promise<boolean>,
): Promise<HeldLease | undefined> {
  const { store, clock, ids } = ports;
  const holder = ids.next();
  while (!(await retryOnConflict(ports, tryToTake))) {
    await clock.sleep(ids.random() * LONGEST_WAIT_MS);
    if (await isMoot()) return undefined;
  }

  return {
    async renewal() {
      const held = await store.record('lease', key);
      if (held?.value.holder !== holder) return undefined;
      return put('lease', { key, holder, until: clock.now() + LEASE_MS }, held);
    },
    release: () =>
      retryOnConflict(ports, async () => {
        const held = await store.record('lease', key);
        if (held?.value.holder !== holder) return;
        await store.commit({ puts: [], removals: [{ kind: 'lease', key, expected: held.version }] });
      }),
  };

  async function tryToTake(): Promise<boolean> {
    const held = await store.record('lease', key);
    if (held !== undefined && held.value.until > clock.now()) return false;
    await store.commit({ puts: [put('lease', { key, holder, until: clock.now() + LEASE_MS }, held)] });
    return true;
  }
}
