import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import {
  DEFAULT_CONFIRMATION_LIMITS,
  type ConfirmationLimits,
} from '../../src/domain/model/confirmation/confirmation-settings.js';
import { brokenInvariant } from '../../src/domain/model/invariants.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import { expectHolds, expectShown, expectTrueFate, storedIn } from './crash-checks.js';
import { createWorld, MINUTE, textWebhook, type World } from './crash-world.js';
import { CommandFailed, Killed, startInstance, type Instance, type StorePlace } from './instance.js';

const NUMBERS = 60;
/** Half of the numbers may be held. */
const HELD = 30;
const LIMITS: ConfirmationLimits = { ...DEFAULT_CONFIRMATION_LIMITS, heldPercent: 50 };
const WANTED = 40;
/** An instance that is killed has at most so much time before, in milliseconds. */
const LONGEST_LIFE_MS = 300;

type Fleet = [Instance, Instance];

const phoneOf = (clientId: number) => fictionalMobile(8000 + clientId);

/**
 * Two instances on one store begin more confirmations at the same time than numbers may be held for, and both take every step that is due.
 * Whatever one does, the other one tries too.
 * @param isKilled they are killed on the way, one after the other, and replaced
 */
export async function twoInstances(t: ExecutionContext, place: StorePlace, isKilled: boolean): Promise<void> {
  const fleet: Fleet = [startInstance(), startInstance()];
  try {
    const world = await createWorld(place, fleet[0], { limits: LIMITS }, NUMBERS);
    for (const each of fleet) await openOn(world, each);
    const outcomes = await Promise.all(Array.from({ length: WANTED }, (_, index) => begin(fleet, index + 1)));
    const expected = Array.from({ length: WANTED }, (_, index) => (index < HELD ? 'begun' : 'pool_exhausted'));
    t.deepEqual(outcomes.sort(), expected);

    for (const minutes of [1, 2] as const) {
      world.advance(minutes * MINUTE);
      const advancing = Promise.all(fleet.map(advanceUnlessKilled));
      if (isKilled) await replace(world, fleet, minutes - 1);
      await advancing;
    }
    world.use(fleet[0]);
    world.advance(3 * MINUTE);
    await Promise.all(fleet.map(advanceUnlessKilled));
    await expectOnce(t, world, isKilled);
    await replyWithAllCodes(world, fleet);
    await expectAllConfirmed(t, world);
  } finally {
    for (const each of fleet) await each.kill();
  }
}

async function openOn(world: World, instance: Instance): Promise<void> {
  instance.serve(world.outside, world);
  await instance.do.open({ store: world.place, settings: world.settings });
}

async function begin(fleet: Fleet, clientId: number): Promise<string> {
  const instance = fleet[clientId % 2 === 0 ? 0 : 1];
  const client = {
    clientId: clientId.toString(),
    clientName: 'Ada',
    clientMail: `ada${clientId.toString()}@shop.example`,
  };
  try {
    await instance.do.createConfirmation({ ...client, clientRealPhone: phoneOf(clientId) });
    return 'begun';
  } catch (error) {
    return error instanceof CommandFailed && error.code !== undefined ? error.code : String(error);
  }
}

async function advanceUnlessKilled(instance: Instance): Promise<void> {
  await instance.do.advanceConfirmations().catch((error: unknown) => {
    if (!(error instanceof Killed)) throw error;
  });
}

async function replace(world: World, fleet: Fleet, index: number): Promise<void> {
  await pause(Math.random() * LONGEST_LIFE_MS);
  await fleet[index]?.kill();
  fleet[index] = startInstance();
  await openOn(world, fleet[index]);
}

/** Each text, call and mail has left once, unless an instance was killed: then it is unknown whether it did. */
async function expectOnce(t: ExecutionContext, world: World, isKilled: boolean): Promise<void> {
  const records = await world.api.everything();
  const stored = storedIn(records);
  t.is(brokenInvariant(records), undefined);
  const where = 'two instances';
  expectHolds(t, stored, where);
  for (const entry of stored('outbox')) expectTrueFate(t, entry, world.left, where);
  await expectShown(t, world, stored, where);
  const unknown = stored('outbox').filter(({ status }) => status !== 'sent');
  t.true(unknown.length <= (isKilled ? 4 : 0), `${unknown.length.toString()} were not sent`);
  for (const channel of ['sms', 'voice', 'email'] as const) {
    const sent = stored('outbox').filter((entry) => entry.channel === channel);
    t.is(new Set(sent.map(({ confirmationId }) => confirmationId)).size, HELD, channel);
    t.is(sent.length, HELD, channel);
  }
  const counted = (key: string) => stored('counter').find((counter) => counter.key === key)?.count;
  t.is(counted('sends token'), 3 * HELD);
  t.is(counted('country token FR'), 2 * HELD);
  for (const { key, count } of stored('counter')) if (key.startsWith('phone ')) t.is(count, 2);
}

/** The carrier delivers each answer to both instances at the same time, as it does when it has waited too long for the first one. */
async function replyWithAllCodes(world: World, fleet: Fleet): Promise<void> {
  const confirmations = storedIn(await world.api.everything())('confirmation');
  await Promise.all(
    confirmations.flatMap(({ clientId, heldNumber = '' }) => {
      const phone = phoneOf(Number(clientId));
      const params = { MessageSid: `SM${clientId ?? ''}`, From: phone, To: heldNumber, Body: world.codeSentTo(phone) };
      return fleet.map((each) => each.do.handle(textWebhook(params)));
    }),
  );
}

async function expectAllConfirmed(t: ExecutionContext, world: World): Promise<void> {
  const records = await world.api.everything();
  const stored = storedIn(records);
  t.is(brokenInvariant(records), undefined);
  const statuses = stored('confirmation').map(({ status }) => status);
  t.deepEqual(
    statuses,
    Array.from({ length: HELD }, () => 'confirmed'),
  );
  const numbers = stored('client').map(({ id, proxyNumber }) => `${id} ${proxyNumber ?? ''}`);
  const assigned = stored('number').flatMap(({ number, state }) =>
    state.status === 'assigned' ? [`${state.to} ${number}`] : [],
  );
  t.deepEqual(numbers.sort(), assigned.sort());
  t.is(numbers.length, HELD);
}
