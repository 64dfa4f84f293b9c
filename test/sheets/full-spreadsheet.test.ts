import test from 'ava';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import { aCallInteraction, anOrder } from '../../src/entry/testing/index.js';
import { createTimedWorld, type TimedWorld } from './fake-time.js';
import { clientOf, columnOf, COUNT, protectCell, rowOf, tabs, WAITING_MS } from './timed-cells.js';
import { phone, proxy } from './world.js';

test.serial('default quota: nobody waits for the search among what calls have written', async (t) => {
  const world = await createTimedWorld(t, tabs());
  const how = { status: 403, isNamed: false, isListed: false } as const;
  for (const id of ['1', '4', '9']) protectCell(world, 'Clients', rowOf(world, 'Clients', id), 7, how);
  const times: number[] = [];
  for (let second = 0; second < 90; second += 1) {
    const [id, index] = [(second % COUNT).toString(), second];
    callBack(world, id, index);
    if (second % 10 === 0) {
      const value = { ...clientOf(world, '3'), name: `Name ${index.toString()}` };
      const { error, ms } = await world.outcome(world.change({ kind: 'client', value }));
      t.is(error, undefined);
      times.push(ms);
    } else await world.elapse(1000);
  }
  t.true(Math.max(...times) <= 6000, times.join());
  await world.elapse(120_000);
  t.deepEqual(
    world.engine
      .findings()
      .map(({ cell }) => cell)
      .sort(),
    ['H11', 'H3', 'H6'],
  );
  const lastCallers = columnOf(world, 'Clients', 7).filter((text) => text.startsWith('+'));
  t.is(lastCallers.length, COUNT - 3);
});

const FULL: Readonly<Record<string, { readonly text?: string; readonly isNamed?: boolean }>> = {
  'in English': {},
  'in English, without the request': { isNamed: false },
  'in another language': { text: 'Cette action ferait passer le nombre de cellules au-dessus de la limite.' },
  'in another language, without the request': { text: 'Impossible.', isNamed: false },
};
for (const [how, answer] of Object.entries(FULL)) {
  for (const everyMs of [1000, 5000]) {
    test.serial(
      `default quota: the spreadsheet is full, said ${how}, and a call comes every ${everyMs.toString()} ms`,
      async (t) => {
        const world = await createTimedWorld(t, tabs());
        const { book, engine, log } = world;
        book.cellLimit = book.sheets.reduce((sum, { rows, columnCount }) => sum + rows.length * columnCount, 0);
        book.cellLimitAnswer = answer;
        let calls = 0;
        const callFor = async (ms: number) => {
          for (let passed = 0; passed < ms; passed += everyMs) {
            call(world, calls);
            calls += 1;
            await world.elapse(everyMs);
          }
        };
        // One that names nothing has to be found out, twice.
        await callFor(answer.isNamed === false && answer.text !== undefined ? 120_000 : 10_000);
        t.like(engine.findings(), [{ kind: 'parked_record', tab: 'ProxyCall Records', column: 'B' }]);
        const before = world.writes.length;
        await callFor(40_000);
        t.is(engine.findings().filter(({ tab }) => tab === 'ProxyCall Records').length, 1);
        const lines = log.filter(({ event }) => event === 'sheets.record_parked');
        t.true(lines.length <= 3, lines.length.toString());
        t.true(world.writes.length - before <= 14, 'nothing is tried again and again');
        t.true(engine.backlog() >= calls - 2, 'every call is kept');
        // Whoever waits is answered at once, whether it needs new rows or not.
        const renamed = await world.outcome(
          world.change({ kind: 'client', value: { ...clientOf(world, '3'), name: 'New' } }),
        );
        t.is(renamed.error, undefined);
        t.true(renamed.ms <= 3000, renamed.ms.toString());
        const order = anOrder('N-1', '1', { proxyNumber: proxy(1) });
        const ordered = await world.outcome(world.change({ kind: 'order', value: order }));
        t.true(isProxyCallError(ordered.error, 'store_refused'), String(ordered.error));
        t.true(ordered.ms <= WAITING_MS, ordered.ms.toString());
        book.cellLimit = Infinity;
        await world.elapse(620_000);
        t.is(engine.backlog(), 0, 'everything is written once there is room');
        t.deepEqual(engine.findings(), []);
        const ids = columnOf(world, 'ProxyCall Records', 0);
        t.is(ids.filter((id) => id.startsWith('interaction:')).length, calls);
      },
    );
  }
}

function call(world: TimedWorld, index: number): void {
  const value = aCallInteraction(`call-${index.toString()}`);
  world.changeBehind({ puts: [{ kind: 'interaction', expected: null, value }] });
}

/** Somebody calls a client, who has a last caller then. */
function callBack(world: TimedWorld, clientId: string, index: number): void {
  const session = world.engine
    .index()
    .liveSessionsOf(clientId)
    .find(({ value }) => value.kind === 'open')?.value;
  if (session === undefined) throw new Error(`no session of ${clientId}`);
  world.changeBehind({ puts: [], lastCaller: { sessionId: session.id, phone: phone(700 + index) } });
}
