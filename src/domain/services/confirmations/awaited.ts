import type { AwaitedConfirmation } from '../../../ports/confirmations-api.js';
import type { Guard, Put, Versioned } from '../../../ports/order-store.js';
import type { Client, ClientId } from '../../model/client.js';
import { hasConfirmationMac } from '../../model/confirmation/confirmation-mac.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import { ProxyCallError } from '../../model/errors.js';
import { sameLine } from '../../model/line.js';
import type { E164 } from '../../model/phone-number.js';
import { relyOn } from '../commit.js';
import { fingerprintOf } from '../idempotency.js';
import type { ClaimingPorts } from '../pool/claims.js';
import type { Ports } from '../ports.js';
import { recordHash } from '../record-hash.js';
import { beginConfirmation, type Beginning } from './begin.js';
import { endingPuts } from './ending-puts.js';
import { sendEntries } from './outbox.js';
import { putConfirmation } from './records.js';

/** The number that is held for a new client, and the confirmation that they wait for. */
export interface AwaitedNumber {
  readonly proxyNumber: E164;
  readonly confirmation: AwaitedConfirmation;
  readonly puts: readonly Put[];
  readonly guards: readonly Guard[];
}

/** The confirmation that a client waits for. One that has run out, or that somebody else wrote, is ended. */
export async function waitingOf(ports: Ports, clientId: ClientId): Promise<Versioned<Confirmation> | undefined> {
  const { store, ids, clock } = ports;
  // A client has one at a time: it is a unique claim.
  const [read] = await store.liveConfirmations({ by: 'client', clientId });
  if (read === undefined) return undefined;
  const now = clock.now();
  if (!hasConfirmationMac(recordHash(ids), read.value)) {
    await store.commit({ puts: await endingPuts(ports, read, 'cancelled', now) });
    return undefined;
  }
  if (read.value.expiresAt > now) return read;
  await store.commit({ puts: await endingPuts(ports, read, 'expired', now) });
  return undefined;
}

/** The confirmation that a client who is not on record waits for. */
export async function awaitedBy(ports: Ports, clientId: ClientId): Promise<Versioned<Confirmation> | undefined> {
  const waiting = await waitingOf(ports, clientId);
  return waiting?.value.purpose === 'new_client' ? waiting : undefined;
}

/**
 * Where the settings require it: holds a number for a new client and sends them a code, or uses the one that they wait for already.
 * @param client who is not on record
 * @param commit commits the writes with whatever else the use case writes
 * @param options.corrects whether another name or mail address replaces the one that they wait with
 * @throws `client_mismatch` when they wait with another phone; and what `beginConfirmation` throws
 */
export async function withAwaitedNumber<T>(
  ports: ClaimingPorts,
  client: Client,
  commit: (awaited: AwaitedNumber) => Promise<T>,
  options: { readonly corrects?: boolean } = {},
): Promise<T> {
  const waiting = await awaitedBy(ports, client.id);
  if (waiting?.value.heldNumber !== undefined) {
    const { id, wanted, heldNumber } = waiting.value;
    if (wanted === undefined || !sameLine(wanted.phone, client.realPhone)) throw otherPhone();
    const confirmation = { confirmationId: id, status: 'pending' } as const;
    const { name, mail } = client;
    const corrected = { ...waiting.value, wanted: { ...wanted, name, mail } };
    if (options.corrects !== true || (wanted.name === name && wanted.mail === mail)) {
      return commit({ proxyNumber: heldNumber, confirmation, puts: [], guards: [relyOn('confirmation', waiting)] });
    }
    const puts = [putConfirmation(ports, corrected, waiting)];
    return commit({ proxyNumber: heldNumber, confirmation, puts, guards: [] });
  }
  const { ids } = ports;
  const { name, realPhone: phone, residency } = client;
  const wanted = { name, mail: client.mail, phone, residency, numberType: undefined };
  const beginning: Beginning = {
    ...{ id: ids.next(), purpose: 'new_client', clientId: client.id, formerPhone: undefined, proxyNumber: undefined },
    ...{ origin: 'token', wanted, fingerprint: fingerprintOf(ids, [client.id, name, client.mail, phone]) },
  };
  const begun = await beginConfirmation(ports, beginning, {}, async ({ next, puts, entries }) => {
    const { heldNumber } = next;
    if (heldNumber === undefined) throw new Error('a new client has a number that is held');
    const confirmation = { confirmationId: next.id, status: 'pending' } as const;
    return { entries, result: await commit({ proxyNumber: heldNumber, confirmation, puts, guards: [] }) };
  });
  await sendEntries(ports, begun.entries);
  return begun.result;
}

function otherPhone(): ProxyCallError {
  return new ProxyCallError('client_mismatch', 'this client waits for the confirmation of a different real phone', {
    issues: [{ pointer: '/clientRealPhone', detail: 'differs from the phone that is to be confirmed' }],
  });
}
