import test from 'ava';
import { ADA, codeFor, createScene, polls, TAB } from './confirmation-scene.js';
import { phone, until } from './world.js';

const MINUTE = 60_000;
const COLUMNS = [
  ...['client_name', 'client_mail', 'client_real_phone', 'proxy_number', 'otp', 'status'],
  ...['created_at', 'verified_at'],
];

test('a row shows a confirmation as it goes on: text, call, mail, proved', async (t) => {
  const scene = await createScene(t);
  const instance = await scene.start();
  const { clock, advanceConfirmations } = instance;
  const shows = (status: string) => until(status, () => scene.row('p-1')?.['status'] === status);
  const begun = await instance.createConfirmation({ confirmationId: 'p-1', ...ADA });
  await shows('PENDING');
  t.deepEqual(scene.row('p-1'), {
    pending_id: 'p-1',
    ...{ client_name: 'Ada', client_mail: 'ada@shop.example', client_real_phone: phone(1) },
    ...{ proxy_number: begun.clientProxyNumber ?? 'none', otp: '', status: 'PENDING' },
    ...{ created_at: '2026-03-01T09:30:00.000Z', verified_at: '' },
  });
  clock.advance(MINUTE);
  await advanceConfirmations();
  await shows('PENDING_CALL');
  clock.advance(2 * MINUTE);
  await advanceConfirmations();
  await shows('PENDING_MAIL');
  await instance.verifyConfirmation('p-1', { code: codeFor(instance, phone(1)) });
  await shows('PROMOTED');
  t.like(scene.row('p-1'), {
    ...{ client_name: '', client_mail: '', client_real_phone: '', proxy_number: begun.clientProxyNumber, otp: '' },
    verified_at: '2026-03-01T09:33:00.000Z',
  });
  t.is(scene.shown('Clients')[0]?.['client_real_phone'], phone(1));
});

test('a row shows how a confirmation ended: expired, cancelled, changed, confirmed again', async (t) => {
  const scene = await createScene(t);
  const instance = await scene.start();
  const { clock, advanceConfirmations } = instance;
  await instance.createConfirmation({ confirmationId: 'cancelled', ...ADA });
  await instance.cancelConfirmation('cancelled');
  await instance.createConfirmation({ confirmationId: 'expired', ...ADA, clientRealPhone: phone(2) });
  await instance.createClient({ clientId: '7', ...ADA, clientRealPhone: phone(3) });
  await instance.createConfirmation({ confirmationId: 'phone', clientId: '7', clientRealPhone: phone(4) });
  await instance.approveConfirmation('phone');
  await instance.createConfirmation({ confirmationId: 'mail', clientId: '7', clientMail: 'new@shop.example' });
  await instance.approveConfirmation('mail');
  await instance.createConfirmation({ confirmationId: 'again', clientId: '7' });
  await instance.approveConfirmation('again');
  clock.advance(25 * 60 * MINUTE);
  await advanceConfirmations();
  const expected = {
    ...{ cancelled: 'FAILED', expired: 'EXPIRED', phone: 'UPDATED (phone)' },
    ...{ mail: 'UPDATED (mail)', again: 'VERIFIED' },
  };
  const shown = () => Object.fromEntries(Object.keys(expected).map((id) => [id, scene.row(id)?.['status']]));
  await until('the ends', () => JSON.stringify(shown()) === JSON.stringify(expected));
  for (const row of scene.shown(TAB)) {
    t.is(`${row['client_name'] ?? ''}${row['client_mail'] ?? ''}${row['client_real_phone'] ?? ''}`, '');
    t.is(row['verified_at'] === '', ['FAILED', 'EXPIRED'].includes(row['status'] ?? ''));
  }
});

for (const column of COLUMNS) {
  test(`what somebody writes into ${column} of a confirmation is put back, and reported`, async (t) => {
    const scene = await createScene(t);
    const instance = await scene.start();
    await instance.createConfirmation({ confirmationId: 'p-1', ...ADA });
    await until('the row', () => scene.row('p-1')?.['status'] === 'PENDING');
    const before = scene.row('p-1');
    await polls(scene);
    const written = column === 'status' ? 'INIT' : column.endsWith('_at') ? '2026-01-01T00:00:00.000Z' : phone(77);
    scene.set(TAB, 'p-1', column, written);
    await until('the edit is reported', () =>
      instance.log.some((line) => line.startsWith('sheets.cell_ignored') && line.includes(`"${column}"`)),
    );
    await until('it is put back', () => scene.row('p-1')?.[column] === before?.[column]);
    t.deepEqual(scene.row('p-1'), before);
    await polls(scene);
    t.deepEqual(instance.store.findings?.(), []);
    t.is((await instance.getConfirmation('p-1')).status, 'pending');
    t.false(instance.log.some((line) => line.includes(written) && written === phone(77)));
  });
}

