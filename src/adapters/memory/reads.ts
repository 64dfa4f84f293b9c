import { lineOf, spellingsOf } from '../../domain/model/line.js';
import type { E164 } from '../../domain/model/phone-number.js';
import { isFree, isInPool } from '../../domain/model/proxy-number.js';
import { rulesOf } from '../../domain/model/records.js';
import type { OutboxEntry } from '../../domain/model/outbox.js';
import type { Participant } from '../../domain/model/participant.js';
import type { LiveOpenSession, LivePairedSession, LiveSession } from '../../domain/model/session.js';
import type { CallerRead, OrderStore, ParticipantQuery, RoutingRead, Versioned } from '../../ports/order-store.js';
import { GROUPS } from './lookups.js';
import { countInteractions, findInteractions, siftInteractions } from './interaction-queries.js';
import { countPool, highestNumber, newestClients, newestFirst, newestParticipants, pageOfPool } from './queries.js';
import type { RecordTables } from './record-tables.js';

/** The reads of an OrderStore. */
export type StoreReads = Omit<
  OrderStore,
  | ('hashKey' | 'commit' | 'forget' | 'ping' | 'backlog' | 'findings' | 'outOfRotation' | 'close')
  | ('typedConfirmations' | 'answerTyped')
>;

/** Every read of an OrderStore, from records in memory. */
export function createReads(tables: RecordTables): StoreReads {
  const { get, all, group, claimant } = tables;

  return {
    record: (kind, key) => Promise.resolve(get(kind, key)),
    records(kind, { limit, after = '' }) {
      const keys = [...all(kind).keys()].filter((key) => key > after).sort();
      return Promise.resolve(keys.slice(0, limit).flatMap((key) => get(kind, key) ?? []));
    },
    due(kind, { by, limit }) {
      const isDue = ({ value }: Versioned<Parameters<ReturnType<typeof rulesOf<typeof kind>>['dueAt']>[0]>) =>
        (rulesOf(kind).dueAt(value) ?? Infinity) <= by;
      return Promise.resolve(group(kind, GROUPS.due(kind)).filter(isDue).slice(0, limit));
    },

    clientByProxy: (number) => Promise.resolve(claimant('client', `holder of ${number}`)),
    clientsByPhone: (phone, limit) =>
      Promise.resolve(newestClients(group('client', GROUPS.clientsOn(lineOf(phone))), limit)),
    highestClientNumber: () => Promise.resolve(highestNumber(all('client').values())),

    orders({ clientId, status, ...page }) {
      const source = clientId === undefined ? [...all('order').values()] : group('order', GROUPS.ordersOf(clientId));
      const found = source.map(({ value }) => value).filter((order) => status === undefined || order.status === status);
      return Promise.resolve(newestFirst(found, (order) => ({ at: order.createdAt, id: order.id }), page));
    },
    openOrdersOf: (clientId) =>
      Promise.resolve(group('order', GROUPS.ordersOf(clientId)).filter(({ value }) => value.status === 'open')),

    freeNumbers({ country, type, now, limit }) {
      const source = country === undefined ? [...all('number').values()] : group('number', GROUPS.idleIn(country));
      const free = source.filter(({ value }) => (type === undefined || value.type === type) && isFree(value, now));
      return Promise.resolve(free.slice(0, limit));
    },
    sharedNumbers: (country) => Promise.resolve(group('number', GROUPS.sharedIn(country))),
    numbers: () => Promise.resolve([...all('number').values()].filter(({ value }) => isInPool(value))),
    poolNumbers: (query) => Promise.resolve(pageOfPool(all('number').values(), query)),
    poolCounts: (now) => Promise.resolve(countPool(all('number').values(), now)),
    loads: (numbers) => Promise.resolve(loadsOf(tables, numbers)),

    routing: (number, caller) => Promise.resolve(readRouting(tables, number, caller)),
    liveSessionsOf: (clientId) => Promise.resolve(liveSessionsOf(tables, clientId)),
    sessionByCode: (code) =>
      // Only live paired sessions claim a code.
      Promise.resolve(claimant('session', `order code ${code}`) as Versioned<LivePairedSession> | undefined),
    participants: (query) => Promise.resolve(findParticipants(tables, query)),

    ...historyReads(tables),
  };
}

type HistoryReads = Pick<
  StoreReads,
  | ('confirmations' | 'liveConfirmations' | 'outboxOf' | 'auditEntries')
  | ('interactions' | 'siftInteractions' | 'interactionCounts')
>;

