import { brokenInvariant } from '../../src/domain/model/invariants.js';
import { KINDS, type AnyRecord, type Kind, type Records } from '../../src/domain/model/records.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { isLive, type PairedSession, type World } from './session-world.js';

/** Every record of a kind, of stores that are small enough for one page. */
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

/** The store agrees with the model: no invariant is broken, and nobody's phone is kept without need. */
export async function checkStore(store: OrderStore, world: World, now: number): Promise<void> {
  await expectInvariants(store);
  const participants = await allRecords(store, 'participant');
  const unreleased = participants
    .filter(({ releasedAt }) => releasedAt === undefined)
    .map(({ personKey, proxyNumber }) => `${personKey} ${proxyNumber}`);
  if (new Set(unreleased).size !== unreleased.length)
    throw new Error('a person has two unreleased participants on one number');
  if (participants.some(({ releasedAt, phone }) => releasedAt !== undefined && phone !== undefined))
    throw new Error('a released participant keeps a phone');
  for (const { session } of world.orders.values()) {
    if (session === undefined) continue;
    if (isLive(session, now)) {
      await checkLiveSession(store, session);
    } else if (!world.clients.has(session.clientId)) {
      const left = participants.filter(({ clientId, role }) => clientId === session.clientId && role === 'client');
      if (left.some(({ closedAt, phone }) => closedAt !== undefined && phone !== undefined))
        throw new Error('the phone of an erased client is kept');
    }
  }
}

async function checkLiveSession(store: OrderStore, model: PairedSession): Promise<void> {
  const session = await store.sessionByCode(model.code);
  if (session?.value.orderId !== model.orderId) throw new Error('a live session is not found by its code');
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