test('no status in a row confirms anybody', async (t) => {
  const scene = await createScene(t);
  const instance = await scene.start();
  await instance.createConfirmation({ confirmationId: 'p-1', ...ADA });
  await until('the row', () => scene.row('p-1')?.['status'] === 'PENDING');
  for (const status of ['VERIFIED', 'PROMOTED', 'UPDATED (phone)', 'EXPIRED', 'FAILED']) {
    scene.set(TAB, 'p-1', 'status', status);
    await until('it is put back', () => scene.row('p-1')?.['status'] === 'PENDING');
  }
  t.is((await instance.getConfirmation('p-1')).status, 'pending');
  t.deepEqual(scene.shown('Clients'), []);
});

test('a deleted row is written again, and a row that was moved is followed', async (t) => {
  const scene = await createScene(t);
  const instance = await scene.start();
  await instance.createConfirmation({ confirmationId: 'p-1', ...ADA });
  await instance.createConfirmation({ confirmationId: 'p-2', ...ADA, clientRealPhone: phone(2) });
  await until('the rows', () => scene.row('p-1') !== undefined && scene.row('p-2') !== undefined);
  await polls(scene);
  const { rows } = scene.standIn.book.tab(TAB);
  rows.splice(scene.rowOf(TAB, 'p-1'), 1);
  await until('the row is back', () => scene.row('p-1')?.['status'] === 'PENDING');
  rows.splice(1, 0, [], []);
  await polls(scene);
  await instance.cancelConfirmation('p-2');
  await until('its end', () => scene.row('p-2')?.['status'] === 'FAILED');
  t.is(scene.shown(TAB).length, 2);
  t.is(scene.row('p-1')?.['status'], 'PENDING');
});

test('neither a code nor a link is in any cell, journal or log', async (t) => {
  const scene = await createScene(t);
  const instance = await scene.start();
  await instance.createConfirmation({ confirmationId: 'p-1', ...ADA });
  const code = codeFor(instance, phone(1));
  await instance.createConfirmation({ confirmationId: 'p-2', ...ADA, clientRealPhone: phone(2), channel: 'email' });
  const token = /\/c\/(\S+)/.exec(instance.mailer.mails[0]?.text ?? '')?.[1] ?? 'none';
  t.true(token.length > 20 && /^\d{6}$/.test(code));
  await until('the rows', () => scene.row('p-2')?.['status'] === 'PENDING_MAIL');
  await polls(scene);
  for (const where of [scene.everything(), instance.log.join('\n')]) {
    t.false(where.includes(token));
    t.false(new RegExp(`\\b${code}\\b`).test(where));
  }
  t.true(scene.shown(TAB).every((row) => row['otp'] === ''));
});

test('nothing is left of a client who is erased while a confirmation waits', async (t) => {
  const scene = await createScene(t);
  const instance = await scene.start();
  await instance.createClient({ clientId: '7', ...ADA });
  await instance.createConfirmation({ confirmationId: 'p-1', clientId: '7', clientRealPhone: phone(2) });
  await until('the row', () => scene.row('p-1')?.['client_real_phone'] === phone(2));
  await instance.eraseClient('7');
  await until('the end', () => scene.row('p-1')?.['status'] === 'FAILED');
  await until('nothing is left', () => {
    const text = scene.everything();
    return ['Ada', 'ada@shop.example', phone(1), phone(2)].every((each) => !text.includes(each));
  });
  t.pass();
});

test('the row of a confirmation that was kept long enough is cleared', async (t) => {
  const scene = await createScene(t);
  const instance = await scene.start();
  await instance.createConfirmation({ confirmationId: 'p-1', ...ADA });
  await instance.cancelConfirmation('p-1');
  await until('the row', () => scene.row('p-1')?.['status'] === 'FAILED');
  instance.clock.advance(100 * 24 * 60 * MINUTE);
  await instance.runMaintenance();
  await until('it is gone', () => scene.shown(TAB).length === 0);
  await polls(scene);
  t.deepEqual(instance.store.findings?.(), []);
  t.is(await instance.store.record('confirmation', 'p-1'), undefined);
});

test('what was shown before a crash is put right at the next start, without a report', async (t) => {
  const scene = await createScene(t);
  const first = await scene.start();
  await first.createConfirmation({ confirmationId: 'p-1', ...ADA });
  await until('the row', () => scene.row('p-1')?.['status'] === 'PENDING');
  await first.close();
  scene.set(TAB, 'p-1', 'status', 'VERIFIED');
  scene.set(TAB, 'p-1', 'otp', '123456');
  const second = await scene.start();
  await until('put right', () => scene.row('p-1')?.['status'] === 'PENDING' && scene.row('p-1')?.['otp'] === '');
  t.deepEqual(second.store.findings?.(), []);
  t.is((await second.getConfirmation('p-1')).status, 'pending');
});
