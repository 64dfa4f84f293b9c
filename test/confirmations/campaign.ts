import assert from 'node:assert/strict';
import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import type { TypedPhone } from '../../src/domain/model/typed-phone.js';
import { check, checkEnd, LIMITS } from './campaign-checks.js';
import { sequences, type Step } from './campaign-steps.js';
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
  mails,
  newWorld,
  phones,
  tried,
  type World,
} from './campaign-world.js';
import { openScene, type SceneOptions } from './scene.js';

type StepOf<K extends Step['kind']> = Extract<Step, { readonly kind: K }>;

const phoneAt = (index: number | undefined) =>
  index === undefined ? undefined : (phones[index] as TypedPhone | undefined);
const mailAt = (index: number | undefined) => (index === undefined ? undefined : mails[index]);

async function perform(world: World, step: Step): Promise<void> {
  const { scene } = world;
  switch (step.kind) {
    case 'create':
      return create(world, step);
    case 'order': {
      const contact = {
        clientName: 'Ada',
        clientMail: mails[0] ?? '',
        clientRealPhone: phoneAt(step.phone) ?? ('' as TypedPhone),
      };
      const orderId = `O-${scene.left.length.toString()}-${step.client}`;
      await tried(instance(world, step.isSecond).api.createOrder({ orderId, clientId: step.client, ...contact }));
      return;
    }
    case 'send':
      return onConfirmation(world, step, (id) => instance(world, step.isSecond).api.sendConfirmation(id, step));
    case 'approve':
      return onConfirmation(world, step, (id) => {
        give(world, id, 'approved');
        return instance(world, step.isSecond).api.approveConfirmation(id);
      });
    case 'cancel':
      return onConfirmation(world, step, (id) => instance(world, step.isSecond).api.cancelConfirmation(id));
    case 'guess':
      return guess(world, step);
    case 'burst':
      return burst(world, step);
    case 'text':
      return text(world, step);
    case 'link':
      return open(world, step);
    case 'expire':
      await scene.first.api.expireConfirmations({ olderThanHours: step.hours });
      return;
    case 'update': {
      const changes = { clientRealPhone: phoneAt(step.phone), clientMail: mailAt(step.mail) };
      const done = await tried(scene.first.api.updateClient(step.client, changes));
      if ('result' in done) world.updated = step.client;
      // It is on record as a confirmation that was approved.
      for (const { id, approved } of await scene.store.confirmations({ limit: 1 }))
        if (approved) give(world, id, 'approved');
      return;
    }
    case 'erase':
      await tried(scene.first.api.eraseClient(step.client));
      return;
    case 'register':
      return register(world, step);
    case 'enter':
      return enter(world, step);
    case 'clock':
      scene.clock.advance(step.minutes * 60_000);
      return;
    case 'advance':
      await Promise.all([scene.first.services.advanceConfirmations(), scene.second.services.advanceConfirmations()]);
      return;
    case 'pick': {
      const phone = scene.carrier.phone(phones[step.phone] ?? '');
      phone.isMachine = step.isMachine;
      phone.behaviour = step.behaviour;
      const asked = (heard: string) => /touche (\d)/.exec(heard)?.[1];
      const wrong = (heard: string) => (asked(heard) === '0' ? '1' : '0');
      phone.react = step.key === 'none' ? undefined : step.key === 'right' ? asked : wrong;
    }
  }
}

async function create(
  world: World,
  { client, phone, mail, channel, isSecond, isTwice }: StepOf<'create'>,
): Promise<void> {
  const request = {
    ...{ clientId: client, clientName: 'Ada', clientMail: mailAt(mail), clientRealPhone: phoneAt(phone), channel },
  };
  const { first, second } = world.scene;
  const instances = isTwice ? [first, second] : [instance(world, isSecond)];
  await Promise.all(instances.map(({ api }) => tried(api.createConfirmation(request))));
}

async function onConfirmation(
  world: World,
  { index }: { readonly index: number },
  request: (id: string) => Promise<unknown>,
): Promise<void> {
  const confirmation = await confirmationAt(world, index);
  if (confirmation !== undefined) await tried(request(confirmation.id));
}

