import test, { type ExecutionContext } from 'ava';
import pg from 'pg';
import type { IncomingChanges } from '../src/adapters/sql/incoming-changes.js';
import { createIncomingCommit } from '../src/adapters/sql/postgres-incoming.js';
import { createConnections, type RunStatement } from '../src/adapters/sql/postgres-pool.js';
import { createGroupedRouting } from '../src/adapters/sql/postgres-routing.js';
import { openPostgresStore } from '../src/adapters/sql/postgres.js';
import { isProxyCallError } from '../src/domain/model/errors.js';
import { put, relyOn } from '../src/domain/services/commit.js';
import {
  aCallInteraction,
  aClient,
  aNumberThatIs,
  anOpenSession,
  aParticipant,
  fictionalMobile as phone,
  personOf,
} from '../src/entry/testing/index.js';
import type { ChangeSet, OrderStore } from '../src/ports/order-store.js';
import { startPostgres } from './postgres.js';

const postgres = await startPostgres();
test.after.always(() => postgres.stop());

const sessionId = (index: number) => `s${index.toString()}`;
const participantId = (index: number) => `p${index.toString()}`;

/** A store with clients 0 to `clients` - 1, each on a number of their own. */
async function openWithClients(t: ExecutionContext, clients: number, timeoutMs = 3000) {
  const url = await postgres.createDatabase();
  const store = await openPostgresStore({ url, timeoutMs });
  const direct = new pg.Client({ connectionString: url });
  await direct.connect();
  t.teardown(async () => {
    await direct.end();
    await store.close();
  });
  const puts = Array.from({ length: clients }, (_, index) => {
    const id = index.toString();
    const session = anOpenSession(sessionId(index), { id }, phone(index));
    return [
      put('client', aClient(id, { proxyNumber: phone(index) })),
      put('number', aNumberThatIs('assigned', phone(index))),
      put('session', session),
      put('participant', aParticipant(participantId(index), session, personOf(5000 + index))),
    ];
  });
  await store.commit({ puts: puts.flat() });
  return { url, store, direct };
}

/** A call to a client, by somebody. */
async function aCall(store: OrderStore, client: number, id: string, from = 6000): Promise<ChangeSet> {
  const read = await store.record('participant', participantId(client));
  if (read === undefined) throw new Error('there is no such client');
  const interaction = aCallInteraction(id, { sessionId: sessionId(client), clientId: client.toString() });
  return {
    puts: [put('interaction', interaction)],
    guards: [relyOn('participant', read)],
    lastCaller: { sessionId: sessionId(client), phone: phone(from) },
  };
}

async function outcomesOf(store: OrderStore, calls: readonly ChangeSet[]): Promise<readonly string[]> {
  const outcomes = await Promise.allSettled(calls.map((call) => store.commit(call)));
  return outcomes.map((outcome) => {
    if (outcome.status === 'fulfilled') return 'written';
    return isProxyCallError(outcome.reason) ? outcome.reason.code : 'fault';
  });
}

async function lastCallerOf(store: OrderStore, client: number) {
  return (await store.routing(phone(client))).open?.session.value.lastCaller;
}

test('of two with one id the one that may be written is, whichever came first', async (t) => {
  const { store } = await openWithClients(t, 2);
  const stale = { kind: 'participant', key: participantId(0), expected: 1 } as const;
  const calls = [{ ...(await aCall(store, 0, 'same', 60)), guards: [stale] }, await aCall(store, 1, 'same', 61)];
  t.deepEqual(await outcomesOf(store, calls), ['conflict', 'written']);
  t.deepEqual([await lastCallerOf(store, 0), await lastCallerOf(store, 1)], [undefined, phone(61)]);
});

test('one that the database does not take keeps nobody else from being written', async (t) => {
  const { store } = await openWithClients(t, 3);
  const bad = { puts: [put('interaction', aCallInteraction('bad', { from: 'a\u0000b' }))] };
  const calls = [await aCall(store, 0, 'a'), bad, await aCall(store, 1, 'b'), await aCall(store, 2, 'c')];
  t.deepEqual(await outcomesOf(store, calls), ['written', 'store_unavailable', 'written', 'written']);
});

test('the last of many callers is remembered, also when their group cannot be written as one', async (t) => {
  const { store } = await openWithClients(t, 1);
  for (let round = 0; round < 5; round += 1) {
    const bad = { puts: [put('interaction', aCallInteraction(`bad ${round.toString()}`, { from: 'a\u0000b' }))] };
    const callers = Array.from({ length: 10 }, (_, index) => 6000 + 10 * round + index);
    const calls = await Promise.all(callers.map((from) => aCall(store, 0, `call ${from.toString()}`, from)));
    const outcomes = await outcomesOf(store, [...calls.slice(0, 5), bad, ...calls.slice(5)]);
    t.is(outcomes.filter((outcome) => outcome === 'written').length, 10);
    const session = await store.record('session', sessionId(0));
    t.like(session?.value, { lastCaller: phone(6009 + 10 * round) });
  }
});

