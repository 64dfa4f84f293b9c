import type { ExecutionContext } from 'ava';
import type { E164 } from '../../../src/domain/model/phone-number.js';
import { DEFAULT_SETTINGS, type Settings } from '../../../src/domain/model/settings.js';
import { fictionalMobile as phone } from '../../../src/entry/testing/index.js';
import { anOrderBody, startService, type Reply, type Service } from '../../support.js';

export { phone };

/** A service in memory. */
export async function start(t: ExecutionContext, settings: Partial<Settings> = {}): Promise<Service> {
  const service = await startService({ settings: { ...DEFAULT_SETTINGS, language: 'en', ...settings } });
  t.teardown(() => service.stop());
  return service;
}

/** Numbers that the earlier service bought: the carrier rents them out, and their webhooks lead to it. */
export function rentedBefore(
  { carrier }: Service,
  numbers: readonly E164[],
  fields: { readonly country?: 'FR' | 'GB'; readonly type?: 'mobile' | 'local'; readonly sms?: boolean } = {},
): void {
  const { country = 'FR', type = 'mobile', sms = true } = fields;
  const elsewhere = { url: 'https://earlier.example/twilio/voice', isOurs: false };
  carrier.adopt(
    numbers.map((number, index) => ({
      ...{ number, country, type, providerId: `PN${number.slice(1)}` },
      friendlyName: `Pool-${country}-${(index + 1).toString()}`,
      capabilities: { voice: true, sms, mms: false },
      webhooks: { voice: elsewhere, sms: elsewhere },
    })),
  );
}

/** Clients without numbers: their only order was closed with its session. */
export async function clientsWithout(service: Service, ids: readonly number[]): Promise<void> {
  for (const id of ids) {
    await service.send('POST', '/orders', anOrderBody(id));
    await service.send('POST', `/orders/O-${id.toString()}/close`, { end_session: true });
  }
}

export async function boughtAt({ carrier }: Service): Promise<number> {
  return (await carrier.provider.list()).length;
}

export const problem = ({ status, json }: Reply) => [status, json['code'], typeof json['detail']];
