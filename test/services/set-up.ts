import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { createSimulatedCarrier } from '../../src/adapters/simulator/index.js';
import type { CountryCode } from '../../src/domain/model/country.js';
import type { NumberType } from '../../src/domain/model/proxy-number.js';
import { sign } from '../../src/adapters/twiml/index.js';
import { createProxyCall, type ProxyCall, type ProxyCallOptions } from '../../src/entry/library.js';
import {
  createFakeClock,
  createRecordingLogger,
  createSequentialIds,
  fictionalMobile,
} from '../../src/entry/testing/index.js';

let calls = 0;

/** Reports a call as the carrier does, and what the caller presses when asked. @returns the TwiML that answers it */
export async function call(
  proxyCall: Pick<ProxyCall, 'handleWebhook'>,
  from: string,
  to: string,
  digits?: string,
): Promise<string> {
  const params = { CallSid: `CA${(calls += 1).toString()}`, From: from, To: to };
  const answer = await webhook(proxyCall, '/twilio/voice', params);
  if (digits === undefined) return answer;
  return webhook(proxyCall, '/twilio/voice?attempt=1', { ...params, Digits: digits });
}

export async function webhook(
  proxyCall: Pick<ProxyCall, 'handleWebhook'>,
  target: string,
  params: Record<string, string>,
): Promise<string> {
  const url = `http://localhost${target}`;
  const response = await proxyCall.handleWebhook(
    new Request(url, {
      method: 'POST',
      headers: { 'x-twilio-signature': sign('x', url, params) },
      body: new URLSearchParams(params),
    }),
  );
  return response.text();
}

/** ProxyCall on its own store and simulated carrier, unless a test passes others. */
export function setUp(
  options: Partial<ProxyCallOptions> & { sells?: (type: NumberType, country: CountryCode) => boolean } = {},
) {
  const { sells = () => true, ...given } = options;
  const carrier = createSimulatedCarrier({
    authToken: 'x',
    webhookBaseUrl: () => 'http://localhost',
    sells: (country, type) => sells(type, country),
  });
  const store = options.store ?? createMemoryStore();
  const clock = createFakeClock();
  const logger = createRecordingLogger();
  const proxyCall = createProxyCall({
    ...carrier,
    store,
    clock,
    every: clock.every,
    logger,
    ids: createSequentialIds(),
    ...given,
  });
  const order = (index: number, fields: object = {}) =>
    proxyCall.createOrder({
      orderId: index.toString(),
      clientId: index.toString(),
      clientName: 'Ada',
      clientMail: 'ada@shop.example',
      clientRealPhone: fictionalMobile(8000 + index),
      ...fields,
    });
  return { carrier, store, clock, logger, proxyCall, order };
}
