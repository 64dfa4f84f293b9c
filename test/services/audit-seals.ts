import test from 'ava';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { createSystemIds } from '../../src/adapters/system/index.js';
import { rememberedText } from '../../src/domain/model/audit.js';
import { put } from '../../src/domain/services/commit.js';
import { rekeyStore } from '../../src/domain/services/hash-key.js';
import { anAuditEntry, createSequentialIds, fictionalMobile } from '../../src/entry/testing/index.js';
import type { ChangeSet } from '../../src/ports/order-store.js';
import { setUp } from './set-up.js';

const NOW = 5_000;
const client = { clientName: 'Grace Hopper', clientMail: 'grace@shop.example' };

test('maintenance seals what is new, more than a seal covers, and passes over what somebody else wrote', async (t) => {
  const { store, proxyCall, logger } = setUp();
  await proxyCall.poolStats();
  const forged = Array.from({ length: 250 }, (_, index) => put('audit', anAuditEntry(`forged-${index.toString()}`)));
  await store.commit({ puts: forged });
  for (let index = 0; index < 205; index += 1) await proxyCall.createClient(newClient(index));
  await proxyCall.runMaintenance();
  const seals = (await store.records('seal', { limit: 9 })).map(({ value }) => value);
  t.is(seals.length, logger.lines.filter(({ event }) => event === 'audit.sealed').length);
  const genuine = (await store.records('audit', { limit: 2000 })).filter(({ value }) => !value.id.startsWith('forged'));
  t.true(genuine.length > 205);
  t.true(genuine.every(({ value }) => value.seal !== undefined));
  t.is(
    seals.reduce((sum, { count }) => sum + count, 0),
    genuine.length,
  );
  const { problems, problemCount, head } = await proxyCall.verifyAudit({});
  t.is(problemCount, 250);
  t.true(
    problems.every(({ problem, entryId }) => problem === 'entry_invalid' && entryId?.startsWith('forged') === true),
  );
  const logged: unknown = logger.lines.findLast(({ event }) => event === 'audit.sealed')?.fields['head'];
  t.is<unknown, unknown>(head, logged);
  t.like((await proxyCall.storeFindings()).findings[0], { kind: 'forged_record', tab: 'audit' });
  t.true(
    (await proxyCall.listAudit({ from: '1970-01-01T00:00:00Z', until: '1970-01-02T00:00:00Z' })).items.every(
      ({ isGenuine }) => !isGenuine,
    ),
  );
});

test('the chain goes on after its end was deleted or the head put back, and both show', async (t) => {
  const { store, proxyCall } = setUp();
  const facts: (string | undefined)[] = [];
  const seal = async (index: number) => {
    await proxyCall.createClient(newClient(index));
    await proxyCall.runMaintenance();
    facts.push((await store.record('fact', 'audit_head'))?.value.value);
  };
  for (let index = 0; index < 3; index += 1) await seal(index);
  const remember = async (value = '') =>
    store.commit({
      puts: [put('fact', { key: 'audit_head', value }, await store.record('fact', 'audit_head'))],
    });
  await remember(facts[0]);
  t.like(await proxyCall.verifyAudit({}), { seals: 3, problems: [] });
  await seal(4);
  t.like(await proxyCall.verifyAudit({}), { seals: 4, unsealed: 0, problems: [] });
  const last = await store.record('seal', '000000000004');
  await store.commit({
    puts: [],
    removals: [{ kind: 'seal' as unknown as 'lease', key: '000000000004', expected: last?.version ?? 0 }],
  });
  const { problems } = await proxyCall.verifyAudit({});
  t.is(problems.filter(({ problem, sequence }) => problem === 'head_missing' && sequence === 4).length, 1);
  await seal(5);
  const later = (await proxyCall.verifyAudit({})).problems;
  t.deepEqual(later[0], { problem: 'seals_missing', entryId: undefined, sequence: 5 });
});

test('a head that somebody else wrote is named, and the chain does not go on from there', async (t) => {
  for (const value of ['9:somebody-else', '999:abcdefgh:abcdefgh', '', 'x']) {
    const { store, proxyCall } = setUp();
    await proxyCall.createClient(newClient(1));
    await proxyCall.runMaintenance();
    const head = await store.record('fact', 'audit_head');
    await store.commit({ puts: [put('fact', { key: 'audit_head', value }, head)] });
    const forged = [{ problem: 'head_invalid', entryId: undefined, sequence: 1 }] as const;
    t.deepEqual((await proxyCall.verifyAudit({})).problems, forged);
    await proxyCall.createClient(newClient(2));
    await proxyCall.runMaintenance();
    t.like(await proxyCall.verifyAudit({}), { seals: 2, unsealed: 0, problems: [] });
  }
});

