import test from 'ava';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import { createQuota } from '../../src/adapters/sheets/google/quota.js';
import { startStandIn } from '../google/stand-in.js';
import { COURIER, createWorld, openInstance, orderOf, phone, until, type Instance } from './world.js';
import { textOf } from '../google/sheet.js';

const unreachable = () => ({ kind: 'answer', status: 503 }) as const;
const isUnavailable = (error: unknown) => isProxyCallError(error, 'store_unavailable');

async function untilOffline(instance: Instance): Promise<void> {
  await until('the instance is offline', async () => {
    const faults = instance.log.filter(({ event }) => event === 'sheets.fault').length;
    return Promise.resolve(faults >= 2);
  });
}

test('Google unreachable: calls and reads go on, orders are refused at once, write-behind changes are written once', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open();
  const number = await instance.order(1);
  world.standIn.interfere = unreachable;
  await untilOffline(instance);

  const reads = world.standIn.times.read.length;
  for (let index = 0; index < 50; index += 1) {
    t.like(await instance.call(COURIER, number), { kind: 'dial', to: phone(1) });
  }
  t.is((await instance.getOrder('O-1')).status, 'open');
  t.true(world.standIn.times.read.length - reads < 50, 'no call reads from Google');
  await t.throwsAsync(instance.createOrder(orderOf(2)), { message: /Google Sheets does not answer/ });
  await instance.store.ping();
  t.is(world.shown('Orders').length, 1);

  world.standIn.interfere = () => undefined;
  await until('writes are accepted again', () =>
    instance.order(2).then(
      () => true,
      () => false,
    ),
  );
  await until('the last caller is in the sheet', () => world.shown('Clients')[0]?.['client_last_caller'] === COURIER);
  await instance.close();
  const records = world.standIn.book.tab('ProxyCall Records').rows.map(([id]) => textOf(id));
  const interactions = records.filter((id) => id.startsWith('interaction:'));
  t.is(interactions.length, 50);
  t.is(new Set(interactions).size, 50);
  t.is(world.shown('Orders').length, 2);
});

test('SHEETS_ACCEPT_OFFLINE: orders accepted while Google is unreachable are written once and in order', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open({ acceptOffline: true });
  world.standIn.interfere = unreachable;
  await untilOffline(instance);
  const numbers = [await instance.order(1), await instance.order(2)];
  await instance.closeOrder('O-1', { endSession: false });
  t.is(new Set(numbers).size, 2);
  t.is(world.shown('Orders').length, 0);
  t.like(await instance.call(COURIER, numbers[1] ?? ''), { kind: 'dial', to: phone(2) });

  world.standIn.interfere = () => undefined;
  await until('both orders are in the sheet', () => world.shown('Orders').length === 2);
  t.deepEqual(
    world.shown('Orders').map((row) => [row['order_id'], row['status']]),
    [
      ['O-1', 'closed'],
      ['O-2', 'open'],
    ],
  );
  t.is(world.shown('Clients').length, 2);
});

for (const late of [true, false]) {
  test(`a lost answer, ${late ? 'after' : 'before'} the batch was carried out: it is written exactly once`, async (t) => {
    const world = await createWorld(t);
    const instance = await world.open();
    for (const kind of ['reset', 'answer'] as const) {
      const index = kind === 'reset' ? 1 : 2;
      let isDone = false;
      world.standIn.interfere = ({ body }) => {
        if (isDone || !JSON.stringify(body).includes(`O-${index.toString()}`)) return undefined;
        isDone = true;
        return kind === 'reset' ? { kind, late } : { kind, late, status: 500 };
      };
      await instance.order(index);
      t.true(isDone);
      t.is(world.shown('Orders').filter((row) => row['order_id'] === `O-${index.toString()}`).length, 1);
      t.is(world.shown('Clients').filter((row) => row['client_id'] === index.toString()).length, 1);
    }
    await instance.close();
    const again = await world.open();
    t.is((await again.getOrder('O-1')).status, 'open');
    t.is((await again.poolStats()).pools[0]?.assigned, 2);
  });
}

test('a batch that was not carried out and would have extended the grid is retried', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open({ pace: { flushMs: 60_000, pollMs: 60_000, heartbeatMs: 60_000 } });
  const number = await instance.order(1);
  const calls = 300;
  for (let index = 0; index < calls; index += 1) await instance.call(COURIER, number);
  let isDone = false;
  world.standIn.interfere = ({ kind }) => {
    if (isDone || kind !== 'write') return undefined;
    isDone = true;
    return { kind: 'reset' };
  };
  await instance.order(2);
  await instance.close();
  t.true(isDone);
  const records = world.standIn.book.tab('ProxyCall Records').rows.map(([id]) => textOf(id));
  t.is(records.filter((id) => id.startsWith('interaction:')).length, calls);
});

