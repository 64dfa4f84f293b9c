import type { Put, Versioned } from '../../../ports/order-store.js';
import type { Client } from '../../model/client.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import { CONFIRMATION_ENDED, endConfirmation, refuseEntry } from '../../model/confirmation/ending.js';
import type { Erasure } from '../../model/erasure.js';
import { sameLine } from '../../model/line.js';
import { labelFor } from '../../model/number-label.js';
import { transition, type ProxyNumber } from '../../model/proxy-number.js';
import { changingPuts } from '../change-client.js';
import { put } from '../commit.js';
import type { Ports } from '../ports.js';
import { openingPuts } from '../sessions/open-sessions.js';
import { endingPuts } from './ending-puts.js';
import { noticePuts } from './notices.js';
import { putConfirmation, putEntry } from './records.js';

/** What makes a confirmation true, all in one commit. */
export interface Promotion {
  readonly confirmation: Confirmation;
  readonly puts: readonly Put[];
  readonly scrub?: Erasure | undefined;
  /** The number that the client has got, to be settled at the provider after the commit. */
  readonly assigned?: ProxyNumber | undefined;
  /** Messages to send after the commit. */
  readonly entryIds: readonly string[];
}

/**
 * Makes a confirmation true: client, session, number and confirmation in one commit.
 * @param next the confirmation with what was proved last
 * @param dedicated the writes that give a client without a held number one of their own; undefined when one is held
 */
export async function promotion(
  ports: Ports,
  read: Versioned<Confirmation>,
  next: Confirmation,
): Promise<Promotion> {
  const { wanted } = next;
  if (wanted === undefined) return withoutEffect(ports, read);
  switch (next.purpose) {
    case 'new_client':
      return newClientPromotion(ports, read, next, wanted);
    case 'reconfirm':
      return confirmed(ports, read, next, { clientId: next.clientId, puts: [] });
    case 'change_phone':
    case 'change_mail':
      return changePromotion(ports, read, next, wanted);
  }
}

type Wanted = Exclude<Confirmation['wanted'], undefined>;

async function newClientPromotion(
  ports: Ports,
  read: Versioned<Confirmation>,
  next: Confirmation,
  wanted: Wanted,
): Promise<Promotion> {
  const { store, clock, ids, settings } = ports;
  const now = clock.now();
  const clientId = next.clientId ?? ((await store.highestClientNumber()) + 1).toString();
  const known = next.clientId === undefined ? undefined : await store.record('client', clientId);
  const number = next.heldNumber === undefined ? undefined : await store.record('number', next.heldNumber);
  const held = number?.value.state.status === 'held' && number.value.state.by === next.id ? number : undefined;
  if (known !== undefined) {
    // Somebody has created the client in another way meanwhile. Their record stands.
    if (!sameLine(known.value.realPhone, wanted.phone)) return withoutEffect(ports, read);
    const until = now + settings.quarantineMs;
    const unheld = held && put('number', transition(held.value, { type: 'unhold', by: next.id, until }), held);
    const result = { clientId, proxyNumber: known.value.proxyNumber, puts: unheld === undefined ? [] : [unheld] };
    return confirmed(ports, read, next, result);
  }
  const client: Client = {
    id: clientId,
    name: wanted.name,
    mail: wanted.mail,
    realPhone: wanted.phone,
    residency: wanted.residency,
    proxyNumber: held?.value.number,
    createdAt: now,
  };
  if (held === undefined) {
    return confirmed(ports, read, next, { clientId, proxyNumber: undefined, puts: [put('client', client)] });
  }
  const assigned = {
    ...transition(held.value, { type: 'promote', by: next.id, to: clientId, at: now }),
    friendlyName: labelFor(client),
  };
  const puts = [put('client', client), put('number', assigned, held), ...openingPuts(ids, client, assigned, now)];
  return { ...(await confirmed(ports, read, next, { clientId, proxyNumber: assigned.number, puts })), assigned };
}

async function changePromotion(
  ports: Ports,
  read: Versioned<Confirmation>,
  next: Confirmation,
  { phone, mail }: Wanted,
): Promise<Promotion> {
  const known = next.clientId === undefined ? undefined : await ports.store.record('client', next.clientId);
  if (known === undefined) return withoutEffect(ports, read);
  const before = known.value;
  const client = next.purpose === 'change_phone' ? { ...before, realPhone: phone } : { ...before, mail };
  const { puts, scrub } = await changingPuts(ports, known, client);
  const notices = await noticePuts(ports, next, before, client);
  const result = { clientId: client.id, proxyNumber: client.proxyNumber, puts: [...puts, ...notices.puts] };
  return { ...(await confirmed(ports, read, next, result)), scrub, entryIds: notices.entryIds };
}

async function confirmed(
  ports: Ports,
  read: Versioned<Confirmation>,
  next: Confirmation,
  { clientId, proxyNumber = next.proxyNumber, puts }: Pick<Confirmation, 'clientId'> & {
    readonly proxyNumber?: Confirmation['proxyNumber'];
    readonly puts: readonly Put[];
  },
): Promise<Promotion> {
  const { store, clock } = ports;
  const now = clock.now();
  const confirmation = { ...endConfirmation(next, 'confirmed', now), clientId, proxyNumber };
  const waiting = (await store.outboxOf(next.id)).filter(({ value }) => value.status === 'pending');
  const refused = waiting.map((entry) => putEntry(ports, refuseEntry(entry.value, CONFIRMATION_ENDED, now), entry));
  return { confirmation, puts: [putConfirmation(ports, confirmation, read), ...puts, ...refused], entryIds: [] };
}

/** What was to change is not there any more. */
async function withoutEffect(ports: Ports, read: Versioned<Confirmation>): Promise<Promotion> {
  const now = ports.clock.now();
  const confirmation = endConfirmation(read.value, 'cancelled', now);
  return { confirmation, puts: await endingPuts(ports, read, 'cancelled', now), entryIds: [] };
}
