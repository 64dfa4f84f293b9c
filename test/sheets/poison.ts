import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { textOf } from '../google/sheet.js';
import { createWorld, phone, proxy, until, type Instance, type World } from './world.js';
import {
  ANSWERS,
  cellOf,
  findings,
  idsOf,
  isRefused,
  lastCallerOf,
  nameOf,
  PACE,
  protect,
  renameAll,
  tabsWithClients,
} from './refused-cells.js';

/** Which of n records Google refuses, and how. */
export interface Poison {
  readonly count: number;
  /** Clients whose name is refused to a request that waits. */
  readonly names: readonly number[];
  /** Clients whose last caller is refused behind a call. */
  readonly callers: readonly number[];
  readonly answer: keyof typeof ANSWERS;
}

/** @param most how many records there are at most, and how many are refused */
export const poisonsOf = (most: { readonly count: number; readonly refused: number }) =>
  fc.integer({ min: 2, max: most.count }).chain((count) => {
    const some = fc.uniqueArray(fc.nat(count - 1), { maxLength: Math.min(count, most.refused) });
    return fc.record({
      count: fc.constant(count),
      names: some,
      callers: some,
      answer: fc.constantFrom(...Object.keys(ANSWERS)),
    });
  });

export const tabsFor = ({ count }: Poison) => tabsWithClients(count);
export const callerOf = (id: string) => `+3319900${(2000 + Number(id)).toString()}`;

export function poisonCells(world: World, { names, callers, answer }: Poison): void {
  const how = ANSWERS[answer];
  for (const id of names) protect(world, 'Clients', cellOf(world, 'Clients', id.toString(), 'client_name'), how);
  for (const id of callers)
    protect(world, 'Clients', cellOf(world, 'Clients', id.toString(), 'client_last_caller'), how);
}

/** Writes everything to a sheet that refuses some of it, and starts again. */
export async function withstand(t: ExecutionContext, poison: Poison): Promise<void> {
  const world = await createWorld(t, { tabs: tabsFor(poison) });
  const instance = await world.open({ pace: { ...PACE, flushMs: 60_000, pollMs: 60_000 } });
  poisonCells(world, poison);
  const before = world.standIn.times.write.length;
  const outcomes = await writeEverything(instance, poison);
  checkNames(t, world, poison, outcomes);
  await instance.close();
  const writes = world.standIn.times.write.length - before;
  t.true(writes <= mostWrites(poison), `${writes.toString()} writes: ${JSON.stringify(poison)}`);

  const again = await world.open({ pace: PACE });
  await checkCallers(t, world, poison, again);
  await again.close();
  world.standIn.close();
}

/** Everybody is called and renamed at once: everything shares one batch. */
async function writeEverything(instance: Instance, { count }: Poison): Promise<ReadonlyMap<string, unknown>> {
  const ids = idsOf(count);
  await Promise.all(ids.map((id) => instance.call(callerOf(id), proxy(Number(id)), `call-${id}`)));
  return renameAll(instance, ids);
}

/** Exactly the refused requests have an error with their place, and nothing of theirs is in the sheet. */
function checkNames(t: ExecutionContext, world: World, poison: Poison, outcomes: ReadonlyMap<string, unknown>): void {
  for (const [id, error] of outcomes) {
    if (!poison.names.includes(Number(id))) {
      t.is(error, undefined, `${id} ${String(error)}`);
      t.is(nameOf(world, id), `New ${id}`);
      continue;
    }
    const row = (Number(id) + 2).toString();
    t.true(isRefused(error), `${id} ${String(error)}`);
    t.regex(String(error), new RegExp(`tab Clients, row ${row}, column client_name, cell B${row}$`));
    t.is(nameOf(world, id), `Client ${id}`);
  }
}

/** Exactly the refused cells are parked, with their place, and everything else is in the sheet. */
async function checkCallers(t: ExecutionContext, world: World, poison: Poison, instance: Instance): Promise<void> {
  const ids = idsOf(poison.count);
  const isRefusedCell = (id: string) => poison.callers.includes(Number(id));
  await until('the other last callers are in the sheet', () =>
    ids.every((id) => lastCallerOf(world, id) === (isRefusedCell(id) ? '' : callerOf(id))),
  );
  await until('what is refused is known', () => findings(instance).length === poison.callers.length);
  t.deepEqual(
    findings(instance)
      .map(({ kind, tab, cell, column }) => [kind, tab, cell, column])
      .sort(),
    poison.callers.map((id) => ['parked_record', 'Clients', `H${(id + 2).toString()}`, 'client_last_caller']).sort(),
  );
  for (const id of ids) {
    t.like(await instance.call(phone(Number(id)), proxy(Number(id)), `back-${id}`), { kind: 'dial', to: callerOf(id) });
  }
  await until('every call is in the sheet once', () => interactions(world).length === 2 * poison.count);
  t.is(new Set(interactions(world)).size, 2 * poison.count);
}

function interactions(world: World): readonly string[] {
  const ids = world.standIn.book.tab('ProxyCall Records').rows.map(([id]) => textOf(id));
  return ids.filter((id) => id.startsWith('interaction:'));
}

/** The most writes: each culprit takes a search, its own batch, and a few probes for its cell. */
function mostWrites({ count, names, callers }: Poison): number {
  const culprits = names.length + callers.length;
  return 12 + culprits * (2 * Math.ceil(Math.log2(2 * count)) + 10);
}
