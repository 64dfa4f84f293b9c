import type { Put, Versioned } from '../../../ports/order-store.js';
import type { Logger } from '../../../ports/runtime.js';
import { endNoticed, lockChanges, type LockChange, type Lockout } from '../../model/lockout.js';
import { MINUTE_MS } from '../../model/time.js';
import { put, retryOnConflict } from '../commit.js';
import type { Ports } from '../ports.js';

/** The log events of locks. They say neither who is locked nor on which number. */
export const LOCK_EVENTS = {
  caller: { began: 'code.caller_locked', ended: 'code.caller_lock_ended' },
  number: { began: 'code.long_mode_began', ended: 'code.long_mode_ended' },
} as const satisfies Record<LockChange['of'], Record<LockChange['change'], string>>;

/** To be called once the change is committed. */
export function reportLockChanges(logger: Logger, changes: readonly LockChange[]): void {
  for (const { of, change, milliseconds } of changes) {
    const fields = milliseconds === undefined ? {} : { minutes: Math.ceil(milliseconds / MINUTE_MS) };
    // A caller who mistypes a code three times is nothing that an operator could do something about.
    const level = of === 'number' && change === 'began' ? 'warn' : 'info';
    logger[level](LOCK_EVENTS[of][change], fields);
  }
}

/** The keys of counts. A caller's has no phone in it, but its hash. */
const NUMBER_PREFIX = 'number ';

export function numberCountKey(number: string): string {
  return NUMBER_PREFIX + number;
}

export function callerCountKey(hash: string): string {
  return `caller ${hash}`;
}

/** A count that is to be written, and what happened to its lock. */
export interface CountWrite {
  readonly put: Put;
  readonly changes: readonly LockChange[];
}

export function writeCount(before: Versioned<Lockout> | undefined, after: Lockout, now: number): CountWrite {
  const of = after.key.startsWith(NUMBER_PREFIX) ? 'number' : 'caller';
  return { put: put('lockout', after, before), changes: lockChanges(of, before?.value, after, now) };
}

/** How many counts one commit changes, at most. */
const CHUNK = 200;

/** Notices the ends of locks that no caller has met with since. */
export async function noticeLockEnds(ports: Ports): Promise<void> {
  while (await retryOnConflict(ports, () => noticeSome(ports)));
}

/** @returns whether there may be more */
async function noticeSome({ store, clock, logger }: Ports): Promise<boolean> {
  const now = clock.now();
  const over = await store.due('lockout', { by: now, limit: CHUNK });
  const writes = over.flatMap((read) => {
    const noticed = endNoticed(read.value, now);
    return noticed === undefined ? [] : [writeCount(read, noticed, now)];
  });
  if (writes.length === 0) return false;
  await store.commit({ puts: writes.map((write) => write.put) });
  reportLockChanges(
    logger,
    writes.flatMap(({ changes }) => changes),
  );
  return over.length === CHUNK;
}
