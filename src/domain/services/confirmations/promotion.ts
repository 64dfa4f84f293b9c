import type { Put, Versioned } from '../../../ports/order-store.js';
import { confirmedClient, type Client } from '../../model/client.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import { CONFIRMATION_ENDED, endConfirmation, refuseEntry } from '../../model/confirmation/ending.js';
import type { Erasure } from '../../model/erasure.js';
import { lineOf, sameLine } from '../../model/line.js';
import { labelFor } from '../../model/number-label.js';
import type { E164 } from '../../model/phone-number.js';
import type { OutboxEntry } from '../../model/outbox.js';
import { transition, type ProxyNumber } from '../../model/proxy-number.js';
import { DAY_MS } from '../../model/time.js';
import { changingPuts } from '../change-client.js';
import { put } from '../commit.js';
import type { Ports } from '../ports.js';
import type { ClaimingPorts } from '../pool/claims.js';
import { numberRequestFor, withDedicatedNumber } from '../pool/dedicated-number.js';
import { settleAtProvider } from '../pool/settle-assignment.js';
import { openingPuts } from '../sessions/open-sessions.js';
import { endingPuts } from './ending-puts.js';
import { nextClientNumber } from './client-number.js';
import { clientWithPhone } from './known-phone.js';
import { mailChangePut } from './mail-on-record.js';
import { noticesOf } from './notices.js';
import { sendEntries } from './outbox.js';
import { putConfirmation, putEntry } from './records.js';

/** What makes a confirmation true, all in one commit. */
export interface Promotion {
  readonly confirmation: Confirmation;
  readonly puts: readonly Put[];
  readonly scrub?: Erasure | undefined;
  /** The number that the client has got, to be settled at the provider after the commit. */
  readonly assigned?: ProxyNumber | undefined;
  /** Messages to send after the commit. */
  readonly entries: readonly OutboxEntry[];
}

/**
 * Makes a confirmation true: client, session, number and confirmation in one commit.
 * @param next the confirmation with what was proved last. A new client without a held number gets one: `promote` does that
 */
export async function promotion(ports: Ports, read: Versioned<Confirmation>, next: Confirmation): Promise<Promotion> {
  const { wanted } = next;
  if (wanted === undefined) return withoutEffect(ports, read);
  switch (next.purpose) {
    case 'new_client':
      return newClientPromotion(ports, read, next, wanted);
    case 'reconfirm':
      return reconfirmation(ports, read, next);
    case 'change_phone':
    case 'change_mail':
      return changePromotion(ports, read, next, wanted);
  }
}

/** Makes a confirmation true, and does what follows: messages are sent, and the provider gets the number's new label. */
export async function promote(
  ports: ClaimingPorts,
  read: Versioned<Confirmation>,
  next: Confirmation,
): Promise<Confirmation> {
  const { store, settings } = ports;
  const { wanted, heldNumber, purpose, clientId } = next;
  const known = clientId === undefined ? undefined : await store.record('client', clientId);
  if (purpose === 'new_client' && wanted !== undefined && heldNumber === undefined && known === undefined) {
    // Before it is looked for a client with this phone.
    const registered = await registrationPuts(ports, next, wanted.phone);
    if (clientId === undefined && (await clientWithPhone(ports, wanted.phone)) !== undefined) {
      return commitPromotion(ports, await withoutEffect(ports, read));
    }
    const client = await newClientOf(ports, next, wanted, undefined);
    return withDedicatedNumber(ports, client, undefined, numberRequestFor(client, settings), async (number) => {
      const result = { clientId: client.id, proxyNumber: number.proxyNumber, puts: number.puts };
      const { puts, confirmation } = await confirmed(ports, read, next, result);
      await store.commit({ puts: [...puts, ...registered] });
      return confirmation;
    });
  }
  return commitPromotion(ports, await promotion(ports, read, next));
}

async function commitPromotion(
  ports: ClaimingPorts,
  { confirmation, puts, scrub, assigned, entries }: Promotion,
): Promise<Confirmation> {
  await ports.store.commit({ puts, scrub });
  if (assigned !== undefined) void settleAtProvider(ports, assigned);
  await sendEntries(ports, entries);
  return confirmation;
}

/**
 * Whose id is not given is told by their phone: whoever is confirmed twice, at the same time perhaps, becomes one client and not two. The
 * counter is written so that one of the two meets a conflict.
 */
async function registrationPuts(
  { store, ids, clock }: Ports,
  { clientId }: Confirmation,
  phone: E164,
): Promise<readonly Put[]> {
  if (clientId !== undefined) return [];
  const key = `registered ${ids.keyedHash('limit', lineOf(phone))}`;
  const read = await store.record('counter', key);
  return [put('counter', { key, count: 1, until: clock.now() + DAY_MS }, read)];
}

type Wanted = Exclude<Confirmation['wanted'], undefined>;

async function newClientOf(
  { store, clock }: Ports,
  { clientId }: Confirmation,
  { name, mail, phone: realPhone, residency }: Wanted,
  proxyNumber: E164 | undefined,
): Promise<Client> {
  const id = clientId ?? (await nextClientNumber({ store })).toString();
  const now = clock.now();
  return { id, name, mail, realPhone, residency, proxyNumber, createdAt: now, confirmedAt: now };
}

