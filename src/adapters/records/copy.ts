import type { Client, ClientId } from '../../domain/model/client.js';
import type { Intent } from '../../domain/model/intent.js';
import type { Interaction } from '../../domain/model/interaction.js';
import type { E164 } from '../../domain/model/phone-number.js';
import type { Order } from '../../domain/model/order.js';
import { isFree, type ProxyNumber } from '../../domain/model/proxy-number.js';
import type { Leg } from '../../domain/model/leg.js';
import type { Lockout } from '../../domain/model/lockout.js';
import type { PairedSession } from '../../domain/model/pair.js';
import { isLive, type OpenSession } from '../../domain/model/session.js';
import type {
  ChangeSet,
  Contact,
  Kind,
  KeyedRequest,
  LegQuery,
  Lease,
  OrderStore,
  Records,
  Versioned,
} from '../../ports/order-store.js';
import { createLegTable } from './legs.js';
import { createPairTable } from './pairs.js';
import { createSessionTable } from './sessions.js';
import { countPool, highestNumber, isIdle, newestFirst, pick } from './queries.js';
import { conflict, createGroups, createTable, type Table } from './table.js';

export type StoreReads = Omit<OrderStore, 'commit' | 'forget' | 'ping' | 'close'>;

export interface RecordId {
  readonly kind: Kind;
  readonly key: string;
}

/** What a change did, and the way back while nothing else has changed since. */
export interface Applied {
  readonly touched: readonly RecordId[];
  undo(): void;
}

/** All records in memory, indexed for every read, with the versions and laws of an OrderStore. */
export interface RecordsCopy {
  readonly reads: StoreReads;
  get<K extends Kind>(kind: K, key: string): Versioned<Records[K]> | undefined;
  values<K extends Kind>(kind: K): Versioned<Records[K]>[];
  liveSessionsOf(clientId: ClientId): Versioned<OpenSession>[];
  liveSessionsOn(number: E164): Versioned<OpenSession>[];
  openPairsOf(clientId: ClientId): Versioned<PairedSession>[];
  legs(query: LegQuery): Versioned<Leg>[];
  /** Whether legs that are not released are on this number. */
  hasLegs(number: E164): boolean;
  /** The client who holds this number. */
  holderOf(number: E164): Versioned<Client> | undefined;
  /** All of it or nothing: throws `conflict` when a version or a law stands against it. */
  apply(changes: ChangeSet): Applied;
  /** Writes one record, or erases it, whatever its version. The laws hold all the same. */
  write<K extends Kind>(kind: K, key: string, value: Records[K] | undefined): void;
  /** @returns what it touched */
  forget(before: Parameters<OrderStore['forget']>[0]): readonly RecordId[];
}

