import type { Kind, Records } from '../../../ports/order-store.js';
import type { Client, ClientId } from '../../model/client.js';
import { isPending, type Confirmation } from '../../model/confirmation/confirmation.js';
import { invalidField } from '../../model/errors.js';
import type { Interaction } from '../../model/interaction.js';
import { lineOf, sameLine, spellingsOf } from '../../model/line.js';
import type { Order } from '../../model/order.js';
import type { OutboxEntry } from '../../model/outbox.js';
import type { Participant } from '../../model/participant.js';
import type { Person } from '../../model/person.js';
import {
  isInteractionOf,
  isLastCaller,
  isOptedOut,
  isParticipant,
  type PersonOrder,
  type PersonRecords,
  type PersonTraces,
} from '../../model/person-data.js';
import type { E164 } from '../../model/phone-number.js';
import type { Session } from '../../model/session.js';
import { isOwnNumber } from '../own-numbers.js';
import { pagesOf } from '../paging.js';
import { personWith } from '../persons.js';
import type { Ports } from '../ports.js';
import { callerCountKey } from '../sessions/lock-changes.js';

// Nothing is indexed by person: phones are looked up in all records, a few times a year. That takes no column or index that every
// call would have to write.

// Few enough that a call which comes in meanwhile waits for some milliseconds only.
const PAGE = 300;

/** What an erasure needs besides the records. */
export interface FoundPerson {
  readonly records: PersonRecords;
  readonly traces: PersonTraces;
}

/**
 * Finds all records that are about the person with this phone.
 * @throws `invalid_request` for a number of our own
 */
export async function findPerson(ports: Ports, phone: E164): Promise<FoundPerson> {
  const { store, ids } = ports;
  if (await isOwnNumber(store, phone))
    throw invalidField('phone', 'this is one of the proxy numbers of the pool, not the phone of a person');
  const person = personWith(ids, phone);
  const clients = await collect(ports, 'client', ({ realPhone }) => sameLine(realPhone, phone));
  const { clientIds, confirmations } = await findConfirmationsAndClients(ports, person, clients);
  const participants = await collect(
    ports,
    'participant',
    (one) => isParticipant(one, person) || (one.role === 'client' && clientIds.has(one.clientId)),
  );
  const { sessions, sessionsOfOthers } = await findSessions(ports, person, clientIds, participants);
  const traces: PersonTraces = {
    person,
    clients: clientIds,
    participants: bySession(participants.filter((one) => one.sessionKind === 'paired' && isParticipant(one, person))),
    calledLast: new Set(sessions.filter((session) => isLastCaller(session, person)).map(({ id }) => id)),
    sessionsOfOthers,
  };
  const orders = await findOrders(ports, traces);
  const fingerprints = new Set(orders.map(({ order }) => order.fingerprint));
  const lockout = await store.record('lockout', callerCountKey(ids.keyedHash('lockout', lineOf(phone))));
  const records: PersonRecords = {
    person,
    clients,
    numberNames: await namesOf(
      ports,
      clients.flatMap(({ proxyNumber }) => proxyNumber ?? []),
    ),
    orders,
    sessions,
    participants,
    interactions: await findInteractions(ports, traces),
    confirmations,
    outbox: await findOutbox(ports, person, confirmations),
    replies: await collect(ports, 'reply', ({ key }) => key.startsWith(`${person.personKey} `)),
    requests: await collect(ports, 'request', ({ fingerprint }) => fingerprints.has(fingerprint)),
    lockout: lockout?.value,
  };
  return { records, traces };
}

async function collect<K extends Kind>(
  { store, clock }: Ports,
  kind: K,
  isWanted: (value: Records[K]) => boolean,
): Promise<readonly Records[K][]> {
  const found: Records[K][] = [];
  for await (const page of pagesOf(store, kind, PAGE)) {
    for (const { value } of page) if (isWanted(value)) found.push(value);
    // Calls come first.
    await clock.sleep(0);
  }
  return found;
}

/** The person's confirmations, and the ids of their clients: those with a record, and those that only a confirmation names. */
async function findConfirmationsAndClients(
  ports: Ports,
  person: Person,
  clients: readonly Client[],
): Promise<{ readonly clientIds: ReadonlySet<ClientId>; readonly confirmations: readonly Confirmation[] }> {
  const known = new Set(clients.map(({ id }) => id));
  const confirmations = await findConfirmations(ports, person, known);
  const unconfirmed = await unconfirmedClients(ports, confirmations);
  if (unconfirmed.length === 0) return { clientIds: known, confirmations };
  // Earlier confirmations of the same id, which are over and may have been for another phone, are erased with it.
  const clientIds = new Set([...known, ...unconfirmed]);
  return { clientIds, confirmations: await findConfirmations(ports, person, clientIds) };
}