function historyReads({ all, group }: RecordTables): HistoryReads {
  return {
    confirmations({ clientId, status, ...page }) {
      const source =
        clientId === undefined
          ? [...all('confirmation').values()]
          : group('confirmation', GROUPS.confirmationsOf(clientId));
      const found = source.map(({ value }) => value).filter((one) => status === undefined || one.status === status);
      return Promise.resolve(newestFirst(found, ({ createdAt: at, id }) => ({ at, id }), page));
    },
    liveConfirmations(query) {
      const name =
        query.by === 'client' ? GROUPS.pendingOfClient(query.clientId) : GROUPS.pendingOfPerson(query.personKey);
      return Promise.resolve(group('confirmation', name));
    },
    outboxOf: (confirmationId) => Promise.resolve(group('outbox', GROUPS.outboxOf(confirmationId))),

    interactions: (query) => Promise.resolve(findInteractions(all('interaction').values(), query)),
    siftInteractions: (query) => Promise.resolve(siftInteractions(all('interaction').values(), query)),
    interactionCounts: (period) => Promise.resolve(countInteractions(all('interaction').values(), period)),
    auditEntries({ actor, record, from, until, ...page }) {
      const found = [...all('audit').values()]
        .map(({ value }) => value)
        .filter((entry) => actor === undefined || entry.actor === actor)
        .filter(({ records }) => record === undefined || records.includes(record))
        .filter(({ at }) => at >= (from ?? -Infinity) && at <= (until ?? Infinity));
      return Promise.resolve(newestFirst(found, ({ at, id }) => ({ at, id }), page));
    },
  };
}

function loadsOf({ groupSize }: RecordTables, numbers: readonly E164[]): ReadonlyMap<E164, number> {
  return new Map(numbers.map((number) => [number, groupSize(GROUPS.pairedParticipantsOn(number))]));
}

/** Sessions are in this group while they are live. */
export function liveSessionsOf(tables: RecordTables, clientId: string): Versioned<LiveSession>[] {
  return tables.group('session', GROUPS.liveSessionsOf(clientId)) as Versioned<LiveSession>[];
}

/** The newest last. */
export function outboxOf(tables: RecordTables, confirmationId: string): Versioned<OutboxEntry>[] {
  const found = tables.group('outbox', GROUPS.outboxOf(confirmationId));
  return found.sort(
    ({ value: one }, { value: other }) => one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1),
  );
}

export function findParticipants(tables: RecordTables, query: ParticipantQuery): Versioned<Participant>[] {
  const found = allParticipants(tables, query);
  return query.newest === undefined ? found : newestParticipants(found, query.newest);
}

function allParticipants(tables: RecordTables, query: ParticipantQuery): Versioned<Participant>[] {
  switch (query.by) {
    case 'person':
      return tables.group('participant', GROUPS.participantsOfPerson(query.personKey));
    case 'session':
      return tables.group('participant', GROUPS.participantsOfSession(query.sessionId));
    case 'client':
      return tables.group('participant', GROUPS.participantsOfClient(query.clientId));
    case 'number':
      return tables.group('participant', GROUPS.participantsOn(query.proxyNumber));
  }
}

function readRouting(tables: RecordTables, ...[number, caller]: Parameters<OrderStore['routing']>): RoutingRead {
  return {
    number: tables.get('number', number),
    open: openSessionOn(tables, number),
    caller: caller === undefined ? undefined : readCaller(tables, number, caller.personKey),
    callerIsOurs: caller !== undefined && isOurs(tables, caller.phone),
  };
}

/** Whether a phone is a number of the pool, in whatever spelling. */
function isOurs(tables: RecordTables, phone: E164): boolean {
  return spellingsOf(phone).some((spelling) => isInPool(tables.get('number', spelling)?.value));
}

export function openSessionOn(tables: RecordTables, number: string): RoutingRead['open'] {
  // Only live open sessions have this claim, and only live participants the other one.
  const session = tables.claimant('session', `open session on ${number}`) as Versioned<LiveOpenSession> | undefined;
  const client = session === undefined ? undefined : participantFor(tables, session.value.id, 'client');
  return session === undefined || client === undefined ? undefined : { session, client };
}

function readCaller(tables: RecordTables, number: string, personKey: string): CallerRead | undefined {
  const participant = tables.claimant('participant', `${personKey} on ${number}`);
  if (participant === undefined) return undefined;
  const { sessionId, sessionKind, role } = participant.value;
  const session = tables.get('session', sessionId);
  const other =
    sessionKind === 'open'
      ? undefined
      : participantFor(tables, sessionId, role === 'client' ? 'counterpart' : 'client');
  return { participant, session, other };
}

function participantFor(
  tables: RecordTables,
  sessionId: string,
  role: Participant['role'],
): NonNullable<CallerRead['other']> | undefined {
  return tables.claimant('participant', `${role} of ${sessionId}`) as CallerRead['other'];
}
