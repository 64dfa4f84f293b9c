import type { NewOrder } from '../../ports/proxycall-api.js';
import type { Client } from '../model/client.js';
import { ProxyCallError, invalidField } from '../model/errors.js';
import { sameLine } from '../model/line.js';
import { PHONE_NUMBER_FAULTS, isDialable, type E164 } from '../model/phone-number.js';
import type { Ports } from './ports.js';

/**
 * Refuses premium-rate numbers, which cost the merchant money, and proxy numbers: a call from one proxy number to another
 * would be forwarded in an endless loop at the merchant's expense.
 * @throws `invalid_request`
 */
export async function refuseUnreachablePhone(
  { store }: Ports,
  realPhone: E164,
  field = 'clientRealPhone',
): Promise<void> {
  if (!isDialable(realPhone)) throw invalidField(field, PHONE_NUMBER_FAULTS.not_dialable);
  if ((await store.record('number', realPhone)) === undefined) return;
  throw invalidField(field, 'this is one of the proxy numbers of the pool, not the phone of a person');
}

/** @throws `invalid_request` */
export async function refuseCourierPhone(ports: Ports, courierPhone: E164, client: Client): Promise<void> {
  await refuseUnreachablePhone(ports, courierPhone, 'courierPhone');
  if (sameLine(courierPhone, client.realPhone)) throw invalidField('courierPhone', 'is the phone of the client');
}

/** @throws `client_mismatch` when the order gives another phone than the client's record */
export function refuseOtherPhone(client: Client, { clientRealPhone }: NewOrder): void {
  if (sameLine(client.realPhone, clientRealPhone)) return;
  throw new ProxyCallError(
    'client_mismatch',
    'this client is on record with a different real phone: update the client first',
    { issues: [{ pointer: '/clientRealPhone', detail: 'differs from the phone on record' }] },
  );
}
