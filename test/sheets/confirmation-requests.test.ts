import test from 'ava';
import { ADA, codeFor, createScene, polls, TAB, type ConfirmingInstance } from './confirmation-scene.js';
import { phone, until } from './world.js';

const TYPED = { client_name: 'Ada', client_mail: 'ada@shop.example', client_real_phone: phone(1), status: 'INIT' };

/** Takes up what is asked for until the condition holds. */
async function advanced(instance: ConfirmingInstance, what: string, condition: () => boolean): Promise<void> {
  await until(what, async () => {
    await instance.advanceConfirmations();
    return condition();
  });
}

test('a typed row begins a confirmation, in its place, and is confirmed by the code', async (t) => {
  const scene = await createScene(t);
  const instance = await scene.start();
  scene.type({ ...TYPED, pending_id: 'p-1', status: 'init', client_real_phone: '33 6 39 98 50 01' });
  await advanced(instance, 'it begins', () => scene.row('p-1')?.['status'] === 'PENDING');
  t.is(scene.shown(TAB).length, 1);
  // A phone stays as it was typed, as in the other tabs.
  t.like(scene.row('p-1'), { client_name: 'Ada', client_real_phone: '33 6 39 98 50 01', otp: '' });
  t.is(instance.carrier.phone(phone(1)).inbox.length, 1);
  const { items } = await instance.listAudit({ actor: 'spreadsheet' });
  t.is(items.filter(({ action }) => action === 'createConfirmation').length, 1);
  await instance.verifyConfirmation('p-1', { code: codeFor(instance, phone(1)) });
  await until('it is confirmed', () => scene.row('p-1')?.['status'] === 'PROMOTED');
});

test('a typed row without an id gets one, once', async (t) => {
  const scene = await createScene(t);
  const instance = await scene.start();
  scene.type(TYPED);
  scene.type(TYPED);
  await advanced(instance, 'it begins', () => scene.shown(TAB).some((row) => row['status'] === 'PENDING'));
  await advanced(instance, 'the typed rows are gone', () => scene.shown(TAB).length === 1);
  await polls(scene, 5);
  await instance.advanceConfirmations();
  const [row] = scene.shown(TAB);
  t.regex(row?.['pending_id'] ?? '', /^s-/);
  t.is(instance.carrier.phone(phone(1)).inbox.length, 1);
  t.deepEqual(instance.store.findings?.(), []);
  // The same again after it has ended is another one.
  await instance.cancelConfirmation(row?.['pending_id'] ?? '');
  scene.type(TYPED);
  const statuses = () => scene.shown(TAB).map((each) => each['status']);
  await advanced(instance, 'another one', () => statuses().join() === 'FAILED,PENDING');
  t.is(instance.carrier.phone(phone(1)).inbox.length, 2);
});

test('a row that somebody is still typing is not taken up', async (t) => {
  const scene = await createScene(t);
  const instance = await scene.start();
  const left = ['', '+3363', '+33639', '+336399', '+3363998', '+33639985', '+336399850', phone(1)];
  // Something is typed before each reading.
  scene.standIn.interfere = ({ kind }) => {
    const text = kind === 'read' ? left.shift() : undefined;
    if (text === '') scene.type({ ...TYPED, pending_id: 'p-1', client_real_phone: '' });
    else if (text !== undefined) scene.set(TAB, 'p-1', 'client_real_phone', text);
    return undefined;
  };
  await advanced(instance, 'it begins', () => scene.row('p-1')?.['status'] === 'PENDING');
  t.deepEqual(left, []);
  t.is(instance.carrier.phone(phone(1)).inbox.length, 1);
  t.false(instance.log.some((line) => /sheets.cell_ignored|confirmation.not_begun/.test(line)));
});

const BAD: Readonly<Record<string, readonly [cells: Readonly<Record<string, string>>, column: string]>> = {
  'a phone that is none': [{ client_real_phone: '+3312' }, 'client_real_phone'],
  'a phone in digits alone that may be two numbers': [{ client_real_phone: '639985001' }, 'client_real_phone'],
  'no phone': [{ client_real_phone: '' }, 'client_real_phone'],
  'no name': [{ client_name: '' }, 'client_name'],
  'a mail address that is none': [{ client_mail: 'ada' }, 'client_mail'],
  'a phone that may not be called': [{ client_real_phone: '+881612345678' }, 'client_real_phone'],
  'an id that is too long': [{ pending_id: 'x'.repeat(300) }, 'pending_id'],
};

