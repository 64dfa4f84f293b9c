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
import { recordHash } from '../record-hash.js';

/** How many entries one seal covers, at most. */
const BATCH = 200;

/** What a process knows of the audit trail of its store. */
export interface AuditMemory {
  /** The head that was last seen. Whoever rebuilds the chain from its beginning does not change this one. */
  head: AuditHead | undefined;
  /** Heads that were seen, and are not there any more. */
  readonly lost: AuditHead[];
  /** How many entries of somebody else were found waiting for a seal. */
  forged: number;
  isFailing: boolean;
}

export function createAuditMemory(): AuditMemory {
  return { head: undefined, lost: [], forged: 0, isFailing: false };
}

/**
 * Seals the entries that no seal covers yet: one instance at a time does so. The log gets the head of the chain, so that a chain which
 * was cut off later can be told from the whole one.
 */
export async function sealAudit(ports: Ports, memory: AuditMemory): Promise<void> {
  try {
    await lookAtHead(ports, memory);
    await sealAll(ports, memory);
    memory.isFailing = false;
  } catch (error) {
    memory.isFailing = true;
    throw error;
  }
}

async function sealAll(ports: Ports, memory: AuditMemory): Promise<void> {
  // Most of the time there is nothing to do, and a lease would be two writes.
  if ((await ports.store.due('audit', { by: ports.clock.now(), limit: 1 })).length === 0) return;
  const lease = await takeLease(ports, 'audit', () => Promise.resolve(true));
  if (lease === undefined) return;
  try {
    while (await retryOnConflict(ports, () => sealSome(ports, lease, memory))) await ports.clock.sleep(0);
  } finally {
    await lease.release();
  }
}

async function lookAtHead({ store, ids, logger }: Ports, memory: AuditMemory): Promise<void> {
  const known = memory.head;
  const { head } = await readHeadFact(store, recordHash(ids));
  memory.head = head;
  if (known === undefined) return;
  const isThere = (await store.record('seal', sealKey(known)))?.value.mac === known.mac;
  if (isThere && head !== undefined && head.sequence >= known.sequence) return;
  memory.lost.splice(0, Math.max(0, memory.lost.length - MOST_LOST + 1));
  memory.lost.push(known);
  logger.error('audit.head_missing', new Error('the audit trail has lost its end'), { head: headText(known) });
}

const MOST_LOST = 10;

/** @returns whether there may be more */
async function sealSome(ports: Ports, lease: HeldLease, memory: AuditMemory): Promise<boolean> {
  const { store, clock, ids } = ports;
  const due = await store.due('audit', { by: clock.now(), limit: BATCH });
  const genuine = due.filter(({ value }) => isGenuineEntry(recordHash(ids), value));
  const renewal = await lease.renewal();
  if (renewal === undefined) return false;
  if (genuine.length > 0) await seal(ports, genuine, renewal, memory);
  const others = due.filter((read) => !genuine.includes(read));
  const isLess = (await setAside(ports, others, memory)) || genuine.length > 0;
  return isLess && due.length === BATCH;
}

async function seal(
  { store, clock, ids, logger }: Ports,
  entries: readonly Versioned<AuditEntry>[],
  renewal: Put,
  memory: AuditMemory,
): Promise<void> {
  const keyedHash = recordHash(ids);
  const { fact, head: remembered } = await readHeadFact(store, keyedHash);
  const { head, newest } = await chainEnd({ store, ids }, remembered);
  const at = Math.max(clock.now(), newest?.value.at ?? 0);
  const made = sealOf(
    keyedHash,
    entries.map(({ value }) => value.mac),
    { at, head },
  );
  await store.commit({
    puts: [
      ...entries.map((read) => put('audit', { ...read.value, seal: made.sequence, sealedAt: at }, read)),
      // Somebody else may have put another record in its place.
      put('seal', made, await store.record('seal', sealKey(made))),
      ...superseded(newest, at),
      put('fact', { key: 'audit_head', value: rememberedText(keyedHash, made) }, fact),
      renewal,
    ],
  });
  memory.head = { sequence: made.sequence, mac: made.mac };
  logger.info('audit.sealed', { head: headText(made), entries: made.count });
}

/**
 * Entries that somebody else wrote or changed wait no longer: they are under no seal, `audit verify` names them, and after their time
 * they go. So they are looked at once, however many there are.
 * @returns whether there are fewer now
 */
async function setAside(
  { store, clock, logger }: Ports,
  entries: readonly Versioned<AuditEntry>[],
  memory: AuditMemory,
): Promise<boolean> {
  const asides = entries.map((read) => ({
    id: read.value.id,
    put: put('audit', { ...read.value, seal: NO_SEAL, sealedAt: clock.now() }, read),
  }));
  const write = async (some: typeof asides) => {
    if (some.length === 0) return false;
    await store.commit({ puts: some.map((aside) => aside.put) });
    memory.forged += some.length;
    for (const { id } of some) logger.warn('audit.forged', { entry: id });
    return true;
  };
  try {
    return await write(asides);
  } catch {
    // One that cannot be written, because its key cannot be read, keeps none of the others.
    let isLess = false;
    for (const aside of asides) isLess = (await write([aside]).catch(() => false)) || isLess;
    return isLess;
  }
}

/** The sequence of seals begins with 1. */
const NO_SEAL = 0;

interface ChainEnd {
  readonly head: AuditHead | undefined;
  readonly newest: Versioned<Seal> | undefined;
}

/** Where the newest seal is not there that was remembered, the chain goes on after it all the same, so that its absence shows. */
async function chainEnd(
  { store, ids }: Pick<Ports, 'store' | 'ids'>,
  remembered: AuditHead | undefined,
): Promise<ChainEnd> {
  const newest = await newestSeal(store, recordHash(ids), remembered);
  const isThere = remembered === undefined || remembered.sequence <= (newest?.value.sequence ?? 0);
  return { head: isThere ? newest?.value : remembered, newest };
}

function superseded(newest: Versioned<Seal> | undefined, at: number): readonly Put[] {
  return newest === undefined ? [] : [put('seal', { ...newest.value, supersededAt: at }, newest)];
}
