import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import { emptyDatabase } from '../postgres.js';
import { temporaryFolder } from '../support.js';
import { expectAgreement, expectRest } from './crash-checks.js';
import { flows, theConfirmation, type Flow, type FlowName } from './crash-flows.js';
import { createWorld, HOUR, MINUTE, type World } from './crash-world.js';
import { Killed, startInstance, type Instance, type StorePlace } from './instance.js';

/** Where the store of a campaign is: a database that is emptied each time. A file of its own each time when absent. */
export type Database = string | undefined;

/**
 * The second instance. `running`: it was there all the time, and the people try again with it at once, before the claims of the first one
 * are void. `started`: it is started afterwards, and looks at what is due minutes later, before anybody tries again.
 */
export type Second = 'running' | 'started';

/** The places of a flow, in order, if it is not interrupted. */
export async function placesOf(
  t: ExecutionContext,
  name: FlowName,
  database: Database,
  second: Instance,
): Promise<readonly string[]> {
  return within(t, name, database, second, async (flow, world) => {
    await flow.prepare?.(world);
    await world.api.arm(0);
    await flow.run(world);
    const places = await world.api.places();
    await expectAgreement(t, world, name);
    t.is((await theConfirmation(world))?.status, flow.ends, name);
    return places;
  });
}

/**
 * Kills an instance with -9 at one place of a flow. Another one takes over, and the people try again.
 * @param place from 1
 */
export async function killAt(
  t: ExecutionContext,
  {
    name,
    place,
    label,
    database,
    second,
    kind,
  }: {
    readonly name: FlowName;
    readonly place: number;
    readonly label: string;
    readonly database: Database;
    readonly second: Instance;
    readonly kind: Second;
  },
): Promise<void> {
  const where = `${name}, killed at ${place.toString()} (${label}), the second one ${kind}`;
  const first = startInstance();
  try {
    await within(t, name, database, second, async (flow, world) => {
      const options = { store: world.place, settings: world.settings };
      if (kind === 'started') await second.do.close();
      first.serve(world.outside, world);
      world.use(first);
      await first.do.open(options);
      await flow.prepare?.(world);
      await first.do.arm(place);
      await t.throwsAsync(flow.run(world), { instanceOf: Killed }, where);
      await first.ended;

      world.use(second);
      if (kind === 'started') {
        await second.do.open(options);
        world.advance(3 * MINUTE);
        await second.do.advanceConfirmations();
        await expectAgreement(t, world, where);
      }
      await flow.goOn(world);
      const ended = await theConfirmation(world);
      t.is(ended?.status, flow.ends, where);
      for (const later of [3 * MINUTE, 10 * MINUTE, HOUR]) {
        world.advance(later);
        await second.do.runMaintenance();
      }
      await second.do.syncPool({ apply: true });
      await expectAgreement(t, world, where);
      await expectRest(t, world, where);
    });
  } catch (error) {
    throw new Error(where, { cause: error });
  } finally {
    if (first.isRunning()) await first.kill();
  }
}

async function within<T>(
  t: ExecutionContext,
  name: FlowName,
  database: Database,
  second: Instance,
  work: (flow: Flow, world: World) => Promise<T>,
): Promise<T> {
  const flow: Flow = flows[name];
  const folder = temporaryFolder();
  try {
    if (database !== undefined) await emptyDatabase(database);
    const place: StorePlace =
      database === undefined
        ? { kind: 'sqlite', path: join(folder.path, 'crash.db') }
        : { kind: 'postgres', url: database };
    const world = await createWorld(place, second, flow.settings ?? {}, flow.numbers ?? 10);
    await second.do.open({ store: place, settings: world.settings });
    return await work(flow, world);
  } finally {
    if (second.isRunning()) await second.do.close().catch((error: unknown) => t.log(error));
    folder.remove();
  }
}
