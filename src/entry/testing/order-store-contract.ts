import type { OrderStore } from '../../ports/order-store.js';
import type { ContractCase } from './contract.js';
import { commitPromises } from './order-store-commits.js';
import { lastingPromises, sharingPromises, type Place } from './order-store-lasting.js';
import { pairPromises } from './order-store-pairs.js';
import { readPromises } from './order-store-reads.js';

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
  const plain = Object.entries({ ...readPromises, ...commitPromises, ...pairPromises }).map(([name, check]) => ({
    name,
    async run() {
      const store = await (await place()).open();
      try {
        await check(store);
      } finally {
        await store.close();
      }
    },
  }));
  const reopening = Object.entries({ ...(lasts ? lastingPromises : {}), ...(isShared ? sharingPromises : {}) });
  return [
    ...plain,
    ...reopening.map(([name, check]) => ({
      name,
      async run() {
        const opened: OrderStore[] = [];
        const { open } = await place();
        try {
          await check({
            async open() {
              const store = await open();
              opened.push(store);
              return store;
            },
          });
        } finally {
          for (const store of opened) await store.close();
        }
      },
    })),
  ];
}

export type { Place };