test('a session that another transaction holds keeps only its own calls waiting', async (t) => {
  const { store, direct } = await openWithClients(t, 4, 1200);
  const calls = await Promise.all([0, 1, 2, 3].map((client) => aCall(store, client, client.toString())));
  await direct.query('begin');
  await direct.query(`select 1 from sessions where id = '${sessionId(2)}' for update`);
  const waits = calls.map((call) => store.commit(call));
  // Long before the timeout of a statement.
  await Promise.all(waits.filter((_, index) => index !== 2));
  await direct.query('commit');
  await waits[2];
  t.is((await store.interactions({ limit: 99 })).length, 4);
});

test('a call that waits for a change of its client is judged by what is there then', async (t) => {
  const { store, direct } = await openWithClients(t, 4);
  const calls = await Promise.all([0, 1, 2].map((client) => aCall(store, client, client.toString())));
  await direct.query('begin');
  await direct.query(`update participants set version = version + 1 where id = '${participantId(1)}'`);
  await direct.query(`update sessions set closed_at = 5, version = version + 1 where id = '${sessionId(2)}'`);
  const outcomes = outcomesOf(store, calls);
  for (;;) {
    const waiting = await direct.query("select 1 from pg_stat_activity where wait_event_type = 'Lock'");
    if (waiting.rows.length > 0) break;
  }
  await direct.query('commit');
  t.deepEqual(await outcomes, ['written', 'conflict', 'conflict']);
});

test('two instances that write to the same clients at once meet no deadlock and no conflict', async (t) => {
  const { url, store } = await openWithClients(t, 6);
  const other = await openPostgresStore({ url });
  for (let round = 0; round < 5; round += 1) {
    const name = (index: number) => `${round.toString()} ${((index * 7) % 40).toString()}`;
    const calls = await Promise.all(Array.from({ length: 40 }, (_, index) => aCall(store, index % 6, name(index))));
    const outcomes = await Promise.all([outcomesOf(store, calls.slice(20)), outcomesOf(other, calls.slice(0, 20))]);
    t.true(outcomes.flat().every((outcome) => outcome === 'written'));
  }
  await other.close();
});

test('calls at once share a few statements, in which every row is looked up in an index, without statistics', async (t) => {
  const { url, store, direct } = await openWithClients(t, 200);
  const { pool, run } = createConnections({ url });
  t.teardown(() => pool.end());
  const plans: string[] = [];
  const explaining: RunStatement = async (text, values) => {
    plans.push(
      (await direct.query<[string]>({ text: `explain ${text}`, values: [...values], rowMode: 'array' })).rows.join(
        '\n',
      ),
    );
    return run(text, values);
  };
  const routing = createGroupedRouting(explaining, 3000);
  const reads = await Promise.all(Array.from({ length: 90 }, (_, index) => routing(phone(index), personOf(6000))));
  t.true(reads.every(({ open }, index) => open?.session.value.id === sessionId(index)));
  const { commit } = createIncomingCommit(explaining, 3000);
  const changes = await Promise.all(
    Array.from({ length: 90 }, async (_, index): Promise<IncomingChanges> => {
      const call = await aCall(store, index, index.toString());
      return { interaction: aCallInteraction(index.toString()), guard: call.guards?.[0], lastCaller: call.lastCaller };
    }),
  );
  await Promise.all(changes.map(commit));
  t.is((await store.interactions({ limit: 99 })).length, 90);
  t.true(plans.length <= 4, plans.length.toString());
  for (const plan of plans) {
    t.notRegex(plan, /Seq Scan/);
    // Without a condition, an index is read from end to end.
    t.is(plan.match(/Index (Only )?Scan/g)?.length, plan.match(/Index Cond/g)?.length, plan);
  }
});

test('without prepared statements everything is read and written all the same', async (t) => {
  const { url, store } = await openWithClients(t, 3);
  const plain = await openPostgresStore({ url, prepared: false });
  const calls = await Promise.all([0, 1, 2].map((client) => aCall(store, client, client.toString(), 60 + client)));
  t.deepEqual(await outcomesOf(plain, calls), ['written', 'written', 'written']);
  t.is(await lastCallerOf(plain, 2), phone(62));
  await plain.close();
  for (const prepared of [true, false]) {
    const { pool, run } = createConnections({ url, prepared, poolSize: 1 });
    await run('select 1', []);
    t.deepEqual(await run('select count(*) from pg_prepared_statements', []), [[prepared ? 2 : 0]]);
    await pool.end();
  }
});