for (const [what, [cells, column]] of Object.entries(BAD)) {
  for (const hasId of cells['pending_id'] === undefined ? [true, false] : [true]) {
    test(`a request ${hasId ? 'with' : 'without'} an id, and with ${what}, fails and loses nothing`, async (t) => {
      const scene = await createScene(t);
      const instance = await scene.start();
      const typed = { ...TYPED, ...(hasId ? { pending_id: 'p-1' } : {}), ...cells };
      scene.type(typed);
      const row = () => scene.shown(TAB)[0];
      await advanced(instance, 'it fails', () => row()?.['status'] === 'FAILED');
      await until('the finding', () => instance.store.findings?.().some((each) => each.column === column) === true);
      t.like(row(), { ...typed, status: 'FAILED' });
      const found = instance.store.findings?.() ?? [];
      t.true(found.some((each) => each.tab === TAB && each.row === 2 && each.problem.endsWith('status again')));
      const writes = scene.standIn.times.write.length;
      await polls(scene, 10);
      await instance.advanceConfirmations();
      t.true(scene.standIn.times.write.length <= writes + 1, 'nothing goes on');
      t.is((await instance.listConfirmations({})).items.length, 0);
      const text = JSON.stringify([found, instance.log]);
      for (const value of Object.values(cells)) t.false(value.length > 3 && text.includes(value), value);
    });
  }
}

for (const id of ['p-1', undefined]) {
  test(`a request ${id === undefined ? 'without' : 'with'} an id that failed is taken up once it is corrected`, async (t) => {
    const scene = await createScene(t);
    const instance = await scene.start();
    scene.type({ ...TYPED, ...(id === undefined ? {} : { pending_id: id }), client_real_phone: '+3312' });
    const row = () => scene.standIn.book.tab(TAB).rows[1] ?? [];
    await advanced(instance, 'it fails', () => row()[6] === 'FAILED');
    await polls(scene);
    row()[3] = phone(1);
    row()[6] = 'INIT';
    await advanced(instance, 'it begins', () => scene.shown(TAB).some((each) => each['status'] === 'PENDING'));
    await until('one row', () => scene.shown(TAB).length === 1);
    await polls(scene);
    t.deepEqual(instance.store.findings?.(), []);
  });
}

test('a request for which no number is free fails, and can be made again', async (t) => {
  const scene = await createScene(t, { numbers: 0 });
  const instance = await scene.start();
  scene.type({ ...TYPED, pending_id: 'p-1' });
  await advanced(instance, 'it fails', () => scene.row('p-1')?.['status'] === 'FAILED');
  await until('the finding', () => instance.store.findings?.()[0]?.problem.includes('pool_exhausted') === true);
  await polls(scene);
  scene.set(TAB, 'p-1', 'status', 'INIT');
  await advanced(instance, 'it fails again', () => scene.row('p-1')?.['status'] === 'FAILED');
  t.is((await instance.listConfirmations({})).items.length, 0);
});

test('requests have the limits of tokens', async (t) => {
  const scene = await createScene(t, { numbers: 9 });
  const instance = await scene.start();
  for (let index = 0; index < 6; index += 1) {
    await polls(scene);
    scene.type({ ...TYPED, pending_id: `p-${index.toString()}` });
    await advanced(instance, 'an answer', () => scene.shown(TAB).every((row) => row['status'] !== 'INIT'));
  }
  t.deepEqual(
    scene.shown(TAB).map((row) => row['status']),
    [...Array.from({ length: 5 }, () => 'PENDING'), 'PENDING_MAIL'],
  );
  t.is(instance.carrier.phone(phone(1)).inbox.length, 5);
});

test('two rows with the same id begin one confirmation', async (t) => {
  const scene = await createScene(t);
  const instance = await scene.start();
  scene.type({ ...TYPED, pending_id: 'p-1' });
  scene.type({ ...TYPED, pending_id: 'p-1' });
  await advanced(instance, 'it begins', () => scene.shown(TAB).some((row) => row['status'] === 'PENDING'));
  await polls(scene, 5);
  await instance.advanceConfirmations();
  t.is((await instance.listConfirmations({})).items.length, 1);
  t.is(instance.carrier.phone(phone(1)).inbox.length, 1);
  t.true(instance.store.findings?.().some(({ problem }) => problem.startsWith('is a duplicate')));
});

