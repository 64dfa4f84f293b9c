import Database from 'better-sqlite3';
import type { Client } from '../../src/domain/model/client.js';
import type { CallOutcome, Interaction } from '../../src/domain/model/interaction.js';
import type { Order } from '../../src/domain/model/order.js';
import { closeParticipant, releaseParticipant, type Participant } from '../../src/domain/model/participant.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import { closePairedSession } from '../../src/domain/model/session.js';
import type { AnyRecord } from '../../src/domain/model/records.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { DAY_MS, HOUR_MS } from '../../src/domain/model/time.js';
import { mappingOf, rowOf } from '../../src/adapters/sql/mappings.js';
import { createKeyedHash } from '../../src/adapters/system/index.js';
import { personWith } from '../../src/domain/services/persons.js';
import {
  aCallInteraction,
  aClient,
  aNumber,
  anOrder,
  aPairedSession,
  aParticipant,
  aTextInteraction,
} from '../../src/entry/testing/index.js';

export const HASH_KEY = 'a hash key of the bench that is long enough';
/** How long ago the oldest order was. */
export const DAYS = 90;
const COURIERS = 400;
const SHARED = 400;
/** One order in four has a courier, and one client in ten a number of their own. */
const PAIRED = 4;
const DEDICATED = 10;
const OUTCOMES: readonly CallOutcome[] = ['answered', 'answered', 'answered', 'busy', 'no_answer', 'order_closed'];

/** Their numbers are longer than those that are kept for fiction, so that there are enough: nothing is called. */
const clientPhone = (index: number) => `+336${(39_000_000 + index).toString()}` as E164;
const courierPhone = (index: number) => `+3319900${(1000 + (index % COURIERS)).toString()}` as E164;
export const proxyOf = (index: number) => `+337${(50_000_000 + Math.floor(index / DEDICATED)).toString()}` as E164;
export const sharedOf = (index: number) => `+337${(60_000_000 + (index % SHARED)).toString()}` as E164;
/** Has every tenth of the orders with a courier. */
export const COURIER = '+33199009999' as E164;

/** Who brings an order, and the number that they call: within the time that it cools off, another one for each of their orders. */
function courierOf(index: number): { readonly phone: E164; readonly number: E164 } {
  const nth = Math.floor(index / PAIRED);
  if (nth % 10 === 0) return { phone: COURIER, number: sharedOf(nth / 10) };
  return { phone: courierPhone(nth), number: sharedOf(nth + Math.floor(nth / COURIERS)) };
}

export function oneOf(who: 'client' | 'courier', index: number): E164 {
  return who === 'client' ? clientPhone(index) : courierPhone(index);
}

