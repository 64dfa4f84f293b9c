import type { ExecutionContext } from 'ava';
import type { Entered } from '../google/sheet.js';
import { HEADERS } from '../google/stand-in.js';
import { COURIER, phone, until, type Instance, type World } from './world.js';

/** What a person should look at. */
export function findings({ store }: Instance) {
  return store.findings?.() ?? [];
}

export function isListed(instance: Instance, tab: string, column: string): boolean {
  return findings(instance).some((each) => each.tab === tab && each.column === column);
}

/** Whether a call to this number is connected to this phone. */
export async function reaches(instance: Instance, number: string, to: string): Promise<boolean> {
  const plan = await instance.call(COURIER, number);
  return plan.kind === 'dial' && plan.to === to;
}

/** Resolves once the sheet was read this many times from now on. */
export async function polled({ standIn }: World, times = 3): Promise<void> {
  const before = standIn.times.read.length;
  await until('the sheet is read', () => standIn.times.read.length >= before + 2 * times + 1);
}

/** The cells of a row, to be changed. */
export function rowAt(world: World, title: keyof typeof HEADERS, key: string): Entered[] {
  return world.standIn.book.tab(title).rows[world.rowOf(title, key)] ?? [];
}

export function columnOf(title: keyof typeof HEADERS, column: string): number {
  return HEADERS[title].split(' ').indexOf(column);
}

/** Three clients with orders are there, and each number leads to its client. */
export async function checkThree(
  t: ExecutionContext,
  instance: Instance,
  routes: readonly (readonly [string, string])[],
) {
  t.is((await instance.store.records('client', { limit: 9 })).length, 3);
  t.is((await instance.store.records('order', { limit: 9 })).length, 3);
  for (const [number, to] of routes) t.true(await reaches(instance, number, to));
}

/** An instance with three orders, and where their numbers lead. */
export async function withThree(world: World): Promise<{ instance: Instance; routes: [string, string][] }> {
  const instance = await world.open();
  const routes: [string, string][] = [];
  for (const index of [1, 2, 3]) routes.push([await instance.order(index), phone(index)]);
  return { instance, routes };
}
