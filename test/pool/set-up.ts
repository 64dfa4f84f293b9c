import type { ExecutionContext } from 'ava';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { createTwilio } from '../../src/adapters/twilio/index.js';
import { createProxyCall, type ProxyCallOptions } from '../../src/entry/library.js';
import { createFakeClock, createSequentialIds, fictionalMobile as phone } from '../../src/entry/testing/index.js';
import type { ProvisionRequest } from '../../src/ports/pool-api.js';
import { accountOf, closeWith } from '../twilio/account.js';
import { startStandIn } from '../twilio/stand-in.js';

export async function setUp(t: ExecutionContext, options: Partial<ProxyCallOptions> = {}) {
  const standIn = await startStandIn();
  closeWith(t, standIn);
  const clock = createFakeClock();
  const store = options.store ?? createMemoryStore();
  const account = createTwilio(accountOf(standIn));
  const ids = createSequentialIds();
  const proxyCall = createProxyCall({ store, clock, ids, ...account, ...options });
  const order = (index: number) =>
    proxyCall.createOrder({
      orderId: index.toString(),
      clientId: index.toString(),
      clientName: 'Ada',
      clientMail: 'ada@shop.example',
      clientRealPhone: phone(8000 + index),
    });
  return { standIn, clock, store, proxyCall, order, ...account };
}

export const batchOf = (batchSize: number, fields: Partial<ProvisionRequest> = {}): ProvisionRequest => ({
  countryIso: 'FR',
  batchSize,
  numberType: 'mobile',
  requireSmsCapability: true,
  requireVoiceCapability: true,
  candidatesLimit: 10,
  ...fields,
});
