import { fictionalMobile } from '../../src/entry/testing/index.js';
import type { ConsoleScene } from './browser-less.js';

/** Rented from the carrier, and not in the pool. */
export const MISSING = fictionalMobile(500);

/** What the pool has, by number. */
export async function numbersOf({ sendAs }: ConsoleScene): Promise<ReadonlyMap<string, string>> {
  const { json } = await sendAs('admin', 'GET', '/pool/numbers?limit=200');
  const items = json['items'] as readonly { readonly phone_number: string; readonly status: string }[];
  return new Map(items.map(({ phone_number: number, status }) => [number, status]));
}

export async function numberThat(scene: ConsoleScene, status: string): Promise<string> {
  const found = [...(await numbersOf(scene))].find(([, each]) => each === status);
  if (found === undefined) throw new TypeError(`no number is ${status}`);
  return found[0];
}
