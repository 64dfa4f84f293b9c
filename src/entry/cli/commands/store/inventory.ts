import { takeInventory, type Inventory } from '../../../../domain/services/store-migration.js';
import type { OrderStore } from '../../../../ports/order-store.js';
import type { Say } from '../../runtime/language.js';

export async function inventoryOf(store: OrderStore): Promise<readonly Inventory[]> {
  const { createSystemIds } = await import('../../../../adapters/system/index.js');
  return takeInventory(store, createSystemIds());
}

export function isSameData(one: readonly Inventory[], other: readonly Inventory[]): boolean {
  return differingKinds(one, other).length === 0;
}

export function describeComparison(one: readonly Inventory[], other: readonly Inventory[], say: Say): string {
  return isSameData(one, other)
    ? say('Both stores hold the same data.')
    : say('The stores differ in: {kinds}.', { kinds: differingKinds(one, other).join(', ') });
}

function differingKinds(one: readonly Inventory[], other: readonly Inventory[]): string[] {
  return one.filter(({ checksum }, index) => checksum !== other[index]?.checksum).map(({ kind }) => kind);
}
