import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { HOUR_MS } from '../../src/domain/model/time.js';
import { createFakeClock, createSequentialIds } from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { startService, temporaryFolder } from '../support.js';
import { enter, reach } from './session-calls.js';
import { changeCourier, close, erase, extend, move } from './session-changes.js';
import { checkStore } from './session-checks.js';
import { directDriver, phoneDriver, type Driver } from './session-drivers.js';
import { orderOpenSession, orderPairedSession } from './session-orders.js';
import { people, steps, type Step } from './session-steps.js';
import { newWorld, type World } from './session-world.js';

async function perform(step: Step, world: World, driver: Driver): Promise<void> {
  switch (step.kind) {
    case 'paired':
      return orderPairedSession(step, world, driver);
    case 'open':
      return orderOpenSession(step, world, driver);
    case 'close':
      return close(step, world, driver);
    case 'courier':
      return changeCourier(step, world, driver);
    case 'extend':
      return extend(step, world, driver);
    case 'move':
      return move(step, world, driver);
    case 'erase':
      return erase(step, world, driver);
    case 'wait':
      driver.advance(step.hours * HOUR_MS);
      return;
    case 'maintain':
      return driver.runMaintenance();
    case 'call':
    case 'text':
      return reach(step, world, driver);
    case 'enter':
      return enter(step, world, driver);
  }
}

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
// Steps that open or use sessions are more frequent than those that end them.
const often = [
  ...commands,
  ...Array.from({ length: 6 }, () => ['paired', 'call', 'call', 'text'] as const)
    .flat()
    .map(commandOf),
  ...(['open', 'courier', 'extend', 'enter', 'enter'] as const).map(commandOf),
];

function commandOf(kind: Step['kind']): fc.Arbitrary<StepCommand> {
  return (steps[kind] as fc.Arbitrary<Step>).map((step) => new StepCommand(step));
}

const stores: Readonly<Record<'memory' | 'sqlite', (path: string) => Promise<OrderStore>>> = {
  memory: () => Promise.resolve(createMemoryStore()),
  sqlite: (path) => openSqliteStore({ path }),
};

/** A few random sequences may connect hardly anybody: so many times more are tried at most. */
const MOST_ROUNDS = 10;

/**
 * Runs this many random sequences of steps, or more until enough calls and texts were connected, and checks every step against the
 * reference model.
 */
export async function everyCallReaches(t: ExecutionContext, name: 'memory' | 'sqlite', runs: number): Promise<void> {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  let run = 0;
  const total = { calls: 0, connected: 0 };
  const property = fc.asyncProperty(fc.commands(often, { maxCommands: 120, size: 'max' }), async (list) => {
    const store = await stores[name](join(folder.path, `${(run += 1).toString()}.db`));
    const ids = createSequentialIds(run);
    const { driver, close } = directDriver(store, ids);
    const world = newWorld();
    try {
      await fc.asyncModelRun(() => ({ model: world, real: driver }), list);
      await checkStore({ store, ids, now: driver.now() }, world);
    } finally {
      await close();
      total.calls += world.calls;
      total.connected += world.connected;
    }
  });
  for (let round = 0; round < MOST_ROUNDS && total.connected <= runs; round += 1) {
    await fc.assert(property, { numRuns: runs, includeErrorInReport: true });
  }
  t.log(`${total.calls.toString()} calls and texts, ${total.connected.toString()} connected`);
  t.true(total.connected > runs);
}

/** Makes this many calls and texts from simulated phones, through signed webhooks. */
export async function phonesReach(t: ExecutionContext, calls: number): Promise<void> {
  const clock = createFakeClock();
  const settings = { ...DEFAULT_SETTINGS, language: 'en' as const, topUpSize: 2, codeDigits: 4 };
  const service = await startService({ settings }, clock);
  t.teardown(() => service.stop());
  const driver = phoneDriver(service, clock);
  const world = newWorld();
  const seed = Date.now();
  t.log(`seed ${seed.toString()}`);
  const list = fc.sample(fc.oneof(...often), { seed, numRuns: 5 * calls });
  for (const command of list) {
    if (world.calls >= calls) break;
    await command.run(world, driver);
  }
  await checkStore({ ...service.program.ports, now: driver.now() }, world);
  t.is(world.calls, calls);
  t.true(world.connected > calls / 10, world.connected.toString());
  const log = service.log();
  for (const phone of people.filter((person) => person.startsWith('+'))) t.false(log.includes(phone.slice(1)));
}
