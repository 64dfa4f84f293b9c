import test from 'ava';
import { prepareSpreadsheet } from '../../src/adapters/sheets/index.js';
import { HEADERS } from '../google/stand-in.js';
import { ADA, createScene, polls, TAB } from './confirmation-scene.js';
import { phone, poolRow, proxy, until } from './world.js';

const INPUTS = {
  Clients: [HEADERS.Clients.split(' ')],
  TwilioPools: [HEADERS.TwilioPools.split(' '), ...[0, 1, 2].map((index) => poolRow(proxy(index)))],
  Orders: [HEADERS.Orders.split(' ')],
};

test('without its tab, confirmations go on; the tab is created by init, and filled', async (t) => {
  const scene = await createScene(t, { tabs: INPUTS });
  const instance = await scene.start({ pace: { parkedMs: 100 } });
  await instance.createConfirmation({ confirmationId: 'p-1', ...ADA });
  await polls(scene);
  t.deepEqual(instance.store.findings?.(), []);
  t.is(instance.carrier.phone(phone(1)).inbox.length, 1);
  const { url: baseUrl, spreadsheetId: id, credentials } = scene.standIn;
  const created = await prepareSpreadsheet({ baseUrl, credentials, spreadsheet: { id } });
  t.deepEqual(created, ['the tab CONFIRMATION_PENDING']);
  await until('the row', () => scene.row('p-1')?.['status'] === 'PENDING');
});

test('a tab that is missing costs no request', async (t) => {
  const scene = await createScene(t, { tabs: INPUTS });
  const counted: string[] = [];
  const instance = await scene.start();
  await polls(scene);
  scene.standIn.interfere = ({ kind }) => void counted.push(kind);
  await polls(scene, 10);
  const reads = counted.filter((kind) => kind === 'read').length;
  // Two for each poll, one or two polls more or less.
  t.true(reads >= 16 && reads <= 24, reads.toString());
  t.deepEqual(instance.store.findings?.(), []);
});

test('the tab may be deleted while the service runs, and come back', async (t) => {
  const scene = await createScene(t);
  const instance = await scene.start({ pace: { parkedMs: 50 } });
  await instance.createConfirmation({ confirmationId: 'p-1', ...ADA });
  await until('the row', () => scene.row('p-1')?.['status'] === 'PENDING');
  const { book } = scene.standIn;
  const tab = book.tab(TAB);
  book.sheets = book.sheets.filter((sheet) => sheet !== tab);
  await instance.createClient({ clientId: '7', ...ADA, clientRealPhone: phone(3) });
  await instance.cancelConfirmation('p-1');
  await until('other tabs are written', () => scene.shown('Clients').length === 1);
  await polls(scene);
  t.deepEqual(instance.store.findings?.(), []);
  await instance.close();
  // A start does without it as well.
  const second = await scene.start({ pace: { parkedMs: 50 } });
  await second.createConfirmation({ confirmationId: 'p-2', ...ADA });
  book.sheets = [...book.sheets, tab];
  await until(
    'the rows',
    () => scene.row('p-1')?.['status'] === 'FAILED' && scene.row('p-2')?.['status'] === 'PENDING',
  );
  t.is(scene.row('p-1')?.['client_name'], '');
});

for (const [what, spoil] of [
  ['renamed', (header: unknown[]) => void (header[6] = 'state')],
  ['doubled', (header: unknown[]) => void (header[9] = 'status')],
  ['gone', (header: unknown[]) => void (header[3] = '')],
] as const) {
  test(`a column of the tab that is ${what} stops nothing, is reported, and is written once it is corrected`, async (t) => {
    const scene = await createScene(t);
    const instance = await scene.start();
    await instance.createConfirmation({ confirmationId: 'p-1', ...ADA });
    await until('the row', () => scene.row('p-1')?.['status'] === 'PENDING');
    await polls(scene);
    const { rows } = scene.standIn.book.tab(TAB);
    const before = [...(rows[0] ?? [])];
    spoil(rows[0] ?? []);
    await until('it is reported', () => instance.store.findings?.()[0]?.kind === 'ignored_header');
    await instance.cancelConfirmation('p-1');
    await instance.createConfirmation({ confirmationId: 'p-2', ...ADA, clientRealPhone: phone(2) });
    await polls(scene);
    t.is(rows[1]?.[6], 'PENDING');
    await instance.close();
    const second = await scene.start();
    t.is((await second.getConfirmation('p-2')).status, 'pending');
    t.is(second.store.findings?.()[0]?.tab, TAB);
    rows[0] = before;
    await until(
      'the rows',
      () => scene.row('p-1')?.['status'] === 'FAILED' && scene.row('p-2')?.['status'] === 'PENDING',
    );
    t.deepEqual(second.store.findings?.(), []);
  });
}

test('columns of the tab may be moved, renamed around, and inserted', async (t) => {
  const scene = await createScene(t);
  const instance = await scene.start();
  await instance.createConfirmation({ confirmationId: 'p-1', ...ADA });
  await until('the row', () => scene.row('p-1')?.['status'] === 'PENDING');
  for (const row of scene.standIn.book.tab(TAB).rows) {
    row.unshift(...row.splice(6, 1));
    row.splice(2, 0, '');
  }
  await polls(scene);
  await instance.cancelConfirmation('p-1');
  await until('the end', () => scene.row('p-1')?.['status'] === 'FAILED');
  t.like(scene.row('p-1'), { pending_id: 'p-1', client_name: '', client_mail: '', client_real_phone: '', otp: '' });
  t.deepEqual(instance.store.findings?.(), []);
});

for (const [what, how] of Object.entries({
  'as a protected range': { isListed: true },
  'without saying which': { isListed: false, isNamed: false },
})) {
  test(`cells of the tab that Google refuses ${what} refuse no confirmation, and are parked`, async (t) => {
    const scene = await createScene(t);
    const instance = await scene.start({ pace: { writeTimeoutMs: 3000 } });
    await instance.createConfirmation({ confirmationId: 'p-1', ...ADA });
    await until('the row', () => scene.row('p-1')?.['status'] === 'PENDING');
    await polls(scene);
    scene.standIn.book.tab(TAB).protections.push({ range: {}, ...how });
    await instance.createConfirmation({ confirmationId: 'p-2', ...ADA, clientRealPhone: phone(2) });
    await instance.cancelConfirmation('p-1');
    await instance.createClient({ clientId: '7', ...ADA, clientRealPhone: phone(3) });
    await until('it is parked', () =>
      Boolean(instance.store.findings?.().some(({ kind, tab: title }) => kind === 'parked_record' && title === TAB)),
    );
    t.is((await instance.getConfirmation('p-1')).status, 'cancelled');
    await instance.close();
    scene.standIn.book.tab(TAB).protections = [];
    const second = await scene.start();
    t.is((await second.getConfirmation('p-1')).status, 'cancelled');
    t.is((await second.getConfirmation('p-2')).status, 'pending');
    await until(
      'the rows',
      () => scene.row('p-1')?.['status'] === 'FAILED' && scene.row('p-2')?.['status'] === 'PENDING',
    );
    t.is(scene.row('p-1')?.['client_mail'], '');
  });
}
