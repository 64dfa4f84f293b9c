import test from 'ava';
import type { Confirmation } from '../../src/domain/model/confirmation/confirmation.js';
import type { OutboxEntry } from '../../src/domain/model/outbox.js';
import { put } from '../../src/domain/services/commit.js';
import { aConfirmation, anOutboxEntry, fictionalMobile } from '../../src/entry/testing/index.js';
import { codeIn, linksIn, startScene, type Scene } from './scene.js';

// Whoever edits the database: what they write has no effect, as they have not the key of its MAC.

const MINUTE = 60_000;
const ada = fictionalMobile(7654);
const mallory = fictionalMobile(6661);
const client = { clientId: '1', clientName: 'Ada', clientMail: 'ada@shop.example', clientRealPhone: ada };
const theirs = { name: 'Mallory', mail: 'mallory@shop.example', phone: mallory, residency: undefined };

async function edit<K extends 'confirmation' | 'outbox'>(
  { store }: Scene,
  kind: K,
  key: string,
  fields: K extends 'confirmation' ? Partial<Confirmation> : Partial<OutboxEntry>,
): Promise<void> {
  const read = await store.record(kind, key);
  if (read === undefined) throw new Error('there is no such record');
  await store.commit({ puts: [put(kind, { ...read.value, ...fields }, read)] });
}

/** A client on record, and a change of their phone to Mallory's that waits. */
async function change(scene: Scene) {
  await scene.first.api.createClient(client);
  const { confirmationId } = await scene.first.api.createConfirmation({ clientId: '1', clientRealPhone: mallory });
  return { confirmationId, code: codeIn(scene.carrier.phone(mallory).inbox.at(-1)?.body) };
}

const confirmationEdits: Readonly<Record<string, Partial<Confirmation>>> = {
  'that it was confirmed': { status: 'confirmed' },
  'that it was proved': { proved: ['phone', 'former_phone', 'mail'] },
  'that the former phone was proved': { proved: ['former_phone'] },
  'that it was approved': { approved: true },
  'another purpose': { purpose: 'new_client' },
  'another client': { clientId: '2' },
  'another wanted phone and mail address': { wanted: { ...theirs, numberType: undefined } },
  'another former phone': { formerPhone: mallory },
  'another time of the code': { generationAt: Date.UTC(2027, 0, 1) },
  'another end': { expiresAt: Date.UTC(2027, 0, 1) },
  'another generation': { generation: 2 },
  'fewer attempts': { attempts: -1000 },
  'a step that is due': { nextStepAt: 1, step: 0 },
  'no MAC': { mac: '' },
};

for (const [what, fields] of Object.entries(confirmationEdits)) {
  test(`a confirmation into which somebody wrote ${what} has no effect`, async (t) => {
    const scene = await startScene(t);
    const { api, services } = scene.first;
    const { confirmationId, code } = await change(scene);
    await edit(scene, 'confirmation', confirmationId, fields);
    const sent = scene.left.length;
    for (const request of [
      () => api.verifyConfirmation(confirmationId, { code }),
      () => api.approveConfirmation(confirmationId),
      () => api.sendConfirmation(confirmationId, { channel: 'sms' }),
      () => api.getConfirmation(confirmationId),
    ]) {
      await t.throwsAsync(request, { message: /no confirmation|not found/ });
    }
    t.deepEqual((await api.listConfirmations({})).items, []);
    for (const link of scene.left.flatMap(({ body }) => linksIn(body))) {
      t.is((await scene.fetch('POST', link)).status, 404);
    }
    scene.clock.advance(2 * MINUTE);
    await services.advanceConfirmations();
    await t.notThrowsAsync(api.expireConfirmations({ olderThanHours: 0 }));
    await services.runMaintenance();
    t.is(scene.left.length, sent);
    t.like(await api.getClient('1'), { clientRealPhone: ada, clientMail: client.clientMail });
  });
}

const entryEdits: Readonly<Record<string, Partial<OutboxEntry>>> = {
  'another receiver': { to: mallory },
  'that it is to be sent again': { status: 'pending', dueAt: 1, to: mallory },
  'another message': { message: 'code' },
  'another confirmation': { confirmationId: 'other' },
  'another sender': { from: mallory },
  'another channel': { channel: 'voice' },
};

for (const [what, fields] of Object.entries(entryEdits)) {
  for (const when of ['before', 'after'] as const) {
    test(`a message into which somebody wrote ${what} ${when} it was sent is not sent`, async (t) => {
      const scene = await startScene(t);
      const { confirmationId } = await change(scene);
      const [first] = await scene.store.outboxOf(confirmationId);
      const id = first?.value.id ?? '';
      const sent = scene.left.length;
      if (when === 'before')
        await edit(scene, 'outbox', id, { status: 'pending', dueAt: 1, to: ada, endedAt: undefined });
      await edit(scene, 'outbox', id, fields);
      await scene.first.services.advanceConfirmations();
      await scene.second.services.advanceConfirmations();
      t.is(scene.left.length, sent);
      t.false(
        (await scene.first.api.getConfirmation(confirmationId)).messages.some(({ channel }) => channel === 'voice'),
      );
    });
  }
}

test('hundreds of planted records stop neither the messages nor the end of others', async (t) => {
  const scene = await startScene(t, {
    confirmations: {
      steps: [
        { channel: 'sms', afterMs: 0 },
        { channel: 'voice', afterMs: MINUTE },
      ],
    },
  });
  const { api, services } = scene.first;
  // Maintenance, which ends what somebody has planted, runs at the start.
  await services.runMaintenance();
  const planted = Array.from({ length: 250 }, (_, index) => index.toString());
  await scene.store.commit({
    puts: planted.flatMap((id) => [
      put('confirmation', aConfirmation(`0-planted-${id}`, { nextStepAt: 1, expiresAt: 2 })),
      put('outbox', anOutboxEntry(`0-planted-${id}`, `0-planted-${id}`, { to: mallory, dueAt: 1 })),
    ]),
  });
  const { confirmationId } = await api.createConfirmation({ ...client, confirmationId: 'z' });
  scene.clock.advance(MINUTE);
  await services.advanceConfirmations();
  t.is(scene.left.filter(({ channel }) => channel === 'voice').length, 1);
  t.true(scene.left.every(({ to }) => to === ada));
  const { expired } = await api.expireConfirmations({ olderThanHours: 0 });
  t.deepEqual(
    expired.map((each) => each.confirmationId),
    [confirmationId],
  );
});

test('a number that somebody freed in the store is not given by a confirmation any more, and its client is not created', async (t) => {
  const scene = await startScene(t);
  const { api } = scene.first;
  const { confirmationId, clientProxyNumber } = await api.createConfirmation(client);
  const read = clientProxyNumber && (await scene.store.record('number', clientProxyNumber));
  if (!read) throw new Error('there is no number');
  await scene.store
    .commit({ puts: [put('number', { ...read.value, state: { status: 'available' } }, read)] })
    .catch(() => undefined);
  const code = codeIn(scene.carrier.phone(ada).inbox.at(-1)?.body);
  const other = await api.createClient({ ...client, clientId: '2', clientRealPhone: mallory });
  await api.verifyConfirmation(confirmationId, { code }).catch(() => undefined);
  const clients = (await api.listClients({})).items;
  const numbers = clients.map((each) => each.clientProxyNumber);
  t.is(new Set(numbers).size, numbers.length);
  t.true(numbers.includes(other.clientProxyNumber));
});
