import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { createFakeClock } from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { startService, temporaryFolder } from '../support.js';
import { directDriver, phoneDriver } from './pair-drivers.js';
import { newWorld, people, perform, steps, type Driver, type Step, type World } from './pair-world.js';

class StepCommand implements fc.AsyncCommand<World, Driver> {
  readonly step: Step;
  constructor(step: Step) {
    this.step = step;
  }
  check(): boolean {
    return true;
  }
  run(world: World, driver: Driver): Promise<void> {
    return perform(this.step, world, driver);
  }
  toString(): string {
    return JSON.stringify(this.step);
  }
}

const commands = Object.values(steps).map((arbitrary) =>
  (arbitrary as fc.Arbitrary<Step>).map((step) => new StepCommand(step)),
);
// What makes sessions, and what uses them, more often than what ends them.
const often = [
  ...commands,
  ...Array.from({ length: 6 }, () => ['pair', 'call', 'call', 'text'])
    .flat()
    .map(commandOf),
  ...['own', 'courier', 'enter', 'enter'].map(commandOf),
];

function commandOf(kind: string): fc.Arbitrary<StepCommand> {
  return (steps[kind as keyof typeof steps] as fc.Arbitrary<Step>).map((step) => new StepCommand(step));
}

const stores: Readonly<Record<string, { open: (path: string) => Promise<OrderStore>; runs: number }>> = {
  memory: { open: () => Promise.resolve(createMemoryStore()), runs: 1500 },
  sqlite: { open: (path) => openSqliteStore({ path }), runs: 50 },
};
const ROUNDS = Number(process.env['SOAK_ROUNDS'] ?? 1);

for (const [name, { open, runs }] of Object.entries(stores)) {
  test(`${name}: every call has the one right counterpart, and nobody late reaches anyone new`, async (t) => {
    t.timeout(ROUNDS * 120_000);
    const folder = temporaryFolder();
    t.teardown(folder.remove);
    let run = 0;
    const total = { calls: 0, connected: 0 };
    await fc.assert(
      fc.asyncProperty(fc.commands(often, { maxCommands: 120, size: 'max' }), async (list) => {
        const store = await open(join(folder.path, `${(run += 1).toString()}.db`));
        const { driver, close } = directDriver(store, run);
        const world = newWorld();
        try {
          await fc.asyncModelRun(() => ({ model: world, real: driver }), list);
          await checkStore(store, world);
        } finally {
          await close();
          total.calls += world.calls;
          total.connected += world.connected;
        }
      }),
      { numRuns: runs * ROUNDS, includeErrorInReport: true },
    );
    t.log(`${total.calls.toString()} calls and texts, ${total.connected.toString()} connected`);
    t.true(total.connected > runs);
  });
}

const CALLS = 2000;

test(`phones of a simulated carrier: ${CALLS.toString()} calls and texts, each to the one right counterpart`, async (t) => {
  t.timeout(180_000);
  const clock = createFakeClock();
  const settings = { ...DEFAULT_SETTINGS, language: 'en' as const, topUpSize: 2, codeDigits: 4 };
  const service = await startService({ settings }, clock);
  t.teardown(() => service.stop());
  const driver = phoneDriver(service, clock);
  const world = newWorld();
  const seed = Date.now();
  t.log(`seed ${seed.toString()}`);
  const list = fc.sample(fc.oneof(...often), { seed, numRuns: 5 * CALLS });
  for (const command of list) {
    if (world.calls >= CALLS) break;
    await command.run(world, driver);
  }
  await checkStore(service.program.ports.store, world);
  t.is(world.calls, CALLS);
  t.true(world.connected > CALLS / 10, world.connected.toString());
  const log = service.log();
  for (const phone of people.filter((person) => person.startsWith('+'))) t.false(log.includes(phone.slice(1)));
});

/** What the store holds says the same as the account: no place twice, and nobody's phone where it is not needed. */
async function checkStore(store: OrderStore, world: World): Promise<void> {
  const legs = (await store.records('leg', { limit: 10_000 })).map(({ value }) => value);
  const held = legs
    .filter(({ releasedAt }) => releasedAt === undefined)
    .map(({ party, number }) => `${party} ${number}`);
  if (new Set(held).size !== held.length) throw new Error('(party, number) stands twice');
  for (const leg of legs) {
    if (leg.releasedAt !== undefined && leg.party.startsWith('+')) throw new Error('a released leg keeps a phone');
  }
  for (const { session } of world.orders.values()) {
    if (session === undefined || world.clients.has(session.clientId)) continue;
    const left = legs.filter(
      ({ clientId, side, isGuest }) => clientId === session.clientId && side === 'client' && !isGuest,
    );
    if (left.some(({ party, closedAt }) => closedAt !== undefined && party.startsWith('+'))) {
      throw new Error('an erased client is still known');
    }
  }
}