export function createRecordsCopy(): RecordsCopy {
  const holders = new Map<string, string>();
  const ordersOf = createGroups();
  /** Numbers that are neither assigned nor released, by country. */
  const idle = createGroups();
  /** Numbers that are shared, by country. */
  const shared = createGroups();

  const clients = createTable<Client>((before, after) => {
    if (after?.proxyNumber !== undefined && (holders.get(after.proxyNumber) ?? after.id) !== after.id) throw conflict();
    if (before?.proxyNumber !== undefined) holders.delete(before.proxyNumber);
    if (after?.proxyNumber !== undefined) holders.set(after.proxyNumber, after.id);
  });
  const orders = createTable<Order>((before, after) => {
    if (before !== undefined) ordersOf.remove(before.clientId, before.id);
    if (after !== undefined) ordersOf.add(after.clientId, after.id);
  });
  const numbers = createTable<ProxyNumber>((before, after) => {
    const wasShared = before?.state.status === 'shared';
    const staysShared = after?.state.status === 'shared';
    if (wasShared && !staysShared && legs.isOn(before.number)) throw conflict();
    if (wasShared && !staysShared) shared.remove(before.country, before.number);
    if (staysShared) shared.add(after.country, after.number);
    if (before !== undefined) idle.remove(before.country, before.number);
    if (after !== undefined && isIdle(after)) idle.add(after.country, after.number);
  });
  const sessions = createSessionTable();
  const pairs = createPairTable();
  const legs = createLegTable((number) => {
    const status = numbers.get(number)?.value.state.status;
    // Where it is not known yet, the sheet is being read.
    return status === undefined || status === 'shared';
  });
  const lockouts = createTable<Lockout>();
  const interactions = createTable<Interaction>();
  const requests = createTable<KeyedRequest>();
  const intents = createTable<Intent>();
  const leases = createTable<Lease>();
  const tables: { readonly [K in Kind]: Table<Records[K]> } = {
    client: clients,
    order: orders,
    number: numbers,
    session: sessions.table,
    pair: pairs.table,
    leg: legs.table,
    lockout: lockouts,
    interaction: interactions,
    request: requests,
    intent: intents,
    lease: leases,
  };

  const reads: StoreReads = {
    client: (id) => Promise.resolve(clients.get(id)),
    clientByProxy: (number) => Promise.resolve(clients.get(holders.get(number) ?? '')),
    highestClientNumber: () => Promise.resolve(highestNumber(clients)),

    order: (id) => Promise.resolve(orders.get(id)),
    orders({ clientId, status, ...page }) {
      const source = clientId === undefined ? [...orders.values()] : pick(orders, ordersOf.of(clientId));
      const found = source.map(({ value }) => value).filter((order) => status === undefined || order.status === status);
      return Promise.resolve(newestFirst(found, (order) => ({ at: order.createdAt, id: order.id }), page));
    },
    openOrdersOf: (clientId) =>
      Promise.resolve(pick(orders, ordersOf.of(clientId)).filter(({ value }) => value.status === 'open')),

    number: (number) => Promise.resolve(numbers.get(number)),
    freeNumbers({ country, type, now, limit }) {
      const source = country === undefined ? [...numbers.values()] : pick(numbers, idle.of(country));
      const free = source.filter(({ value }) => (type === undefined || value.type === type) && isFree(value, now));
      return Promise.resolve(free.slice(0, limit));
    },
    numbers: () => Promise.resolve([...numbers.values()].filter(({ value }) => value.state.status !== 'released')),
    poolCounts: (now) => Promise.resolve(countPool(numbers, now)),

    routing(number, caller) {
      const leg = caller === undefined ? undefined : legs.of(caller, number);
      const pair = leg === undefined ? undefined : pairs.table.get(leg.value.sessionId);
      return Promise.resolve({ number: numbers.get(number), sessions: sessions.liveOn(number), leg, pair });
    },
    liveSessionsOf: (clientId) => Promise.resolve(sessions.liveOf(clientId)),

    legs: (query) => Promise.resolve(legs.find(query)),
    pairByCode: (code) => Promise.resolve(pairs.byCode(code)),
    openPairsOf: (clientId) => Promise.resolve(pairs.openOf(clientId)),
    expiredPairs: ({ now, limit }) => Promise.resolve(pairs.expired(now).slice(0, limit)),
    sharedNumbers: (country) => Promise.resolve(pick(numbers, shared.of(country))),
    loads: (asked) => Promise.resolve(new Map(asked.map((number) => [number, legs.countOn(number)]))),

    interaction: (id) => Promise.resolve(interactions.get(id)),
    interactions({ clientId, from, until, ...page }) {
      const found = [...interactions.values()]
        .map(({ value }) => value)
        .filter((interaction) => clientId === undefined || interaction.clientId === clientId)
        .filter(({ at }) => at >= (from ?? -Infinity) && at <= (until ?? Infinity));
      return Promise.resolve(newestFirst(found, ({ at, id }) => ({ at, id }), page));
    },

    request: (key) => Promise.resolve(requests.get(key)),
    intent: (number) => Promise.resolve(intents.get(number)),
    intents: () => Promise.resolve([...intents.values()]),
    lease: (key) => Promise.resolve(leases.get(key)),
    record: (kind, key) => Promise.resolve((tables[kind] as Table<Records[typeof kind]>).get(key)),
    records: (kind, { limit, after = '' }) => {
      const table = tables[kind] as Table<Records[typeof kind]>;
      const keys = [...table.keys()].filter((key) => key > after).sort();
      return Promise.resolve(keys.slice(0, limit).flatMap((key) => table.get(key) ?? []));
    },
  };

  return {
    reads,
    get: (kind, key) => (tables[kind] as Table<Records[typeof kind]>).get(key),
    values: (kind) => [...(tables[kind] as Table<Records[typeof kind]>).values()],
    liveSessionsOf: (clientId) => sessions.liveOf(clientId),
    liveSessionsOn: (number) => sessions.liveOn(number),
    openPairsOf: (clientId) => pairs.openOf(clientId),
    legs: (query) => legs.find(query),
    hasLegs: (number) => legs.isOn(number),
    holderOf: (number) => clients.get(holders.get(number) ?? ''),
    apply(changes) {
      expectVersions(changes);
      return apply(changes);
    },
    write: (kind, key, value) => void (tables[kind] as Table<Records[typeof kind]>).write(key, value),
    forget(before) {
      const touched: RecordId[] = [];
      for (const { value } of [...interactions.values()]) {
        if (value.at >= before.plans || (value.at >= before.interactions && value.plan === undefined)) continue;
        interactions.write(value.id, value.at < before.interactions ? undefined : { ...value, plan: undefined });
        touched.push({ kind: 'interaction', key: value.id });
      }
      drop('request', ({ at }) => at < before.requests);
      drop('leg', ({ releasedAt = Infinity }) => releasedAt < before.sessions);
      drop('pair', ({ closedAt = Infinity }) => closedAt < before.sessions);
      drop('lockout', ({ lastAt, until }) => Math.max(lastAt, until) < before.lockouts);
      return touched;

      function drop<K extends Kind>(kind: K, isOld: (value: Records[K]) => boolean): void {
        const table = tables[kind] as Table<Records[K]>;
        for (const key of [...table.keys()]) {
          const read = table.get(key);
          if (read === undefined || !isOld(read.value)) continue;
          table.write(key, undefined);
          touched.push({ kind, key });
        }
      }
    },
  };

  function expectVersions({ puts, removals = [], guards = [] }: ChangeSet): void {
    for (const list of [puts, removals, guards]) {
      for (const { kind, key, expected } of list) tables[kind].expect(key, expected);
    }
  }

  function apply({ puts, contact, removals = [], scrub }: ChangeSet): Applied {
    const touched: RecordId[] = [];
    const steps: (() => void)[] = [];
    const undo = () => {
      for (const step of steps.reverse()) step();
    };
    const write = <K extends Kind>(kind: K, key: string, value: Records[K] | undefined) => {
      steps.push((tables[kind] as Table<Records[K]>).write(key, value));
      touched.push({ kind, key });
    };
    try {
      if (contact !== undefined) noteContact(contact, write);
      for (const { kind, key } of removals) write(kind, key, undefined);
      for (const { kind, key, value } of puts) write(kind, key, value);
      if (scrub !== undefined) scrubClient(scrub, write);
    } catch (error) {
      undo();
      throw error;
    }
    return { touched, undo };
  }

  function noteContact({ sessionId, clientPhone, lastCaller }: Contact, write: Write): void {
    const session = sessions.table.get(sessionId)?.value;
    if (session === undefined || !isLive(session) || session.clientPhone !== clientPhone) throw conflict();
    if (lastCaller !== undefined) write('session', sessionId, { ...session, lastCaller });
  }

  function scrubClient(clientId: string, write: Write): void {
    for (const { value } of pick(orders, ordersOf.of(clientId))) {
      write('order', value.id, { ...value, fingerprint: undefined });
    }
    for (const { value } of [...interactions.values()].filter((record) => record.value.clientId === clientId)) {
      write('interaction', value.id, { ...value, from: '', to: '', plan: undefined });
    }
  }
}

type Write = <K extends Kind>(kind: K, key: string, value: Records[K] | undefined) => void;
