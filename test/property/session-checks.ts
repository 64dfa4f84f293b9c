import { brokenInvariant } from '../../src/domain/model/invariants.js';
import { KINDS, type AnyRecord, type Kind, type Records } from '../../src/domain/model/records.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import type { LiveSession } from '../../src/domain/model/session.js';
import { personWith } from '../../src/domain/services/persons.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import type { Ids } from '../../src/ports/runtime.js';
import { isLive, type PairedSession, type World } from './session-world.js';

/** Every record of a kind, in a store that is small enough for one page. */
export async function allRecords<K extends Kind>(store: OrderStore, kind: K): Promise<readonly Records[K][]> {
  const page = await store.records(kind, { limit: 10_000 });
  return page.map(({ value }) => value);
}

export async function expectInvariants(store: OrderStore): Promise<void> {
  const records = await Promise.all(
    KINDS.map(async (kind) => (await allRecords(store, kind)).map((value) => ({ kind, value }) as AnyRecord)),
  );
  const broken = brokenInvariant(records.flat());
  if (broken !== undefined) throw new Error(broken);
}

export interface Checked {
  readonly store: OrderStore;
  readonly ids: Pick<Ids, 'keyedHash'>;
  readonly now: number;
}

/** Checks that the store agrees with the model: no invariant is broken, and no phone is kept longer than needed. */
export async function checkStore({ store, ids, now }: Checked, world: World): Promise<void> {
  await expectInvariants(store);
  const participants = await allRecords(store, 'participant');
  const unreleased = participants
    .filter(({ releasedAt }) => releasedAt === undefined)
    .map(({ personKey, proxyNumber }) => `${personKey} ${proxyNumber}`);
  if (new Set(unreleased).size !== unreleased.length)
    throw new Error('a person has two unreleased participants on one number');
  if (participants.some(({ releasedAt, phone }) => releasedAt !== undefined && phone !== undefined))
    throw new Error('a released participant keeps a phone');
  for (const { assigned, phone, lastCaller, optedOut } of world.clients.values()) {
    if (assigned === undefined) continue;
    const { open } = await store.routing(assigned as E164);
    if (open?.client.value.phone !== phone) throw new Error('an assigned number does not reach its client');
    if (open.session.value.lastCaller !== lastCaller) throw new Error('a session has the wrong last caller');
    checkOptOuts(ids, open.session.value, optedOut);
  }
  for (const { session } of world.orders.values()) {
    if (session === undefined) continue;
    if (isLive(session, now)) {
      await checkPairedSession(store, ids, session);
    } else if (!world.clients.has(session.clientId)) {
      const left = participants.filter(({ clientId, role }) => clientId === session.clientId && role === 'client');
      if (left.some(({ closedAt, phone }) => closedAt !== undefined && phone !== undefined))
        throw new Error('the phone of an erased client is kept');
    }
  }
}

async function checkPairedSession(store: OrderStore, ids: Checked['ids'], model: PairedSession): Promise<void> {
  const session = await store.sessionByCode(model.code);
  if (session?.value.orderId !== model.orderId) throw new Error('a live session is not found by its code');
  checkOptOuts(ids, session.value, model.optedOut);
  const named = (await store.participants({ by: 'session', sessionId: session.value.id }))
    .filter(({ value }) => value.admittedBy === 'order' && value.closedAt === undefined)
    .map(({ value }) => `${value.role} ${String(value.phone)} on ${value.proxyNumber}`)
    .sort();
  const expected = [
    `client ${model.clientPhone} on ${model.clientNumber}`,
    `counterpart ${model.courier} on ${model.courierNumber}`,
  ];
  if (named.join() !== expected.join()) throw new Error('the participants of a live session are not as expected');
}

function checkOptOuts(ids: Checked['ids'], { optedOut }: LiveSession, phones: ReadonlySet<string>): void {
  const expected = new Set([...phones].map((phone) => personWith(ids, phone as E164).personKey));
  if (optedOut.length !== expected.size || !optedOut.every((key) => expected.has(key)))
    throw new Error('a session has the wrong opt-outs');
}
