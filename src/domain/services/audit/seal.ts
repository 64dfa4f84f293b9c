import type { Put, Versioned } from '../../../ports/order-store.js';
import {
  headText,
  isGenuineEntry,
  rememberedText,
  sealKey,
  sealOf,
  type AuditEntry,
  type AuditHead,
  type Seal,
} from '../../model/audit.js';
import { put, retryOnConflict } from '../commit.js';
import { takeLease, type HeldLease } from '../lease.js';
import type { Ports } from '../ports.js';
import { newestSeal, readHeadFact } from './chain.js';
import { recordHash } from './entries.js';

/** How many entries one seal covers, at most. */
const BATCH = 200;

/**
 * Seals the entries that no seal covers yet: one instance at a time does so. The log gets the head of the chain, so that a chain which
 * was cut off later can be told from the whole one.
 */
export async function sealAudit(ports: Ports): Promise<void> {
  // Most of the time there is nothing to do, and a lease would be two writes.
  if ((await unsealed(ports, 1)).entries.length === 0) return;
  const lease = await takeLease(ports, 'audit', () => Promise.resolve(true));
  if (lease === undefined) return;
  try {
    while (await retryOnConflict(ports, () => sealSome(ports, lease))) await ports.clock.sleep(0);
  } finally {
    await lease.release();
  }
}

/** @returns whether there may be more */
async function sealSome(ports: Ports, lease: HeldLease): Promise<boolean> {
  const { store, clock, ids, logger } = ports;
  const { entries, more } = await unsealed(ports, BATCH);
  const renewal = await lease.renewal();
  if (entries.length === 0 || renewal === undefined) return false;
  const { fact, head: remembered } = await readHeadFact(store, recordHash(ids));
  const { head, newest } = await chainEnd(ports, remembered);
  const at = Math.max(clock.now(), newest?.value.at ?? 0);
  const macs = entries.map(({ value }) => value.mac);
  const seal = sealOf(recordHash(ids), macs, { at, head });
  await store.commit({
    puts: [
      ...entries.map((read) => put('audit', { ...read.value, seal: seal.sequence, sealedAt: at }, read)),
      // Somebody else may have put another record in its place.
      put('seal', seal, await store.record('seal', sealKey(seal))),
      ...superseded(newest, at),
      put('fact', { key: 'audit_head', value: rememberedText(recordHash(ids), seal) }, fact),
      renewal,
    ],
  });
  logger.info('audit.sealed', { head: headText(seal), entries: seal.count });
  return more;
}

/** Entries that no seal covers, without those that somebody else wrote or changed: `audit verify` names them. */
export async function unsealed(
  { store, clock, ids }: Pick<Ports, 'store' | 'clock' | 'ids'>,
  wanted: number,
): Promise<{ readonly entries: readonly Versioned<AuditEntry>[]; readonly forged: number; readonly more: boolean }> {
  const keyedHash = recordHash(ids);
  // Whoever writes many such entries must not keep the others from being sealed.
  for (let limit = wanted; ; limit *= 2) {
    const due = await store.due('audit', { by: clock.now(), limit });
    const genuine = due.filter(({ value }) => isGenuineEntry(keyedHash, value));
    const isAll = due.length < limit;
    if (!isAll && genuine.length < Math.min(wanted, limit / 2)) continue;
    const entries = genuine.slice(0, wanted);
    return { entries, forged: due.length - genuine.length, more: !isAll || genuine.length > wanted };
  }
}

interface ChainEnd {
  readonly head: AuditHead | undefined;
  readonly newest: Versioned<Seal> | undefined;
}

/** Where the newest seal is not there that was remembered, the chain goes on after it all the same, so that its absence shows. */
async function chainEnd({ store, ids }: Ports, remembered: AuditHead | undefined): Promise<ChainEnd> {
  const newest = await newestSeal(store, recordHash(ids), remembered);
  const isThere = remembered === undefined || remembered.sequence <= (newest?.value.sequence ?? 0);
  return { head: isThere ? newest?.value : remembered, newest };
}

function superseded(newest: Versioned<Seal> | undefined, at: number): readonly Put[] {
  return newest === undefined ? [] : [put('seal', { ...newest.value, supersededAt: at }, newest)];
}
