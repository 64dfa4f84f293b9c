import assert from 'node:assert/strict';
import { codeOf } from '../../src/domain/model/confirmation/secrets.js';
import type { Confirmation } from '../../src/domain/model/confirmation/confirmation.js';
import { everything } from '../../src/entry/testing/order-store-assertions.js';
import { secretHash } from '../../src/domain/services/confirmations/records.js';
import { existing, looked, type Evidence, type KnownClient, type World } from './campaign-world.js';
import { linksIn, type Left } from './scene.js';

const DAY = 86_400_000;

/** What holds after every step. @param before how many messages had left before it */
export async function check(world: World, before: number): Promise<void> {
  const { store } = world.scene;
  const all = await store.confirmations({ limit: 1000 });
  const ended = all.map((each) => checkConfirmation(world, each)).filter((each) => each !== undefined);
  await checkHeld(world, all);
  await checkClients(world, ended, world.scene.left.slice(before));
  const texts = world.scene.left.filter(({ channel }) => channel !== 'email').map(({ entryId }) => entryId);
  assert.equal(new Set(texts).size, texts.length, 'no text or call leaves twice');
}

/** @returns the confirmation when it has become true in this step */
function checkConfirmation(world: World, each: Confirmation): Confirmation | undefined {
  const { id, status, purpose } = each;
  const former = world.statuses.get(id);
  world.begun.set(id, world.begun.get(id) ?? each);
  world.statuses.set(id, status);
  if (former !== undefined && former !== 'pending' && former !== status) {
    assert.deepEqual([former, status], ['confirmed', 'blocked'], 'what is over stays over');
  }
  const shown = world.evidence.get(id) ?? new Set<Evidence>();
  for (const proof of each.proved) assert.ok(shown.has(proof), `${purpose}: ${proof} was not shown`);
  assert.ok(each.attempts <= 5 && each.generation <= 3);
  assert.equal(each.attempts, looked(world, each), 'each wrong code that is looked at is counted');
  if (status !== 'pending') assert.ok(each.wanted === undefined && each.heldNumber === undefined);
  if (status !== 'confirmed' || former === 'confirmed') return undefined;
  assert.ok(isEnough(purpose, shown), `${purpose} by ${[...shown].join()}`);
  world.confirmed += 1;
  return each;
}

function isEnough(purpose: Confirmation['purpose'], shown: ReadonlySet<Evidence>): boolean {
  if (shown.has('approved')) return true;
  if (purpose === 'change_mail') return shown.has('mail');
  const isOwner = shown.has('former_phone') || shown.has('mail');
  return shown.has('phone') && (purpose !== 'change_phone' || isOwner);
}

async function checkHeld({ scene, statuses }: World, all: readonly Confirmation[]): Promise<void> {
  const held = all.flatMap(({ heldNumber, status }) =>
    heldNumber === undefined || status !== 'pending' ? [] : [heldNumber],
  );
  assert.equal(new Set(held).size, held.length, 'one number is held for one confirmation');
  const numbers = await scene.store.numbers();
  const byStatus = numbers.filter(({ value }) => value.state.status === 'held').map(({ value }) => value.number);
  assert.deepEqual([...held].sort(), [...byStatus].sort());
  const clients = (await scene.store.records('client', { limit: 100 })).map(({ value }) => value.proxyNumber);
  for (const number of held) assert.ok(!clients.includes(number), 'a held number is nobody else’s');
  assert.ok(statuses.size >= held.length);
}