interface Amounts {
  readonly orders: number;
  readonly interactions: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Writes the history directly, with the store's own mappings: through the API it would take an hour. */
export function fill(path: string, amounts: Amounts): void {
  const database = new Database(path);
  database.pragma('journal_mode = wal');
  const insert = inserterOf(database);
  database.exec('begin');
  for (const record of records(amounts)) insert(record);
  database.exec('commit');
  database.exec('analyze');
  database.close();
}

function inserterOf(database: Database.Database): (record: AnyRecord) => void {
  const statements = new Map<string, Database.Statement>();
  return ({ kind, value }) => {
    const row = { ...rowOf(kind, value), version: 1 };
    const columns = Object.keys(row);
    const statement =
      statements.get(kind) ??
      database.prepare(
        `insert into ${mappingOf(kind).table} (${columns.join(', ')}) values (${columns.map((name) => `:${name}`).join(', ')})`,
      );
    statements.set(kind, statement);
    statement.run(row);
  };
}

function* records({ orders, interactions, now }: Amounts): Generator<AnyRecord> {
  for (let index = 0; index < SHARED; index += 1) {
    yield { kind: 'number', value: aNumber(sharedOf(index), { state: { status: 'shared', since: 1 } }) };
  }
  for (let index = 0; index < orders; index += DEDICATED) {
    const state = { status: 'assigned', to: `C-${index.toString()}`, since: 1 } as const;
    yield { kind: 'number', value: aNumber(proxyOf(index), { state }) };
  }
  for (let index = 0; index < orders; index += 1)
    yield* ofOrder(index, now - ((orders - index) * DAYS * DAY_MS) / orders, now);
  const each = (DAYS * DAY_MS) / interactions;
  for (let index = 0; index < interactions; index += 1) {
    yield { kind: 'interaction', value: interactionAt(index, Math.floor(now - (interactions - index) * each), orders) };
  }
}

/** A client, and their order, with its session if it has a courier. */
function* ofOrder(index: number, at: number, now: number): Generator<AnyRecord> {
  const createdAt = Math.floor(at);
  const id = index.toString();
  const proxyNumber = index % DEDICATED === 0 ? proxyOf(index) : undefined;
  const client: Client = aClient(`C-${id}`, { realPhone: clientPhone(index), proxyNumber, createdAt });
  yield { kind: 'client', value: client };
  const expiresAt = createdAt + DAY_MS;
  const isOpen = expiresAt > now;
  const ended = isOpen ? undefined : expiresAt;
  const hasCourier = index % PAIRED === 0;
  const order: Order = anOrder(`O-${id}`, client.id, {
    ...{ createdAt, status: isOpen ? 'open' : 'closed', closedAt: ended, proxyNumber: sharedOf(index) },
    session: hasCourier ? { sessionId: `S-${id}`, courierProxyNumber: courierOf(index).number, expiresAt } : undefined,
  });
  yield { kind: 'order', value: order };
  if (hasCourier) yield* sessionOf(order, client, index, now);
}

function* sessionOf(
  { session, createdAt, id }: Order,
  client: Client,
  index: number,
  now: number,
): Generator<AnyRecord> {
  const { sessionId = '', expiresAt = 0 } = session ?? {};
  const live = aPairedSession(sessionId, client, {
    ...{ orderId: id, code: `${index.toString()}#`, openedAt: createdAt, expiresAt },
  });
  const isOpen = expiresAt > now;
  yield { kind: 'session', value: isOpen ? live : closePairedSession(live, now) };
  const ids = { keyedHash: createKeyedHash(HASH_KEY) };
  const courier = courierOf(index);
  const people = [
    ['client', client.realPhone, sharedOf(index)],
    ['counterpart', courier.phone, courier.number],
  ] as const;
  for (const [role, own, number] of people) {
    const one = aParticipant(`${sessionId} ${role}`, live, { role, proxyNumber: number, ...personWith(ids, own) });
    yield { kind: 'participant', value: agedParticipant({ ...one, openedAt: createdAt }, now) };
  }
}

/** As maintenance would have left it: on a number, the same person is live or cooling once only. */
function agedParticipant(participant: Participant, now: number): Participant {
  const end = participant.expiresAt ?? 0;
  if (end > now) return participant;
  const closed = closeParticipant(participant, end);
  return end > now - DEFAULT_SETTINGS.softCoolingMs
    ? closed
    : releaseParticipant(closed, end + DEFAULT_SETTINGS.softCoolingMs);
}

function interactionAt(index: number, at: number, orders: number): Interaction {
  const order = Math.floor((index / 10) % orders);
  const fields = {
    ...{ at, clientId: `C-${order.toString()}`, sessionId: `S-${order.toString()}`, endedAt: at + HOUR_MS / 60 },
    direction: index % 3 === 0 ? ('to_counterpart' as const) : ('to_client' as const),
  };
  const id = `I-${((index * 2_654_435_761) % 2 ** 32).toString(36)}-${index.toString(36)}`;
  if (index % 8 === 0) return aTextInteraction(id, { ...fields, outcome: 'delivered' });
  return aCallInteraction(id, {
    ...fields,
    callId: id,
    outcome: OUTCOMES[index % OUTCOMES.length] ?? 'answered',
    durationSeconds: 30,
  });
}
