import type { OrderStore } from '../../ports/order-store.js';
import { spellingsOf } from '../model/line.js';
import type { E164 } from '../model/phone-number.js';
import { isInPool } from '../model/proxy-number.js';

/** Whether a phone is a number of the pool, in whatever spelling. */
export async function isOwnNumber(store: Pick<OrderStore, 'record'>, phone: E164): Promise<boolean> {
  const reads = await Promise.all([...new Set(spellingsOf(phone))].map((spelling) => store.record('number', spelling)));
  return reads.some((read) => isInPool(read?.value));
}
