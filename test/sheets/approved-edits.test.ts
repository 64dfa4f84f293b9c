import test from 'ava';
import { ADA, createScene, polls, TAB } from './confirmation-scene.js';
import { phone, until } from './world.js';

/** The clock is ahead, so that what an edit has written is due. */
const REQUIRED = { settings: { required: true }, now: Date.now() + 86_400_000 };

test('an edited phone is an approval: it is on record, and the former phone and mail address are told', async (t) => {
  const scene = await createScene(t, REQUIRED);
  const instance = await scene.start();
  await instance.createClient({ clientId: '7', ...ADA });
  const [waiting] = (await instance.listConfirmations({ clientId: '7' })).items;
  await instance.approveConfirmation(waiting?.confirmationId ?? 'none');
  await until('the row', () => scene.shown('Clients').length === 1);
  const { inbox } = instance.carrier.phone(phone(1));
  const before = inbox.length;
  const mailsBefore = instance.mailer.mails.length;
  await polls(scene);
  scene.set('Clients', '7', 'client_real_phone', phone(2));
  await until('the edit', async () => (await instance.getClient('7')).clientRealPhone === phone(2));
  const approved = (await instance.listConfirmations({ clientId: '7' })).items.find(
    ({ purpose }) => purpose === 'change_phone',
  );
  t.like(approved, { status: 'confirmed', approved: true, proved: [] });
  await until('its row', () => scene.row(approved?.confirmationId ?? '')?.['status'] === 'UPDATED (phone)');
  await instance.advanceConfirmations();
  t.is(inbox.length, before + 1);
  t.regex(inbox.at(-1)?.body ?? '', /02\b/);
  t.is(inbox.at(-1)?.from, (await instance.getClient('7')).clientProxyNumber);
  t.is(instance.mailer.mails.length, mailsBefore + 1);
  t.is(instance.mailer.mails.at(-1)?.to, ADA.clientMail);
  t.deepEqual(instance.carrier.phone(phone(2)).inbox, []);
  // Once.
  await polls(scene, 5);
  await instance.advanceConfirmations();
  t.is(inbox.length, before + 1);
  const text = JSON.stringify(scene.shown(TAB));
  t.false(text.includes(phone(1)) || text.includes(phone(2)) || text.includes(ADA.clientMail));
});

test('an edited mail address is an approval, and the former one is told', async (t) => {
  const scene = await createScene(t, REQUIRED);
  const instance = await scene.start();
  scene.standIn.book.tab('Clients').rows[1] = ['7', 'Ada', ADA.clientMail, phone(1), '', '', '', ''];
  await until('the client', async () => (await instance.store.record('client', '7')) !== undefined);
  await polls(scene);
  scene.set('Clients', '7', 'client_mail', 'new@shop.example');
  await until('the edit', async () => (await instance.getClient('7')).clientMail === 'new@shop.example');
  await instance.advanceConfirmations();
  t.like((await instance.listConfirmations({})).items, [{ purpose: 'change_mail', status: 'confirmed' }]);
  t.deepEqual(
    instance.mailer.mails.map(({ to }) => to),
    [ADA.clientMail],
  );
  t.is(instance.carrier.phone(phone(1)).inbox.length, 1);
});

test('a typed client, another name, and the same phone in another spelling are no approvals', async (t) => {
  const scene = await createScene(t, REQUIRED);
  const instance = await scene.start();
  scene.standIn.book.tab('Clients').rows[1] = ['7', 'Ada', ADA.clientMail, phone(1), '', '', '', ''];
  await until('the client', async () => (await instance.store.record('client', '7')) !== undefined);
  scene.set('Clients', '7', 'client_name', 'Bea');
  await until('the name', async () => (await instance.getClient('7')).clientName === 'Bea');
  scene.set('Clients', '7', 'client_real_phone', phone(1).slice(1));
  await polls(scene);
  scene.set('Clients', '7', 'client_real_phone', 'none');
  await polls(scene);
  await instance.advanceConfirmations();
  t.deepEqual((await instance.listConfirmations({})).items, []);
  t.deepEqual(instance.mailer.mails, []);
});

test('without the setting, an edited phone tells nobody, and writes nothing more', async (t) => {
  const scene = await createScene(t);
  const instance = await scene.start();
  await instance.createClient({ clientId: '7', ...ADA });
  await until('the row', () => scene.shown('Clients').length === 1);
  scene.set('Clients', '7', 'client_real_phone', phone(2));
  await until('the edit', async () => (await instance.getClient('7')).clientRealPhone === phone(2));
  await instance.advanceConfirmations();
  t.deepEqual((await instance.listConfirmations({})).items, []);
  t.deepEqual(instance.carrier.phone(phone(1)).inbox, []);
});

test('an edit while no instance runs is told after the next start, once', async (t) => {
  const scene = await createScene(t, REQUIRED);
  const first = await scene.start();
  scene.standIn.book.tab('Clients').rows[1] = ['7', 'Ada', ADA.clientMail, phone(1), '', '', '', ''];
  await until('the client', async () => (await first.store.record('client', '7')) !== undefined);
  await polls(scene);
  await first.close();
  scene.set('Clients', '7', 'client_real_phone', phone(2));
  const second = await scene.start();
  await until('it is told', async () => {
    await second.advanceConfirmations().catch(() => undefined);
    return second.carrier.phone(phone(1)).inbox.length === 1;
  });
  await second.close();
  const third = await scene.start();
  await polls(scene);
  await third.advanceConfirmations();
  t.deepEqual(third.carrier.phone(phone(1)).inbox, []);
  t.is((await third.listConfirmations({})).items.length, 1);
});
