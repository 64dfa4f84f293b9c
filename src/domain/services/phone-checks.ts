import { homeCountry, type Client } from '../model/client.js';
import { ProxyCallError, invalidField } from '../model/errors.js';
import { DIALLING_FAULTS, diallingFault, type ClientCountries } from '../model/dialling-rules.js';
import { sameLine } from '../model/line.js';
import type { E164 } from '../model/phone-number.js';
import type { Settings } from '../model/settings.js';
import { isOwnNumber } from './own-numbers.js';
import type { Ports } from './ports.js';

type PhoneField = 'clientRealPhone' | 'courierPhone';

/**
 * Refuses numbers that may not be called at the merchant's expense.
 * @throws `invalid_request`
 */
export function refuseUndialledPhone(
  phone: E164,
  client: Pick<Client, 'realPhone' | 'residency'>,
  settings: Settings,
  field: PhoneField = 'clientRealPhone',
): void {
  const own: ClientCountries = { homeCountry: homeCountry(client), phone: client.realPhone };
  const fault = diallingFault(phone, settings, own);
  if (fault !== undefined) throw invalidField(field, DIALLING_FAULTS[fault]);
}

/**
 * Refuses also proxy numbers: a call from one proxy number to another would not be connected.
 * @throws `invalid_request`
 */
export async function refuseUnreachablePhone(
  { store, settings }: Ports,
  phone: E164,
  client: Pick<Client, 'realPhone' | 'residency'>,
  field: PhoneField = 'clientRealPhone',
): Promise<void> {
  refuseUndialledPhone(phone, client, settings, field);
  if (!(await isOwnNumber(store, phone))) return;
  throw invalidField(field, 'this is one of the proxy numbers of the pool, not the phone of a person');
}

/** @throws `invalid_request` */
export async function refuseCourierPhone(ports: Ports, courierPhone: E164, client: Client): Promise<void> {
  await refuseUnreachablePhone(ports, courierPhone, client, 'courierPhone');
  if (sameLine(courierPhone, client.realPhone)) throw invalidField('courierPhone', 'is the phone of the client');
}

/** @throws `client_mismatch` when the order gives another phone than the client's record */
export function refuseOtherPhone(client: Client, { clientRealPhone }: { readonly clientRealPhone: E164 }): void {
  if (sameLine(client.realPhone, clientRealPhone)) return;
  throw new ProxyCallError(
    'client_mismatch',
    'this client is on record with a different real phone: update the client first',
    { issues: [{ pointer: '/clientRealPhone', detail: 'differs from the phone on record' }] },
  );
}