test('a copied row with INIT and an id that is known is no request', async (t) => {
  const scene = await createScene(t);
  const instance = await scene.start();
  await instance.createConfirmation({ confirmationId: 'p-1', ...ADA });
  await instance.cancelConfirmation('p-1');
  await until('the row', () => scene.row('p-1')?.['status'] === 'FAILED');
  await polls(scene);
  scene.type({ ...TYPED, pending_id: 'p-1', client_real_phone: phone(66) });
  await polls(scene, 5);
  await instance.advanceConfirmations();
  t.deepEqual(instance.carrier.phone(phone(66)).inbox, []);
  t.is((await instance.listConfirmations({})).items.length, 1);
  // Also when the former row goes.
  scene.standIn.book.tab(TAB).rows.splice(1, 1);
  await polls(scene, 5);
  await instance.advanceConfirmations();
  t.deepEqual(instance.carrier.phone(phone(66)).inbox, []);
  await until('put back', () => scene.row('p-1')?.['status'] === 'FAILED' && scene.row('p-1')?.['client_name'] === '');
});

test('a confirmation with the id of a typed row that begins meanwhile takes its row', async (t) => {
  const scene = await createScene(t);
  const instance = await scene.start();
  scene.type({ ...TYPED, pending_id: 'p-1', status: 'VERIFIED' });
  await polls(scene);
  await instance.createConfirmation({ confirmationId: 'p-1', ...ADA, clientName: 'Bea' });
  await until('the row', () => scene.row('p-1')?.['client_name'] === 'Bea');
  t.is(scene.shown(TAB).length, 1);
});

test('rows of the earlier service are left alone', async (t) => {
  const scene = await createScene(t);
  for (const status of ['PENDING', 'VERIFIED', 'PROMOTED', 'EXPIRED', 'something', '']) {
    scene.type({ ...TYPED, pending_id: `old ${status}`, otp: '123456', status, created_at: '2025-01-01' });
  }
  // With this status, too: a code was sent, or it is long ago.
  scene.type({ ...TYPED, pending_id: 'old 1', otp: '123456' });
  scene.type({ ...TYPED, pending_id: 'old 2', proxy_number: phone(66) });
  scene.type({ ...TYPED, pending_id: 'old 3', created_at: '2025-01-01' });
  scene.type({ ...TYPED, pending_id: 'old 4', created_at: 'long ago' });
  const before = scene.shown(TAB);
  const instance = await scene.start();
  await instance.createConfirmation({ confirmationId: 'p-1', ...ADA });
  await until('the row', () => scene.row('p-1') !== undefined);
  scene.set(TAB, 'old VERIFIED', 'client_name', 'Bea');
  await polls(scene, 5);
  await instance.advanceConfirmations();
  t.deepEqual(
    scene.shown(TAB).filter((row) => row['pending_id'] !== 'p-1'),
    before.map((row) => (row['status'] === 'VERIFIED' ? { ...row, client_name: 'Bea' } : row)),
  );
  t.deepEqual(instance.store.findings?.(), []);
});

test('a request that is typed while Google is unreachable, or the store cannot be written, begins later', async (t) => {
  const scene = await createScene(t);
  const instance = await scene.start({ pace: { writeTimeoutMs: 300 } });
  scene.type({ ...TYPED, pending_id: 'p-1' });
  await polls(scene);
  scene.standIn.interfere = ({ kind }) => (kind === 'token' ? undefined : { kind: 'answer', status: 503 });
  await until('offline', async () => {
    await t.throwsAsync(instance.createClient({ ...ADA, clientId: '9' }), { message: /does not answer|in time/ });
    return true;
  });
  await instance.advanceConfirmations().catch(() => undefined);
  t.is(scene.row('p-1')?.['status'], 'INIT');
  scene.standIn.interfere = () => undefined;
  await until('it begins', async () => {
    await instance.advanceConfirmations().catch(() => undefined);
    return scene.row('p-1')?.['status'] === 'PENDING';
  });
  t.is(scene.shown(TAB).length, 1);
});

test('of two instances, one takes a request up', async (t) => {
  const scene = await createScene(t);
  const both = [await scene.start(), await scene.start({ label: 'second' })];
  scene.type({ ...TYPED, pending_id: 'p-1' });
  // The lease may pass from one to the other meanwhile: what counts is what is begun and sent.
  await until('it begins', async () => {
    await Promise.all(both.map((each) => each.advanceConfirmations().catch(() => undefined)));
    return scene.row('p-1')?.['status'] === 'PENDING';
  });
  const texts = both.flatMap(({ carrier }) => carrier.phone(phone(1)).inbox);
  t.is(texts.length, 1);
});
