import type { OrderStore } from '../../ports/order-store.js';
import { casesOf, type ContractCase, type Promises } from './contract.js';
import { claimPromises } from './order-store-claims.js';
import { commitPromises } from './order-store-commits.js';
import { confirmationPromises } from './order-store-confirmations.js';
import { erasurePromises } from './order-store-erasure.js';
import { findingPromises } from './order-store-finding.js';
import { incomingPromises } from './order-store-incoming.js';
import { lastingPromises, sharingPromises, type Place } from './order-store-lasting.js';
import { listPromises } from './order-store-lists.js';
import { readPromises } from './order-store-reads.js';
import { referencePromises } from './order-store-references.js';
import { routingPromises } from './order-store-routing.js';
import { forgottenCallPromises } from './order-store-forgotten-calls.js';
import { upkeepPromises } from './order-store-upkeep.js';

const PLAIN_PROMISES: Promises<OrderStore> = {
  ...readPromises,
  ...listPromises,
  ...findingPromises,
  ...commitPromises,
  ...claimPromises,
  ...referencePromises,
  ...routingPromises,
  ...incomingPromises,
  ...upkeepPromises,
  ...forgottenCallPromises,
  ...erasurePromises,
  ...confirmationPromises,
};

/** How the suite opens stores, and what the store promises besides. */
export interface OrderStoreContractOptions {
  /** Makes a new, empty place, such as a temporary file. Each test has one of its own, and closes the stores that it opens there. */
  readonly place: () => Promise<Place> | Place;
  /** Whether commits are there when the store is opened again. Not so in memory. */
  readonly lasts: boolean;
  /** Whether several stores may be open at one place at the same time. Not so where only one of them can write. */
  readonly isShared: boolean;
}

/**
 * The contract suite of {@link OrderStore}: what every store must do.
 *
 * @example With the test runner of Node.
 * ```ts
 * import { mkdtempSync } from 'node:fs';
 * import { tmpdir } from 'node:os';
 * import { join } from 'node:path';
 * import test from 'node:test';
 * import { openSqliteStore } from 'proxycall/sqlite';
 * import { orderStoreContract } from 'proxycall/testing';
 *
 * function place() {
 *   const path = join(mkdtempSync(join(tmpdir(), 'store-')), 'store.db');
 *   return { open: () => openSqliteStore({ path }) };
 * }
 *
 * for (const { name, run } of orderStoreContract({ place, lasts: true, isShared: true })) test(name, run);
 * ```
 */
export function orderStoreContract({ place, lasts, isShared }: OrderStoreContractOptions): readonly ContractCase[] {
  const reopening = { ...(lasts ? lastingPromises : {}), ...(isShared ? sharingPromises : {}) };
  return [
    ...casesOf(PLAIN_PROMISES, async (check) => withPlace(await place(), async ({ open }) => check(await open()))),
    ...casesOf(reopening, async (check) => withPlace(await place(), check)),
  ];
}

/** Closes the stores that were opened at the place. */
async function withPlace(place: Place, check: (place: Place) => void | Promise<void>): Promise<void> {
  const opened: OrderStore[] = [];
  const open = async () => {
    const store = await place.open();
    opened.push(store);
    return store;
  };
  try {
    await check({ open });
  } finally {
    for (const store of opened) await store.close();
  }
}

export type { Place };