test('an order succeeds after users deleted rows at the end of the grid', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open({ pace: { pollMs: 60_000, backoffMs: 5 } });
  await instance.order(1);
  const { rows } = world.standIn.book.tab('TwilioPools');
  // The pool is sorted in reverse order and its last rows are deleted, so known row positions are beyond the grid.
  const filled = rows.slice(1).filter((row) => row.length > 0);
  rows.splice(1, rows.length - 1, ...filled.reverse());
  rows.splice(2, 2);
  t.is(typeof (await instance.order(2)), 'string');
});

test('a batch that reaches Google after its outcome was resolved is rejected', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open();
  let lateRequests: unknown;
  world.standIn.interfere = ({ body }) => {
    if (lateRequests !== undefined || !JSON.stringify(body).includes('O-1')) return undefined;
    lateRequests = body.requests;
    return { kind: 'reset' };
  };
  await instance.order(1);
  t.throws(() => world.standIn.book.batchUpdate(lateRequests as never), { message: /No grid with id/ });
  t.is(world.shown('Orders').length, 1);
});

test('exhausted quota: retries back off and nothing is lost', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open({ pace: { pollMs: 60_000, backoffMs: 20, longestBackoffMs: 200 } });
  let refused = 0;
  world.standIn.interfere = ({ kind }) => {
    if (kind !== 'write' || refused === 4) return undefined;
    refused += 1;
    return { kind: 'answer', status: 429, retryAfter: '0' };
  };
  const before = world.standIn.times.write.length;
  const first = instance.order(1);
  t.is(typeof (await first), 'string');
  t.true(world.standIn.times.write.length - before <= 6, (world.standIn.times.write.length - before).toString());
});

test('shutdown during faults retries until everything is in the sheet', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open({ pace: { flushMs: 60_000, heartbeatMs: 60_000, pollMs: 60_000, backoffMs: 5 } });
  const number = await instance.order(1);
  await instance.call(COURIER, number);
  const faults = [unreachable(), { kind: 'reset', late: true }, unreachable()] as const;
  let writes = 0;
  world.standIn.interfere = ({ kind }) => (kind === 'write' ? faults[writes++] : undefined);
  await instance.close();
  t.true(writes > faults.length);
  t.is(world.shown('Clients')[0]?.['client_last_caller'], COURIER);
  t.false(instance.log.some(({ event }) => event === 'sheets.not_flushed'));
});

test('no window of a minute exceeds the quota', async (t) => {
  let now = 0;
  const sent: number[] = [];
  const quota = createQuota(
    { readsPerMinute: 60, writesPerMinute: 45 },
    {
      now: () => now,
      pause: (milliseconds) => {
        now += milliseconds;
        return Promise.resolve();
      },
    },
  );
  for (let index = 0; index < 400; index += 1) {
    await quota.write();
    sent.push(now);
    now += index % 50 === 0 ? 40_000 : 1;
  }
  for (const start of sent) t.true(sent.filter((at) => at >= start && at < start + 60_000).length <= 45);
});

test('opening an unusable spreadsheet fails with advice', async (t) => {
  const world = await createWorld(t);
  const { standIn, journal } = world;
  const fails = async (settings: Parameters<typeof openInstance>[2], message: RegExp) => {
    const error = await t.throwsAsync(openInstance(standIn, journal, settings));
    t.true(isUnavailable(error));
    t.regex(error.message, message);
  };
  await fails({ spreadsheet: { id: 'unknown' } }, /404.*shared, for editing, with proxycall@/);
  await fails({ spreadsheet: { name: 'Missing' } }, /no spreadsheet of that name is shared with/);
  await fails({ spreadsheet: { name: 'Twins' } }, /several spreadsheets.*GOOGLE_SHEET_ID/);
  const found = await openInstance(standIn, journal, { spreadsheet: { name: 'Merchant' } });
  await found.close();
  t.is(standIn.times.find.length, 3);

  standIn.interfere = () => ({ kind: 'answer', status: 403 });
  await fails({}, /403.*shared/);
  standIn.interfere = unreachable;
  await fails({}, /503/);
  standIn.interfere = () => undefined;
  standIn.book.tab('Clients').rows[0] = ['client_id', 'client_name'];
  await fails({}, /tab Clients has no column client_mail, .*proxycall init/);
  standIn.book.sheets = standIn.book.sheets.filter(({ title }) => title !== 'Orders');
  await fails({}, /no tab Orders/);
  standIn.close();
  await fails({}, /does not answer \(ECONNREFUSED\)/);
  const other = await startStandIn();
  other.close();
});

test('a renamed column stops writes to its tab and is logged; writes resume once the name is restored', async (t) => {
  const world = await createWorld(t);
  const instance = await world.open({ pace: { writeTimeoutMs: 2000 } });
  const number = await instance.order(1);
  const header = world.standIn.book.tab('Clients').rows[0] ?? [];
  header[2] = 'mail';
  await until('the missing column is logged', () =>
    instance.log.some(({ fields }) => String(fields['problem']).includes('no column client_mail')),
  );
  t.like(await instance.call(COURIER, number), { kind: 'dial' });
  await t.throwsAsync(instance.createOrder(orderOf(2)));
  header[2] = 'client_mail';
  await until('writes are accepted again', () =>
    instance.order(2).then(
      () => true,
      () => false,
    ),
  );
});
