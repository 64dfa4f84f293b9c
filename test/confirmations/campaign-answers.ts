import assert from 'node:assert/strict';
import type { StepOf } from './campaign-steps.js';
import {
  addWrong,
  codeFor,
  confirmationAt,
  existing,
  expected,
  give,
  instance,
  linksOf,
  looked,
  phones,
  tried,
  type World,
} from './campaign-world.js';

// How people and strangers answer messages: with codes and links.

export async function guess(world: World, { index, which, isSecond }: StepOf<'guess'>): Promise<void> {
  const confirmation = await confirmationAt(world, index);
  if (confirmation === undefined) return;
  const { id } = confirmation;
  const code = await codeFor(world, confirmation, which);
  const answer = await expected(world, confirmation, code);
  const { api } = instance(world, isSecond);
  if (answer === 'phone' || answer === 'former_phone') give(world, id, answer);
  const done = await tried(api.verifyConfirmation(id, { code }));
  const outcome = 'refused' in done ? done.refused : 'right';
  switch (answer) {
    case 'closed':
      assert.equal(outcome, 'confirmation_closed');
      return;
    case 'locked':
      assert.equal(outcome, 'code_locked');
      return;
    case 'expired':
      assert.equal(outcome, 'code_wrong');
      return;
    case 'wrong':
      addWrong(world, confirmation);
      assert.equal(outcome, 'code_wrong');
      return;
    default: {
      if (outcome === 'client_mismatch') return;
      // What was to change is not there any more.
      const isOver = (await existing(world, id)).status === 'cancelled';
      assert.equal(outcome, isOver ? 'confirmation_closed' : 'right');
      const again = await tried(world.scene.second.api.verifyConfirmation(id, { code }));
      if (!isOver) assert.deepEqual(again, done, 'the right code again gets the same answer');
    }
  }
}

/** Twenty wrong codes at once, over two instances. */
export async function burst(world: World, { index }: StepOf<'burst'>): Promise<void> {
  const confirmation = await confirmationAt(world, index);
  if (confirmation === undefined) return;
  const code = await codeFor(world, confirmation, 'wrong');
  const answer = await expected(world, confirmation, code);
  const left = answer === 'wrong' ? 5 - looked(world, confirmation) : 0;
  const done = await Promise.all(
    Array.from({ length: 20 }, (_, place) =>
      tried(instance(world, place % 2 === 0).api.verifyConfirmation(confirmation.id, { code })),
    ),
  );
  const wrong = done.filter((each) => 'refused' in each && each.refused === 'code_wrong').length;
  assert.equal(wrong, answer === 'expired' ? 20 : left);
  if (answer === 'wrong') addWrong(world, confirmation, left);
}

export async function text(world: World, { index, isTheirs, which, phone }: StepOf<'text'>): Promise<void> {
  const confirmation = await confirmationAt(world, index);
  const { wanted, heldNumber } = confirmation ?? {};
  if (confirmation === undefined || wanted === undefined || heldNumber === undefined) return;
  const from = isTheirs ? wanted.phone : (phones[phone] ?? '');
  const code = await codeFor(world, confirmation, which);
  const answer = await expected(world, confirmation, code);
  if (from === wanted.phone && answer === 'phone') give(world, confirmation.id, 'phone');
  if (from === wanted.phone && answer === 'wrong') addWrong(world, confirmation);
  await world.scene.carrier.phone(from).text(heldNumber, `C'est le ${code}, merci.`);
  const { status } = await existing(world, confirmation.id);
  if (from !== wanted.phone) assert.equal(status, confirmation.status, 'only the phone itself can answer');
}

export async function open(world: World, { index, method }: StepOf<'link'>): Promise<void> {
  const link = linksOf(world)[index];
  const entry = link && (await world.scene.store.record('outbox', link.entryId));
  if (link === undefined || entry === undefined) return;
  const { message, generation, confirmationId: id } = entry.value;
  const before = await existing(world, id);
  const isProof = link.isFirst && (message === 'link' || message === 'former_link');
  const isValid =
    before.status === 'pending' && before.generation === generation && before.expiresAt > world.scene.clock.now();
  if (method === 'POST' && isProof && isValid) give(world, id, 'mail');
  const { status } = await world.scene.fetch(method, link.path);
  const after = await existing(world, id);
  if (method !== 'POST') assert.deepEqual(after, before, 'whoever looks at a link changes nothing');
  const isOpen = before.status === 'pending' || before.status === 'confirmed';
  if (method === 'POST' && !isProof && isOpen) assert.equal(after.status, 'blocked');
  if (isProof && before.purpose === 'new_client')
    assert.notEqual([before.status, after.status].join(), 'pending,confirmed');
  assert.ok(status < 500);
}

export async function enter(world: World, { index, which, isSecond }: StepOf<'enter'>): Promise<void> {
  const registered = world.handles[index];
  if (registered === undefined) return;
  const confirmation = await existing(world, registered.id);
  const code = await codeFor(world, confirmation, which);
  const answer = await expected(world, confirmation, code);
  if (answer === 'phone') give(world, registered.id, 'phone');
  if (answer === 'wrong') addWrong(world, confirmation);
  const done = await tried(
    instance(world, isSecond).services.confirmationPages.enterCode(registered.handle, code, undefined),
  );
  const kind = 'result' in done ? done.result.kind : done.refused;
  const kinds = {
    closed: ['over'],
    locked: ['locked'],
    expired: ['over'],
    wrong: ['wrong'],
    phone: ['confirmed', 'over'],
  };
  if (answer in kinds) assert.ok(kinds[answer as keyof typeof kinds].includes(kind), `${answer}: ${kind}`);
}