/** Those of the person's clients, and pending ones of the person's phone. Of others nothing says any more whose they were. */
function findConfirmations(
  ports: Ports,
  { personKey, phone }: Person,
  clientIds: ReadonlySet<ClientId>,
): Promise<readonly Confirmation[]> {
  return collect(ports, 'confirmation', (one) => {
    const phones = [one.wanted?.phone, one.formerPhone];
    const isOfPhone = phones.some((known) => known !== undefined && sameLine(known, phone));
    return isOfPhone || one.personKey === personKey || (one.clientId !== undefined && clientIds.has(one.clientId));
  });
}

/** The ids of clients who are the person once that is confirmed, and have no record until then. */
async function unconfirmedClients(
  { store }: Ports,
  confirmations: readonly Confirmation[],
): Promise<readonly ClientId[]> {
  const ids = confirmations.flatMap((one) =>
    isPending(one) && one.purpose === 'new_client' && one.clientId !== undefined ? [one.clientId] : [],
  );
  const records = await Promise.all(ids.map((id) => store.record('client', id)));
  return ids.filter((_, index) => records[index] === undefined);
}

function findOutbox(
  ports: Ports,
  { phone }: Person,
  confirmations: readonly Confirmation[],
): Promise<readonly OutboxEntry[]> {
  const ids = new Set(confirmations.map(({ id }) => id));
  const spellings = new Set<string | undefined>(spellingsOf(phone));
  return collect(ports, 'outbox', ({ confirmationId, to }) => ids.has(confirmationId) || spellings.has(to));
}

async function findSessions(
  ports: Ports,
  person: Person,
  clients: ReadonlySet<ClientId>,
  participants: readonly Participant[],
): Promise<{ readonly sessions: readonly Session[]; readonly sessionsOfOthers: ReadonlySet<string> }> {
  const own = new Set(participants.map(({ sessionId }) => sessionId));
  const sessionsOfOthers = new Set<string>();
  const sessions = await collect(ports, 'session', (session) => {
    if (clients.has(session.clientId) || own.has(session.id)) return true;
    if (session.kind === 'paired') sessionsOfOthers.add(session.id);
    return isLastCaller(session, person) || isOptedOut(session, person);
  });
  return { sessions, sessionsOfOthers };
}

function bySession(participants: readonly Participant[]): ReadonlyMap<string, readonly Participant[]> {
  const groups = new Map<string, Participant[]>();
  for (const participant of participants) {
    const group = groups.get(participant.sessionId);
    if (group === undefined) groups.set(participant.sessionId, [participant]);
    else group.push(participant);
  }
  return groups;
}

/**
 * Orders of the person's clients, and those that name, or named, the person. Under a former phone a client is still named by sessions
 * that had expired when the phone changed.
 */
async function findOrders(ports: Ports, { clients, participants }: PersonTraces): Promise<readonly PersonOrder[]> {
  const roleIn = ({ clientId, session }: Order): PersonOrder['role'] | undefined => {
    if (clients.has(clientId)) return 'client';
    const own = session === undefined ? undefined : participants.get(session.sessionId);
    const named = own?.find(({ admittedBy }) => admittedBy === 'order');
    return named && (named.role === 'client' ? 'client' : 'courier');
  };
  const orders = await collect(ports, 'order', (order) => roleIn(order) !== undefined);
  return orders.flatMap((order) => {
    const role = roleIn(order);
    return role === undefined ? [] : [{ order, role }];
  });
}

async function findInteractions({ store, clock }: Ports, traces: PersonTraces): Promise<readonly Interaction[]> {
  const found: Interaction[] = [];
  let after: { readonly at: number; readonly id: string } | undefined;
  for (;;) {
    const page = await store.interactions({ limit: PAGE, after });
    found.push(...page.filter((interaction) => isInteractionOf(interaction, traces)));
    after = page.at(-1);
    if (page.length < PAGE) return found;
    await clock.sleep(0);
  }
}

async function namesOf({ store }: Ports, numbers: readonly E164[]): Promise<ReadonlyMap<E164, string>> {
  const names = new Map<E164, string>();
  for (const number of numbers) {
    const read = await store.record('number', number);
    if (read !== undefined) names.set(number, read.value.friendlyName);
  }
  return names;
}