test('a seal that somebody else wrote is named, and keeps no other one from being made or judged', async (t) => {
  for (const sequence of [2, 99]) {
    const { store, proxyCall } = setUp();
    await proxyCall.createClient(newClient(1));
    await proxyCall.runMaintenance();
    const [first] = await store.records('seal', { limit: 1 });
    if (first === undefined) throw new Error('there is a seal');
    await store.commit({ puts: [put('seal', { ...first.value, sequence })] });
    const forged = [{ problem: 'seal_invalid', entryId: undefined, sequence }] as const;
    t.deepEqual((await proxyCall.verifyAudit({})).problems, forged);
    await proxyCall.createClient(newClient(2));
    await proxyCall.runMaintenance();
    // The one in whose place it was has overwritten it.
    t.deepEqual((await proxyCall.verifyAudit({})).problems, sequence === 2 ? [] : forged);
  }
});

test('an entry that was kept from its seal is named, and one that only waited is sealed', async (t) => {
  const { store, proxyCall, clock } = setUp();
  await proxyCall.createClient(newClient(1));
  clock.advance(2 * 3_600_000);
  t.like(await proxyCall.verifyAudit({}), { unsealed: 0, seals: 1, problems: [] });
  await proxyCall.createClient(newClient(2));
  const waiting = (await store.records('audit', { limit: 9 })).filter(({ value }) => value.seal === undefined);
  await store.commit({ puts: waiting.map((read) => put('audit', { ...read.value, seal: 1 }, read)) });
  await proxyCall.runMaintenance();
  const { problems } = await proxyCall.verifyAudit({});
  t.deepEqual(
    problems,
    waiting.map(({ value }) => ({ problem: 'entry_unsealed' as const, entryId: value.id, sequence: undefined })),
  );
});

test('a store that moves to another hash key has its audit trail signed anew, and what is missing is still missed', async (t) => {
  const { store, proxyCall } = setUp();
  for (let index = 0; index < 3; index += 1) {
    await proxyCall.createClient(newClient(index));
    await proxyCall.runMaintenance();
  }
  const ids = createSystemIds('another key for tests');
  await rekeyStore(store, ids, NOW);
  const moved = setUp({ store, ids });
  t.like(await moved.proxyCall.verifyAudit({}), { seals: 3, unsealed: 0, problems: [] });
  const [second] = (await store.records('seal', { limit: 9 })).slice(1);
  if (second === undefined) throw new Error('there are three seals');
  await store.commit({ puts: [put('seal', { ...second.value, count: second.value.count + 1 }, second)] });
  await rekeyStore(store, ids, NOW);
  const { problems } = await moved.proxyCall.verifyAudit({});
  t.deepEqual(problems, [{ problem: 'entries_missing', entryId: undefined, sequence: 2 }]);
});

test('however many entries somebody else writes, each is looked at and logged once', async (t) => {
  const { store, proxyCall, logger } = setUp();
  const names = Array.from({ length: 450 }, (_, index) => `forged-${index.toString()}`);
  await store.commit({ puts: names.map((name) => put('audit', anAuditEntry(name))) });
  await proxyCall.createClient(newClient(1));
  await proxyCall.runMaintenance();
  await proxyCall.runMaintenance();
  const logged = logger.lines.filter(({ event }) => event === 'audit.forged').map(({ fields }) => fields['entry']);
  t.deepEqual(logged.toSorted(), names.toSorted());
  t.deepEqual(await store.due('audit', { by: Infinity, limit: 9 }), []);
  t.like(await proxyCall.verifyAudit({}), { unsealed: 0, problemCount: 450 });
});

test('a process that has seen the head misses it when the trail was rebuilt from its beginning', async (t) => {
  const { store, proxyCall, logger } = setUp();
  for (let index = 0; index < 2; index += 1) {
    await proxyCall.createClient(newClient(index));
    await proxyCall.runMaintenance();
  }
  t.deepEqual((await proxyCall.storeFindings()).findings, []);
  const fact = await store.record('fact', 'audit_head');
  const [first] = await store.records('seal', { limit: 1 });
  const former = rememberedText((purpose, text) => createSequentialIds().keyedHash(purpose, text), {
    sequence: 1,
    mac: first?.value.mac ?? '',
  });
  await store.commit({ puts: [put('fact', { key: 'audit_head', value: former }, fact)] });
  await proxyCall.runMaintenance();
  await proxyCall.runMaintenance();
  t.is(logger.lines.filter(({ event }) => event === 'audit.head_missing').length, 1);
  t.like((await proxyCall.storeFindings()).findings, [{ kind: 'forged_record', tab: 'audit' }]);
});

test('that entries cannot be sealed is a finding, until they are', async (t) => {
  let isDown = true;
  const memory = createMemoryStore();
  const commit = (changes: ChangeSet) =>
    isDown && changes.puts.some(({ kind }) => kind === 'seal')
      ? Promise.reject(new Error('no'))
      : memory.commit(changes);
  const { proxyCall } = setUp({ store: { ...memory, commit } });
  await proxyCall.createClient(newClient(1));
  await t.throwsAsync(proxyCall.runMaintenance());
  t.regex((await proxyCall.storeFindings()).findings[0]?.problem ?? '', /not sealed/);
  isDown = false;
  await proxyCall.runMaintenance();
  t.deepEqual((await proxyCall.storeFindings()).findings, []);
});

function newClient(index: number) {
  return { clientId: index.toString(), ...client, clientRealPhone: fictionalMobile(8000 + index) };
}
