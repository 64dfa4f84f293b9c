import type { OrderStore, Versioned } from '../../../ports/order-store.js';
import type { Client } from '../../model/client.js';
import type { E164 } from '../../model/phone-number.js';

/** The newest client with this phone, in whatever spelling. A match by mail address proves nothing, and is not looked for. */
export async function clientWithPhone(
  { store }: { readonly store: OrderStore },
  phone: E164,
): Promise<Versioned<Client> | undefined> {
  const [newest] = await store.clientsByPhone(phone, 1);
  return newest;
}
