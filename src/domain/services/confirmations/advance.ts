import type { Versioned } from '../../../ports/order-store.js';
import { hasConfirmationMac } from '../../model/confirmation/confirmation-mac.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import { nextGeneration } from '../../model/confirmation/sending.js';
import { retryOnConflict } from '../commit.js';
import { workOffDue } from '../due.js';
import type { Ports } from '../ports.js';
import { recordHash } from '../record-hash.js';
import { takeNextStep } from './begin.js';
import { endingPuts } from './ending-puts.js';
import { putConfirmation, readConfirmation } from './records.js';
import { putsOf } from './sending-puts.js';

/** How many confirmations are looked at in one go. */
const CHUNK = 100;

/** Takes the steps that are due, and ends the confirmations that have run out. Of several instances, one does it. */
export async function advanceDue(ports: Ports): Promise<void> {
  const { store, clock, ids } = ports;
  await workOffDue({
    chunk: CHUNK,
    read: async (limit) => (await store.due('confirmation', { by: clock.now(), limit })).map(({ value }) => value),
    // With records that somebody else wrote there is nothing to do.
    isOurs: (confirmation) => hasConfirmationMac(recordHash(ids), confirmation),
    work: ({ id }) => retryOnConflict(ports, () => advance(ports, id)),
  });
}

async function advance(ports: Ports, id: string): Promise<void> {
  const read = await readConfirmation(ports, id);
  const now = ports.clock.now();
  if (read?.value.status !== 'pending') return;
  const { expiresAt, nextStepAt } = read.value;
  if (expiresAt <= now) {
    await ports.store.commit({ puts: await endingPuts(ports, read, 'expired', now) });
  } else if (nextStepAt !== undefined && nextStepAt <= now) {
    await takeStep(ports, read, now);
  }
}

async function takeStep(ports: Ports, read: Versioned<Confirmation>, now: number): Promise<void> {
  const current = withValidCode(ports, read.value, now);
  const taken = current === undefined ? undefined : await takeNextStep(ports, current);
  if (taken?.kind === 'sent') {
    const { sending } = taken;
    await ports.store.commit({ puts: [putConfirmation(ports, sending.next, read), ...putsOf(ports, sending)] });
  } else {
    await ports.store.commit({ puts: [putConfirmation(ports, { ...read.value, nextStepAt: undefined }, read)] });
  }
}

/** The confirmation with a code that can still be entered. Undefined when there is none any more. */
function withValidCode({ settings }: Ports, confirmation: Confirmation, now: number): Confirmation | undefined {
  const { codeMs, generations } = settings.confirmations.limits;
  if (now < confirmation.generationAt + codeMs) return confirmation;
  return confirmation.generation < generations ? nextGeneration(confirmation, now) : undefined;
}
