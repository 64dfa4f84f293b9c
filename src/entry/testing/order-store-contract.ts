import type { OrderStore } from '../../ports/order-store.js';
import { casesOf, type ContractCase, type Promises } from './contract.js';
import { claimPromises } from './order-store-claims.js';
import { commitPromises } from './order-store-commits.js';
import { incomingPromises } from './order-store-incoming.js';
import { lastingPromises, sharingPromises, type Place } from './order-store-lasting.js';
import { listPromises } from './order-store-lists.js';
import { readPromises } from './order-store-reads.js';
import { referencePromises } from './order-store-references.js';
import { routingPromises } from './order-store-routing.js';
import { upkeepPromises } from './order-store-upkeep.js';

const PLAIN_PROMISES: Promises<OrderStore> = {
  ...readPromises,
  ...listPromises,
  ...commitPromises,
  ...claimPromises,
  ...referencePromises,
  ...routingPromises,
  ...incomingPromises,
  ...upkeepPromises,
};

export interface OrderStoreContractOptions {
  /** A new place with nothing in it; each case has one of its own, and closes the stores that it opens there. */
  readonly place: () => Promise<Place> | Place;
  /** Whether what was committed is there when the store is opened again. Not so in memory. */
  readonly lasts: boolean;
  /** Whether several stores may work at one place at the same time. Not so where there is one writer. */
  readonly isShared: boolean;
}

/** Every promise of the OrderStore port. A store is one when all of these hold. */
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
