import { cpSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import type { E164 } from '../../src/domain/model/phone-number.js';
import { filesBelow, tracesOf, type Bytes } from '../erasure/traces.js';
import { temporaryFolder } from '../support.js';
import { COURIER, createWorld, orderOf, phone, proxy, until, type World } from './world.js';

const SECRET = 'the key is under the mat';
const SECRETS = [phone(1), 'c1@shop.example', 'Client 1', SECRET];

function bytesOf({ standIn, journal }: World): readonly Bytes[] {
  return [['spreadsheet', Buffer.from(JSON.stringify(standIn.book.sheets))], ...filesBelow(journal)];
}

test('an erasure leaves nothing in the journal, whatever calls and texts write meanwhile', async (t) => {
  const world = await createWorld(t);
  const shop = await world.open();
  const number = await shop.order(1);
  await shop.order(2);
  world.standIn.latencyMs = 30;
  await shop.text(COURIER, number, SECRET);
  const erasing = shop.eraseClient('1');
  for (let index = 0; index < 5; index += 1) {
    await shop.text(COURIER, number, SECRET);
    await shop.text(phone(1), proxy(9), 'refused');
    await shop.call(COURIER, number);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await erasing;
  await until('nothing is left', () => tracesOf(SECRETS.slice(1), bytesOf(world)).length === 0);
  await shop.close();
  t.deepEqual(tracesOf(SECRETS.slice(1), bytesOf(world)), []);
});

test('when an erasure has resolved nothing of it is in the sheet or the journal', async (t) => {
  const world = await createWorld(t);
  const shop = await world.open();
  const number = await shop.order(1);
  for (let index = 0; index < 5; index += 1) {
    await shop.text(COURIER, number, SECRET);
    await shop.text(phone(1), proxy(9), 'refused');
  }
  await shop.eraseClient('1');
  t.deepEqual(tracesOf(SECRETS, bytesOf(world)), []);
});

test('a client whose row is deleted is erased as by the API', async (t) => {
  const world = await createWorld(t);
  const shop = await world.open();
  const number = await shop.order(1);
  const other = await shop.order(2);
  await shop.text(COURIER, number, SECRET);
  await shop.text(phone(1), other, SECRET);
  await until('it is there', () => tracesOf(SECRETS, bytesOf(world)).length >= 4);
  world.standIn.book.tab('Clients').rows.splice(world.rowOf('Clients', '1'), 1);
  await until('nothing is left', () => tracesOf(SECRETS, bytesOf(world)).length === 0);
  t.is((await shop.getClient('2')).clientLastCaller, undefined);
  await shop.close();
  t.deepEqual(tracesOf(SECRETS, bytesOf(world)), []);
});

test('what was said from a phone that the row does not name any more goes with the phone', async (t) => {
  const world = await createWorld(t);
  const shop = await world.open();
  await shop.createClient({ ...orderOf(1), clientRealPhone: '+33199005001' as E164 });
  await shop.order(2);
  t.is((await shop.text('+33199005001', proxy(9), 'refused')).length, 1);
  await until('it is there', () => tracesOf(['+33199005001'], bytesOf(world)).length === 1);
  world.set('Clients', '1', 'client_real_phone', phone(1));
  await until('it is gone', () => tracesOf(['+33199005001'], bytesOf(world)).length === 0);
  t.is((await shop.getClient('1')).clientRealPhone, phone(1));
});

test('what another instance handled at the moment of an erasure brings nothing back', async (t) => {
  const world = await createWorld(t);
  const first = await world.open();
  const number = await first.order(1);
  await first.order(2);
  // The first one hands over; no lease expires, however slow the machine is.
  const second = await world.open({ pace: { pollMs: 30, leaseMs: 10_000 } });
  await until('the second one writes', async () => {
    const written = second.updateClient('2', { clientName: 'Client 2' });
    return written.then(
      () => true,
      () => false,
    );
  });
  await first.text(COURIER, number, SECRET);
  await first.text(phone(1), proxy(9), 'refused');
  await first.call(COURIER, number);
  await second.eraseClient('1');
  await until('nothing is left', () => tracesOf(SECRETS, bytesOf(world)).length === 0);
  await first.close();
  await second.close();
  t.deepEqual(tracesOf(SECRETS, bytesOf(world)), []);
});

test('an instance that restarts with its journal after an erasure by another one brings nobody back', async (t) => {
  const world = await createWorld(t);
  const first = await world.open({ pace: { heartbeatMs: 1_000_000, pollMs: 1_000_000, flushMs: 1_000_000 } });
  const number = await first.order(1);
  await first.order(2);
  await first.call(COURIER, number);
  await first.text(COURIER, number, SECRET);
  // As the process leaves it when it is killed.
  const killed = temporaryFolder();
  t.teardown(() => killed.remove());
  for (const name of readdirSync(world.journal)) {
    cpSync(join(world.journal, name), join(killed.path, `99999999-${name.split('-')[1] ?? ''}`), { recursive: true });
  }
  t.not(tracesOf([COURIER, SECRET], filesBelow(killed.path)).length, 0);

  const folder = temporaryFolder();
  t.teardown(() => folder.remove());
  const second = await world.open({ journalFolder: folder.path, pace: { leaseMs: 150 } });
  await until('the second one writes', () =>
    second.erasePerson({ phone: COURIER as E164 }).then(
      () => true,
      () => false,
    ),
  );
  await second.close();
  const restarted = await world.open({ journalFolder: killed.path });
  t.is((await restarted.getClient('1')).clientLastCaller, undefined);
  // The calls themselves were accepted, and are not lost.
  t.is((await restarted.listInteractions({})).items.length, 2);
  await restarted.close();
  t.deepEqual(tracesOf([COURIER, SECRET], [...bytesOf(world).slice(0, 1), ...filesBelow(killed.path)]), []);
});

test("the journal is its owner's only, and so is a new folder for it", async (t) => {
  const world = await createWorld(t);
  const folder = join(world.journal, 'new', 'newer');
  const shop = await world.open({ journalFolder: folder });
  const number = await shop.order(1);
  world.standIn.latencyMs = 200;
  await shop.call(COURIER, number);
  const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
  t.deepEqual([modeOf(join(world.journal, 'new')), modeOf(folder)], ['700', '700']);
  const files = filesBelow(folder);
  t.not(files.length, 0);
  for (const [path] of files) t.deepEqual([modeOf(path), modeOf(join(path, '..'))], ['600', '700']);
});