/** Of a client nothing changes that was not shown, approved or changed by the merchant; and whoever they were is told. */
async function checkClients(world: World, ended: readonly Confirmation[], left: readonly Left[]): Promise<void> {
  const records = (await world.scene.store.records('client', { limit: 100 })).map(({ value }) => value);
  for (const { id, realPhone: phone, mail } of records) {
    const known = world.clients.get(id);
    const by = ended.find(({ clientId }) => clientId === id);
    const begun = by && world.begun.get(by.id);
    if (known === undefined) {
      assert.equal(begun?.purpose, 'new_client', 'a client comes by a confirmation');
      assert.equal(begun.wanted?.phone, phone);
      world.clients.set(id, { phone, mail, isVouched: true });
      continue;
    }
    if (known.phone === phone && known.mail === mail) continue;
    const isApproved = world.updated === id || (by && world.evidence.get(by.id)?.has('approved')) === true;
    if (known.phone !== phone && !isApproved) checkMove(world, known, phone, by);
    assertTold(left, known, known.phone !== phone ? phone.slice(-2) : undefined);
    if (known.mail !== mail) known.isVouched = isApproved;
    Object.assign(known, { phone, mail });
  }
  const ids = new Set<string>(records.map(({ id }) => id));
  for (const id of world.clients.keys()) if (!ids.has(id)) world.clients.delete(id);
  world.updated = undefined;
}

function checkMove(world: World, known: KnownClient, phone: string, by: Confirmation | undefined): void {
  const begun = by && world.begun.get(by.id);
  assert.equal(begun?.purpose, 'change_phone', 'a phone moves by a confirmation of it');
  assert.deepEqual([begun.wanted?.phone, begun.formerPhone], [phone, known.phone]);
  const shown = world.evidence.get(begun.id) ?? new Set<Evidence>();
  const byMail = shown.has('mail') && known.isVouched && begun.wanted?.mail === known.mail;
  assert.ok(shown.has('phone') && (shown.has('former_phone') || byMail), 'the former owner has agreed');
}

function assertTold(left: readonly Left[], { phone, mail }: KnownClient, digits: string | undefined): void {
  for (const [channel, to] of [
    ['sms', phone],
    ['email', mail],
  ] as const) {
    const told = left.find((each) => each.channel === channel && each.to === to && linksIn(each.body).length === 1);
    assert.ok(told, `${channel}: whoever it was is told`);
    if (digits !== undefined) assert.ok(told.body.includes(digits));
  }
}

/** What holds at the end: secrets are nowhere, and limits were kept. */
export async function checkEnd(world: World): Promise<void> {
  const { scene } = world;
  const records = JSON.stringify([...(await everything(scene.store)).values()]);
  const log = scene.log();
  const hash = secretHash(scene);
  for (const id of world.begun.keys()) {
    const confirmation = await existing(world, id);
    for (let generation = 1; generation <= confirmation.generation; generation += 1) {
      for (const of of ['phone', 'former_phone'] as const) {
        const alone = new RegExp(`(?<![\\w-])${codeOf(hash, { ...confirmation, generation }, of, 6)}(?![\\w-])`);
        assert.doesNotMatch(records, alone, 'no code is in the store');
        assert.doesNotMatch(log, alone, 'no code is in the log');
      }
    }
  }
  for (const token of scene.left.flatMap(({ body }) => linksIn(body))) {
    const mac = token.slice(token.indexOf('.') + 1);
    assert.ok(!records.includes(mac) && !log.includes(mac), 'no link is in the store or in the log');
  }
  const entries = new Map((await scene.store.records('outbox', { limit: 1000 })).map(({ value }) => [value.id, value]));
  const counted = scene.left.filter(({ entryId }) => entries.get(entryId)?.message !== 'changed');
  // A period begins with the first message in it, so that at most twice as many fall into any day.
  for (const { to, at, channel } of counted) {
    const day = counted.filter((each) => each.to === to && each.at >= at && each.at < at + DAY);
    assert.ok(
      day.length <= 2 * (channel === 'email' ? LIMITS.mailPerDay : LIMITS.phonePerDay),
      `${channel}: a day's limit`,
    );
  }
  assert.ok(
    counted.filter(({ at }) => at < (counted[0]?.at ?? 0) + DAY).length <= LIMITS.sendsPerDay + LIMITS.publicPerDay,
  );
}

export const LIMITS = { phonePerDay: 6, mailPerDay: 5, addressPerHour: 4, sendsPerDay: 40, publicPerDay: 8 };
