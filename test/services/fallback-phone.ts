import test from 'ava';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { put } from '../../src/domain/services/commit.js';
import { createProgram } from '../../src/entry/container.js';
import { ConfigError } from '../../src/entry/config/config-error.js';
import { createProxyCall } from '../../src/entry/library.js';
import { aNumber, aNumberThatIs, fictionalMobile } from '../../src/entry/testing/index.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { temporaryFolder } from '../support.js';
import { setUp, webhook } from './set-up.js';

const number = fictionalMobile(0);
const fallback = { kind: 'phone', number } as const;
const NOT_FOR_PEOPLE = ['+33899000000', '+447000000000', '+881600000000', '+12025550123'];

test('a fallback phone that is a proxy number, or may not be called, is refused by the library', async (t) => {
  const store = createMemoryStore();
  await store.commit({ puts: [put('number', aNumberThatIs('shared', number))] });
  const { carrier, proxyCall } = setUp({ store, settings: { fallback } });
  await t.throwsAsync(proxyCall.poolStats(), { message: /fallback.*one of the proxy numbers/ });
  await t.throwsAsync(proxyCall.runMaintenance(), { message: /one of the proxy numbers/ });
  const params = { MessageSid: 'SM1', From: '+33199001234', To: number, Body: 'hello' };
  t.regex(await webhook(proxyCall, '/twilio/sms', params), /<Message/, 'webhooks are answered');
  for (const phone of NOT_FOR_PEOPLE) {
    const settings = { fallback: { kind: 'phone', number: phoneNumber(phone) } } as const;
    const other = createProxyCall({ ...carrier, store: createMemoryStore(), settings });
    await t.throwsAsync(other.runMaintenance(), { message: /fallback.*cannot be called/ }, phone);
  }
  // One that was given back is somebody's.
  const released = createMemoryStore();
  await released.commit({ puts: [put('number', aNumberThatIs('released', number))] });
  await t.notThrowsAsync(setUp({ store: released, settings: { fallback } }).proxyCall.runMaintenance());
});

test('the server and the commands refuse to start with a fallback phone that is a proxy number', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const store = { kind: 'sqlite', path: `${folder.path}/proxycall.db` } as const;
  const opened = await openSqliteStore({ ...store, ownHashKey: true });
  await opened.commit({ puts: [put('number', aNumber(number))] });
  await opened.close();
  const program = createProgram({
    listenPort: 0,
    publicUrls: [],
    apiTokens: [],
    store,
    telephony: { kind: 'simulated', authToken: undefined },
    settings: { ...DEFAULT_SETTINGS, fallback },
    logLevel: 'silent',
  });
  const error = await t.throwsAsync(program, { instanceOf: ConfigError });
  t.regex(error.message, /PROXYCALL_FALLBACK_PHONE is one of the proxy numbers/);
  t.false(error.message.includes(number));
});

test('the fallback phone is not bought', async (t) => {
  const { proxyCall, carrier } = setUp({ settings: { fallback } });
  // The provider offers it first.
  const [first] = await carrier.provider.search({ country: 'FR', type: 'mobile', require: {}, limit: 1 });
  t.is(first?.number, number);
  const order = { countryIso: 'FR', numberType: 'mobile', batchSize: 2, candidatesLimit: 3 } as const;
  const { purchasedNow } = await proxyCall.provisionNumbers({
    ...order,
    requireSmsCapability: true,
    requireVoiceCapability: true,
  });
  t.deepEqual(purchasedNow, [fictionalMobile(1), fictionalMobile(2)]);
});
