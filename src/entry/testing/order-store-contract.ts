import type { OrderStore } from '../../ports/order-store.js';
import type { ContractCase } from './contract.js';
import { commitPromises } from './order-store-commits.js';
import { readPromises } from './order-store-reads.js';

export interface OrderStoreContractOptions {
  /** Opens a store with nothing in it. The case that asked closes it. */
  readonly open: () => Promise<OrderStore>;
}

/** Every promise of the OrderStore port. A store is one when all of these hold. */
export function orderStoreContract({ open }: OrderStoreContractOptions): readonly ContractCase[] {
  return Object.entries({ ...readPromises, ...commitPromises }).map(([name, check]) => ({
    name,
    async run() {
      const store = await open();
      try {
        await check(store);
      } finally {
        await store.close();
      }
    },
  }));
}
