/** The label of a number at the provider, who need not know whose it is. */
import test from 'ava';
import { ProxyCallError, isProxyCallError } from '../../src/domain/model/errors.js';
import { put } from '../../src/domain/services/commit.js';
import { aClient, aNumber, fictionalMobile as phone } from '../../src/entry/testing/index.js';
import { setUp } from './set-up.js';

/** Whose label is their id, and whose is not. */
const LABELS: readonly (readonly [id: string, name: string, label: string])[] = [
  ['C-7', 'Zoé de la Tour', 'C-7'],
  ['12', 'Shop 12', '12'],
  ['12', 'Li Na', '12'],
  ['client-12', 'Li Na', 'client-12'],
  ['C-1001', 'C. Martin', 'C-1001'],
  ['x'.repeat(100), 'Ada', 'x'.repeat(64)],
  ['ZOE', 'Zoé de la Tour', 'ProxyCall'],
  ['tour7', 'Zoé de la Tour', 'ProxyCall'],
  ['MARTIN.zoe', 'Zoé Martin', 'ProxyCall'],
  ['LI Na', 'Li Na', 'ProxyCall'],
  ['na-li', 'Li Na', 'ProxyCall'],
  ['NaLi7', 'Li Na', 'ProxyCall'],
  ['LiNa', 'Li Na', 'ProxyCall'],
  ['ng', 'Ng Bo', 'ProxyCall'],
  ['OBrien', "O'Brien", 'ProxyCall'],
  ['Dupontet', 'Jean Dupont', 'ProxyCall'],
  ['李娜7', '李娜', 'ProxyCall'],
  ['lovelace', 'Ada', 'ProxyCall'],
  ['ada.lovelace@shop.example', 'A', 'ProxyCall'],
  ['06 39 98 80 01', 'Ada', 'ProxyCall'],
  ['tel-33639988001', 'Ada', 'ProxyCall'],
];

test("the label of a number is the client's id, unless that says who they are", async (t) => {
  for (const [id, name, label] of LABELS) {
    const { proxyCall, store, carrier } = setUp();
    const client = aClient(id, { name, mail: 'ada.lovelace@shop.example', realPhone: phone(8001) });
    await store.commit({ puts: [put('client', client)] });
    const { proxy } = await proxyCall.assignNumber({ clientId: id, countryIso: 'FR', numberType: 'mobile', buy: true });
    t.is((await store.record('number', proxy))?.value.friendlyName, label, id);
    t.is((await carrier.provider.find(proxy))?.friendlyName, label, id);
  }
});

test('the words of a provider that fails are not logged', async (t) => {
  for (const [failure, logged] of [
    [new ProxyCallError('provider_failed', 'no such label: Ada Lovelace'), { code: 'provider_failed' }],
    [new TypeError('Ada Lovelace has no label'), { error: 'TypeError' }],
    [new RangeError('Ada Lovelace', { cause: 'Ada Lovelace' }), { error: 'RangeError' }],
  ] as const) {
    const { carrier } = setUp();
    const fail = () => Promise.reject(failure);
    const isProviders = isProxyCallError(failure);
    const provider = { ...carrier.provider, configure: fail, ...(isProviders ? { find: fail } : {}) };
    const { proxyCall, store, logger } = setUp({ provider, settings: { foreignWebhooks: 'refuse' } });
    const puts = [put('client', aClient('1', { realPhone: phone(8001) })), put('number', aNumber(phone(1)))];
    await store.commit({ puts });
    await proxyCall.assignNumber({ clientId: '1', countryIso: 'FR', numberType: 'mobile' });
    if (isProviders) await proxyCall.eraseClient('1');
    const warnings = logger.lines.filter(({ level, event }) => level === 'warn' && event !== 'pool.low');
    t.deepEqual(
      warnings.map(({ event }) => event),
      isProviders
        ? ['pool.webhooks_unchecked', 'pool.assignment_not_settled', 'pool.relabel_failed']
        : ['pool.assignment_not_settled'],
    );
    for (const { fields } of warnings) t.deepEqual(fields, logged);
  }
});
