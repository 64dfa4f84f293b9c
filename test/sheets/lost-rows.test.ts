import { mkdirSync, writeFileSync } from 'node:fs';
import test from 'ava';
import { COURIER, createWorld, phone, until, type World } from './world.js';

/** Three clients in a sheet, and no instance running. */
async function withClients(world: World): Promise<void> {
  const instance = await world.open();
  for (const index of [1, 2, 3]) await instance.order(index);
  await instance.close();
}

test('a start that would lose most rows is refused, and the pool is not touched', async (t) => {
  for (const title of ['Clients', 'Orders', 'TwilioPools'] as const) {
    const world = await createWorld(t);
    await withClients(world);
    const sheet = world.standIn.book.tab(title);
    const intact = structuredClone(sheet.rows);
    sheet.rows = [sheet.rows[0] ?? [], ...Array.from({ length: 9 }, () => [])];
    const before = structuredClone(world.standIn.book.sheets.filter(({ hidden }) => !hidden));
    const message = new RegExp(`the tab ${title} has no row for [35] of the [35] records`);
    await t.throwsAsync(world.open(), { message });
    t.deepEqual(
      world.standIn.book.sheets.filter(({ hidden }) => !hidden),
      before,
      title,
    );
    sheet.rows = intact;
    const again = await world.open();
    t.is((await again.store.records('client', { limit: 9 })).length, 3);
    t.is((await again.store.numbers()).length, 5);
  }
});

for (const [what, kept, isRefused] of [
  ['two of three', 1, true],
  ['one of three', 2, false],
] as const) {
  test(`a start finds ${what} rows missing: ${isRefused ? 'refused' : 'they are deleted'}`, async (t) => {
    const world = await createWorld(t);
    await withClients(world);
    world.standIn.book.tab('Clients').rows.splice(1 + kept, 3 - kept);
    if (isRefused) {
      await t.throwsAsync(world.open(), { message: /Clients has no row for 2 of the 3 records/ });
      return;
    }
    const instance = await world.open();
    await until('it is deleted', async () => (await instance.store.records('client', { limit: 9 })).length === kept);
    t.pass();
  });
}

test('a hidden tab that was renamed is named, and no new one begins', async (t) => {
  const world = await createWorld(t);
  await withClients(world);
  for (const title of ['ProxyCall Record', 'Copy of ProxyCall Records', 'proxycall records']) {
    world.standIn.book.sheets.forEach((sheet) => {
      if (/records?$/i.test(sheet.title)) sheet.title = title;
    });
    await t.throwsAsync(world.open(), { message: /no hidden tab "ProxyCall Records", but ".+" looks like it/ });
    t.false(world.standIn.book.sheets.some((sheet) => sheet.title === 'ProxyCall Records'));
  }
});

test('a journal of another spreadsheet is not written into this one', async (t) => {
  const world = await createWorld(t);
  const first = await world.open({ pace: { flushMs: 60_000 } });
  const numbers = [await first.order(1), await first.order(2), await first.order(3)];
  for (const number of numbers) await first.call(COURIER, number);
  const sessions = await first.store.records('session', { limit: 9 });
  await first.close();
  // As a process leaves it that was killed while it held the lease.
  world.standIn.book.tab('ProxyCall Lease').rows[0]?.splice(0, 1, '999999-0badcafe');
  mkdirSync(`${world.journal}/999999-0badcafe`);
  const entries = sessions.map(({ value }) =>
    JSON.stringify({ records: [], lastCaller: { sessionId: value.id, phone: COURIER } }),
  );
  writeFileSync(`${world.journal}/999999-0badcafe/00000000.ndjson`, `${entries.join('\n')}\n`);
  const { rows } = world.standIn.book.tab('ProxyCall Records');
  const intact = structuredClone(rows);
  for (const row of rows) row.length = 0;
  await t.throwsAsync(world.open(), { message: /the journal of this computer has calls of 3 sessions, 3 of which/ });
  rows.splice(0, rows.length, ...intact);
  const again = await world.open();
  t.like(await again.call(phone(1), numbers[0] ?? ''), { kind: 'dial', to: COURIER });
});
