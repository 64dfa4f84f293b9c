import test from 'ava';
import { createSimulatedCarrier } from '../../src/adapters/simulator/index.js';
import { createTwilio } from '../../src/adapters/twilio/index.js';
import { sign } from '../../src/adapters/twiml/index.js';
import { aNumber, fictionalMobile, numberProviderContract, telephonyContract } from '../../src/entry/testing/index.js';
import type { Telephony, WebhookRequest } from '../../src/ports/telephony.js';

const BASE = 'https://proxycall.example';
const TOKEN = 'a-token';

function carrier() {
  return createSimulatedCarrier({ authToken: TOKEN, webhookBaseUrl: () => BASE });
}

function request(target: string, params: Readonly<Record<string, string>>): WebhookRequest {
  return {
    method: 'POST',
    target,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': sign(TOKEN, BASE + target, params),
    },
    body: Buffer.from(new URLSearchParams(params).toString()),
  };
}

const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: TOKEN };
const telephonies: Readonly<Record<string, () => Telephony>> = {
  simulator: () => carrier().telephony,
  twilio: () => createTwilio({ ...account, authTokens: [TOKEN], publicUrls: () => [BASE] }).telephony,
};

for (const [name, open] of Object.entries(telephonies)) {
  for (const { name: promise, run } of telephonyContract({ open: () => Promise.resolve(open()), request })) {
    test(`${name} telephony: ${promise}`, (t) => t.notThrowsAsync(run()));
  }
}

for (const { name: promise, run } of numberProviderContract({
  open: () => {
    const simulated = carrier();
    const elsewhere = { url: 'https://elsewhere.example', isOurs: false };
    const number = aNumber(fictionalMobile(9999));
    return Promise.resolve({
      provider: simulated.provider,
      rentMisdirected: () => {
        simulated.adopt([{ ...number, webhooks: { voice: elsewhere, sms: elsewhere } }]);
        return Promise.resolve(number.number);
      },
    });
  },
  sold: { country: 'FR', type: 'mobile' },
  unsold: { country: 'FR', type: 'toll_free' },
})) {
  test(`simulator provider: ${promise}`, (t) => t.notThrowsAsync(run()));
}

test('a simulated carrier takes over the numbers that were rented before', async (t) => {
  const before = carrier();
  const [offer] = await before.provider.search({ country: 'GB', type: 'mobile', require: { voice: true }, limit: 1 });
  t.truthy(offer);
  if (offer === undefined) return;
  const rented = await before.provider.buy(offer, { friendlyName: 'old' });
  const after = carrier();
  after.adopt([rented]);
  t.deepEqual(await after.provider.list(), [rented]);
  const [next] = await after.provider.search({ country: 'GB', type: 'mobile', require: {}, limit: 1 });
  t.not(next?.number, offer.number);
});

test('what is sold where: only what was asked to be sold, with the capabilities asked for', async (t) => {
  const { provider } = createSimulatedCarrier({
    authToken: TOKEN,
    webhookBaseUrl: () => BASE,
    sells: (country, type) => country === 'US' && type === 'local',
  });
  t.deepEqual(await provider.search({ country: 'FR', type: 'mobile', require: {}, limit: 1 }), []);
  const offers = await provider.search({ country: 'US', type: 'local', require: { mms: true }, limit: 1000 });
  t.is(offers.length, 800);
  t.true(offers.every(({ number }) => number.includes('555')));
  t.deepEqual(await carrier().provider.search({ country: 'FR', type: 'mobile', require: { mms: true }, limit: 1 }), []);
  t.is(
    (await carrier().provider.search({ country: 'BE', type: 'mobile', require: { voice: true }, limit: 3 })).length,
    3,
  );
});
