import type { ExecutionContext } from 'ava';
import type { Confirmation } from '../../src/domain/model/confirmation/confirmation.js';
import { brokenInvariant } from '../../src/domain/model/invariants.js';
import type { OutboxEntry } from '../../src/domain/model/outbox.js';
import type { AnyRecord } from '../../src/domain/model/records.js';
import type { Kind, Records } from '../../src/ports/order-store.js';
import { FORMER_PHONE, PHONE } from './crash-flows.js';
import type { Left, World } from './crash-world.js';

/** What is in the store, by kind. */
export type Stored = <K extends Kind>(kind: K) => readonly Records[K][];

/** What holds at any time, as soon as no claim is under way: nothing is half done, and what is said of messages is true. */
export async function expectAgreement(t: ExecutionContext, world: World, where: string): Promise<void> {
  const records = await world.api.everything();
  const stored = storedIn(records);
  t.is(brokenInvariant(records), undefined, where);
  for (const confirmation of stored('confirmation')) expectWhole(t, stored, confirmation, where);
  expectHolds(t, stored, where);
  for (const entry of stored('outbox')) expectTrueFate(t, entry, world.left, where);
  await expectShown(t, world, stored, where);
  const entries = new Map(stored('outbox').map((entry) => [entry.id, entry]));
  for (const { id, channel, to } of world.left)
    t.is(entries.get(id)?.channel, channel, `${where}: ${to} was sent something unknown`);
  const counted = stored('counter').find(({ key }) => /^sends (token|public)$/.test(key))?.count ?? 0;
  t.is(
    counted,
    [...entries.values()].filter(({ message }) => message !== 'changed').length,
    `${where}: all sends are counted`,
  );
}

export function storedIn(records: readonly AnyRecord[]): Stored {
  return (kind) => records.flatMap((record) => (record.kind === kind ? [record.value as never] : []));
}

/** Confirmed with all that comes of it, or with nothing of it. */
function expectWhole(t: ExecutionContext, stored: Stored, confirmation: Confirmation, where: string): void {
  const { status, purpose, clientId, proxyNumber, heldNumber, approved } = confirmation;
  const client = stored('client').find(({ id }) => id === (clientId ?? '1'));
  const number = stored('number').find((each) => each.number === (client?.proxyNumber ?? proxyNumber));
  const session = stored('session').find((each) => each.kind === 'open' && each.closedAt === undefined);
  const participant = stored('participant').find(({ sessionId }) => sessionId === session?.id);
  const orders = stored('order').map((order) => order.status);
  const isTrue = status === 'confirmed' || (status === 'blocked' && approved);
  if (isTrue || purpose === 'change_phone') {
    t.deepEqual(
      [client?.realPhone, number?.state.status, session?.kind === 'open' && session.proxyNumber, participant?.phone],
      [isTrue ? PHONE : FORMER_PHONE, 'assigned', client?.proxyNumber, client?.realPhone].map((each) => each ?? ''),
      where,
    );
    t.true(number?.state.status === 'assigned' && number.state.to === client?.id, where);
    t.deepEqual(
      orders,
      orders.map(() => 'open'),
      where,
    );
  } else {
    t.deepEqual([client, session, participant], [undefined, undefined, undefined], where);
    t.deepEqual(
      orders,
      orders.map(() => (status === 'pending' ? 'open' : 'closed')),
      where,
    );
  }
  if (status !== 'pending') t.is(heldNumber, undefined, where);
}

/** No number is held for nothing. */
export function expectHolds(t: ExecutionContext, stored: Stored, where: string): void {
  const held = stored('number').flatMap(({ number, state }) =>
    state.status === 'held' ? [`${number} ${state.by}`] : [],
  );
  const wanted = stored('confirmation').flatMap(({ id, status, heldNumber }) =>
    status === 'pending' && heldNumber !== undefined ? [`${heldNumber} ${id}`] : [],
  );
  t.deepEqual(held.sort(), wanted.sort(), where);
}

/** No text or call leaves twice. One that has left is said to be sent, or to be unknown; a mail has the same id each time. */
export function expectTrueFate(
  t: ExecutionContext,
  { id, channel, status, to, dueAt }: OutboxEntry,
  left: readonly Left[],
  where: string,
): void {
  const times = left.filter((each) => each.id === id).length;
  const told = `${where}: ${channel} is ${status} and left ${times.toString()} times`;
  if (channel !== 'email') t.true(times <= 1, told);
  t.not(status, 'claimed', told);
  if (status === 'sent') t.true(times >= 1, told);
  else if (times > 0) t.is(status, 'unknown', told);
  t.is(to === undefined, dueAt === undefined, told);
  const contents = left.filter((each) => each.id === id).map(({ content }) => content);
  t.true(new Set(contents).size <= 1, `${told}, and said something else`);
}

export async function expectShown(t: ExecutionContext, { api }: World, stored: Stored, where: string): Promise<void> {
  for (const { id } of stored('confirmation')) {
    const shown = (await api.getConfirmation(id)).messages.map(({ channel, status }) => `${channel} ${status}`);
    const kept = stored('outbox').filter(({ confirmationId }) => confirmationId === id);
    t.deepEqual(shown.sort(), kept.map(({ channel, status }) => `${channel} ${status}`).sort(), where);
  }
}

/** Once everything is over, nothing waits and no number is kept back. */
export async function expectRest(t: ExecutionContext, world: World, where: string): Promise<void> {
  const records = await world.api.everything();
  for (const record of records) {
    if (record.kind === 'outbox') t.is(record.value.dueAt, undefined, where);
    if (record.kind === 'number') t.false(['held', 'reserved'].includes(record.value.state.status), where);
    if (record.kind === 'intent') t.fail(`${where}: an intent is left`);
  }
  const pool = records.flatMap(({ kind, value }) => (kind === 'number' ? [value.number] : []));
  t.deepEqual([...(await world.labels()).keys()].sort(), [...pool].sort(), `${where}: the provider and the pool agree`);
}
