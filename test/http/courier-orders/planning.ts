import { HOUR_MS } from '../../../src/domain/model/time.js';
import { COURIER, anOrderBody } from '../../support.js';
import { withService, courierOrder } from './scene.js';

withService(
  'the plan is based on the log, and says what to buy, what to release and what it costs',
  { numberPrices: [{ country: 'FR', type: 'mobile', monthly: 1.5 }] },
  async (t, scene) => {
    const { send, clock, carrier } = scene;
    const [first] = [await courierOrder(t, scene, 1), await courierOrder(t, scene, 2), await courierOrder(t, scene, 3)];
    await send('POST', '/orders', anOrderBody(9));
    await carrier.phone(COURIER).call(first.courierNumber);
    await carrier.phone(COURIER).text(first.courierNumber, 'hello');
    const plan = async (query = '') => {
      const { json } = await send('GET', `/pool/plan${query}`);
      const [pool = {}] = json['pools'] as Record<string, unknown>[];
      return { ...json, pool };
    };
    const now = await plan();
    t.like(now, { basis: 'log', blocking: 0.01, days: 30 });
    t.like(now.pool, {
      country_iso: 'FR',
      number_type: 'mobile',
      owned: 6,
      available: 2,
      shared: { now: 3, bound: 3, needed: 3 },
      dedicated: { now: 1, bound: 1, needed: 1 },
      interactions: 2,
      buy: 0,
      release: 1,
      monthly_price: 1.5,
      monthly_cost: 9,
      planned_monthly_cost: 7.5,
    });
    // With this blocking, a number may be missing for one in three of the six participants.
    t.like((await plan('?blocking=0.34')).pool, { shared: { bound: 3, needed: 1 } });
    const grown = (await plan('?growth_percent=300')).pool as { buy: number };
    t.true(grown.buy > 0);
    for (const order of ['O-1', 'O-2', 'O-3']) await send('POST', `/orders/${order}/close`);
    clock.advance(31 * 24 * HOUR_MS);
    t.like((await plan()).pool, { shared: { now: 3, bound: 0, needed: 0 }, interactions: 0 });
  },
);

withService('a plan for a described load needs no log', {}, async (t, { send }) => {
  const { json } = await send('GET', '/pool/plan?orders_per_day=10000&couriers=500&country_iso=BE&number_type=local');
  t.like(json, { basis: 'description', days: undefined });
  const [pool] = json['pools'] as Record<string, unknown>[];
  t.like(pool, { country_iso: 'BE', number_type: 'local', owned: 0, buy: 12, monthly_price: null, monthly_cost: null });
  t.true(Number(pool?.['dedicated_instead']) > 100_000);
});

withService(
  'in /metrics a country that is named and has no number is low',
  { poolAlert: new Map([['GB', 1]]) },
  async (t, { send }) => {
    const { text } = await send('GET', '/metrics');
    t.deepEqual(text.match(/^proxycall_pool_low\{country="GB".*$/gm), [
      'proxycall_pool_low{country="GB",type="mobile"} 1',
    ]);
  },
);

withService(
  'an alert says when few numbers are left, in the log and in /metrics',
  { poolAlert: 2 },
  async (t, scene) => {
    const { send, log } = scene;
    await send('POST', '/orders', anOrderBody(1));
    const low = async () => (await send('GET', '/metrics')).text.match(/^proxycall_pool_low\{.*$/gm);
    t.deepEqual(await low(), ['proxycall_pool_low{country="FR",type="mobile"} 0']);
    // When it started, there was none.
    const before = log().split('pool.low').length;
    await send('POST', '/orders', anOrderBody(2));
    t.deepEqual(await low(), ['proxycall_pool_low{country="FR",type="mobile"} 1']);
    t.is(log().split('pool.low').length, before + 1);
  },
);