async function guess(world: World, { index, which, isSecond }: StepOf<'guess'>): Promise<void> {
  const confirmation = await confirmationAt(world, index);
  if (confirmation === undefined) return;
  const { id } = confirmation;
  const code = await codeFor(world, confirmation, which);
  const answer = expected(world, confirmation, code);
  const { api } = instance(world, isSecond);
  if (answer === 'phone' || answer === 'former_phone') give(world, id, answer);
  const done = await tried(api.verifyConfirmation(id, { code }));
  const outcome = 'refused' in done ? done.refused : 'right';
  switch (answer) {
    case 'closed':
      return assert.equal(outcome, 'confirmation_closed');
    case 'locked':
      return assert.equal(outcome, 'code_locked');
    case 'expired':
      return assert.equal(outcome, 'code_wrong');
    case 'wrong':
      addWrong(world, confirmation);
      return assert.equal(outcome, 'code_wrong');
    default: {
      if (outcome === 'client_mismatch') return;
      assert.equal(outcome, 'right');
      const again = await tried(world.scene.second.api.verifyConfirmation(id, { code }));
      const isOver = (await existing(world, id)).status === 'cancelled';
      if (!isOver) assert.deepEqual(again, done, 'the right code again gets the same answer');
    }
  }
}

/** Twenty wrong codes at once, over two instances. */
async function burst(world: World, { index }: StepOf<'burst'>): Promise<void> {
  const confirmation = await confirmationAt(world, index);
  if (confirmation === undefined) return;
  const code = await codeFor(world, confirmation, 'wrong');
  const answer = expected(world, confirmation, code);
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

async function text(world: World, { index, isTheirs, which, phone }: StepOf<'text'>): Promise<void> {
  const confirmation = await confirmationAt(world, index);
  const { wanted, heldNumber } = confirmation ?? {};
  if (confirmation === undefined || wanted === undefined || heldNumber === undefined) return;
  const from = isTheirs ? wanted.phone : (phones[phone] ?? '');
  const code = await codeFor(world, confirmation, which);
  const answer = expected(world, confirmation, code);
  if (from === wanted.phone && answer === 'phone') give(world, confirmation.id, 'phone');
  if (from === wanted.phone && answer === 'wrong') addWrong(world, confirmation);
  await world.scene.carrier.phone(from).text(heldNumber, `C'est le ${code}, merci.`);
  const { status } = await existing(world, confirmation.id);
  if (from !== wanted.phone) assert.equal(status, confirmation.status, 'only the phone itself can answer');
}

async function open(world: World, { index, method }: StepOf<'link'>): Promise<void> {
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

async function register(world: World, { phone, mail, address, isSecond }: StepOf<'register'>): Promise<void> {
  const pages = instance(world, isSecond).services.confirmationPages;
  const request = { name: 'Ada', mail: mailAt(mail) ?? '', phone: phones[phone] ?? '', language: 'fr' } as const;
  const done = await tried(pages.activate(request, `203.0.113.${address.toString()}`));
  // The page does not wait for its message.
  await world.scene.first.services.advanceConfirmations();
  if ('result' in done)
    world.handles.unshift({ ...done.result, id: done.result.handle.slice(0, done.result.handle.lastIndexOf('.')) });
}

async function enter(world: World, { index, which, isSecond }: StepOf<'enter'>): Promise<void> {
  const registered = world.handles[index];
  if (registered === undefined) return;
  const confirmation = await existing(world, registered.id);
  const code = await codeFor(world, confirmation, which);
  const answer = expected(world, confirmation, code);
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

/** Runs this many random sequences of what people, programs and strangers do, and checks each step against the reference model. */
export async function nobodyIsMoved(t: ExecutionContext, options: SceneOptions, runs: number): Promise<void> {
  const total = { confirmed: 0, looked: 0, left: 0 };
  const property = fc.asyncProperty(sequences, async (list) => {
    const { scene, stop } = await openScene({
      settings: { topUpSize: 20 },
      ...options,
      confirmations: { required: true, activation: true },
      limits: LIMITS,
    });
    const world = newWorld(scene);
    try {
      for (const step of list) {
        const before = scene.left.length;
        await perform(world, step);
        await check(world, before);
      }
      await checkEnd(world);
    } finally {
      await stop();
      total.confirmed += world.confirmed;
      total.looked += world.looked;
      total.left += scene.left.length;
    }
  });
  await fc.assert(property, { numRuns: runs, includeErrorInReport: true });
  t.log(JSON.stringify(total));
  t.true(total.confirmed > runs && total.looked > runs && total.left > runs);
}