async function newClientPromotion(
  ports: Ports,
  read: Versioned<Confirmation>,
  next: Confirmation,
  wanted: Wanted,
): Promise<Promotion> {
  const { store, clock, ids, settings } = ports;
  const now = clock.now();
  // Before it is looked for a client with this phone.
  const registered = await registrationPuts(ports, next, wanted.phone);
  const known =
    next.clientId === undefined
      ? await clientWithPhone(ports, wanted.phone)
      : await store.record('client', next.clientId);
  const number = next.heldNumber === undefined ? undefined : await store.record('number', next.heldNumber);
  const held = number?.value.state.status === 'held' && number.value.state.by === next.id ? number : undefined;
  if (known !== undefined) {
    // Somebody has created the client in another way meanwhile. Their record stands.
    if (!sameLine(known.value.realPhone, wanted.phone)) return withoutEffect(ports, read);
    const until = now + settings.quarantineMs;
    const unheld = held && put('number', transition(held.value, { type: 'unhold', by: next.id, until }), held);
    const { id: clientId, proxyNumber } = known.value;
    const puts = [...(unheld === undefined ? [] : [unheld]), ...confirmingPuts(known, now)];
    return confirmed(ports, read, next, { clientId, proxyNumber, puts });
  }
  // Somebody has taken the number away, in the spreadsheet for instance.
  if (held === undefined) return withoutEffect(ports, read);
  const client = await newClientOf(ports, next, wanted, held.value.number);
  const assigned = {
    ...transition(held.value, { type: 'promote', by: next.id, to: client.id, at: now }),
    friendlyName: labelFor(client),
  };
  const puts = [
    ...[put('client', client), put('number', assigned, held), ...registered],
    ...openingPuts(ids, client, assigned, now),
  ];
  const result = { clientId: client.id, proxyNumber: assigned.number, puts };
  return { ...(await confirmed(ports, read, next, result)), assigned };
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
  // What was proved, or approved, is that these may be replaced, and not what has come in their place since.
  const { formerPhone } = next;
  if (formerPhone !== undefined && !sameLine(before.realPhone, formerPhone)) return withoutEffect(ports, read);
  if (isVouchedByMail(next) && before.mail !== mail) return withoutEffect(ports, read);
  const changed = next.purpose === 'change_phone' ? { ...before, realPhone: phone } : { ...before, mail };
  const client = confirmedClient(changed, ports.clock.now());
  const { puts, scrub } = await changingPuts(ports, known, client);
  const notices = await noticesOf(ports, next, before, client);
  const noted = next.purpose === 'change_mail' ? [await mailChangePut(ports, client, next.approved)] : [];
  const result = {
    clientId: client.id,
    proxyNumber: client.proxyNumber,
    puts: [...puts, ...noted, ...notices.map((notice) => putEntry(ports, notice))],
  };
  return { ...(await confirmed(ports, read, next, result)), scrub, entries: notices };
}

async function reconfirmation(ports: Ports, read: Versioned<Confirmation>, next: Confirmation): Promise<Promotion> {
  const { clientId } = next;
  const known = clientId === undefined ? undefined : await ports.store.record('client', clientId);
  return confirmed(ports, read, next, {
    clientId,
    puts: known === undefined ? [] : confirmingPuts(known, ports.clock.now()),
  });
}

/** The write that notes that a client was confirmed, if that is not on record. */
function confirmingPuts(known: Versioned<Client>, now: number): readonly Put[] {
  const client = confirmedClient(known.value, now);
  return client === known.value ? [] : [put('client', client, known)];
}

/** Whether a phone is to be replaced because of the mail address that was on record when it was asked for. */
function isVouchedByMail({ purpose, proved, approved }: Confirmation): boolean {
  return purpose === 'change_phone' && !approved && !proved.includes('former_phone');
}

async function confirmed(
  ports: Ports,
  read: Versioned<Confirmation>,
  next: Confirmation,
  {
    clientId,
    proxyNumber = next.proxyNumber,
    puts,
  }: Pick<Confirmation, 'clientId'> & {
    readonly proxyNumber?: Confirmation['proxyNumber'];
    readonly puts: readonly Put[];
  },
): Promise<Promotion> {
  const { store, clock } = ports;
  const now = clock.now();
  const confirmation = { ...endConfirmation(next, 'confirmed', now), clientId, proxyNumber };
  const waiting = (await store.outboxOf(next.id)).filter(({ value }) => value.status === 'pending');
  const refused = waiting.map((entry) => putEntry(ports, refuseEntry(entry.value, CONFIRMATION_ENDED, now), entry));
  return { confirmation, puts: [putConfirmation(ports, confirmation, read), ...puts, ...refused], entries: [] };
}

/** What was to change is not there any more. */
async function withoutEffect(ports: Ports, read: Versioned<Confirmation>): Promise<Promotion> {
  const now = ports.clock.now();
  const confirmation = endConfirmation(read.value, 'cancelled', now);
  return { confirmation, puts: await endingPuts(ports, read, 'cancelled', now), entries: [] };
}
