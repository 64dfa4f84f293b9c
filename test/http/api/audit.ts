import { addressPrefix } from '../../../src/entry/http/client-address.js';
import { anOrderBody } from '../../support.js';
import { testInTurn } from '../in-turn.js';
import { withService } from './with-service.js';

const REQUEST_ID = '0d1f3c52-6a5e-4f0e-9c3f-1b2a3c4d5e6f';

withService('the audit trail says who changed what, from where, and is verified', async (t, { send, program, log }) => {
  await send('POST', '/orders', anOrderBody(1), { 'X-Request-Id': REQUEST_ID });
  // Whatever a client calls its request: an id with a phone in it is not kept.
  await send('POST', '/orders/O-1/close', {}, { 'X-Request-Id': '33639981234' });
  await send('GET', '/orders/O-1');
  const { json, text } = await send('GET', '/audit');
  const entries = json['items'] as Record<string, unknown>[];
  const about = (action: string) =>
    entries.find((entry) => entry['action'] === action && (entry['records'] as string[]).includes('order:O-1'));
  const [created, closed] = [about('createOrder'), about('closeOrder')];
  const count = entries.length;
  t.like(created, {
    ...{ action: 'createOrder', outcome: 'done', address: '127.0.0.0/24', request_id: REQUEST_ID, is_genuine: true },
    ...{ seal: null },
  });
  t.regex(String(created?.['actor']), /^env:[0-9a-f]{6}$/);
  const records = created?.['records'] as string[];
  t.true(
    ['order:O-1', 'client:1'].every((name) => records.includes(name)),
    records.join(),
  );
  t.like(closed, { action: 'closeOrder', request_id: null, records: ['order:O-1'] });
  t.notRegex(text, /Ada|@shop|33639981234/);

  const found = async (query: string) => ((await send('GET', `/audit?${query}`)).json['items'] as unknown[]).length;
  t.deepEqual(
    await Promise.all(
      [
        'record_kind=order&record_id=O-1',
        'record_kind=client&record_id=1',
        'record_kind=client&record_id=2',
        `actor=${String(created?.['actor'])}&limit=1`,
        'actor=nobody',
        'from=2000-01-01T00:00:00.000Z',
        'until=2000-01-01T00:00:00.000Z',
      ].map(found),
    ),
    [2, 1, 0, 1, 0, count, 0],
  );

  t.like((await send('GET', '/audit/verify')).json, {
    entries: count,
    unsealed: count,
    seals: 0,
    head: null,
    problems: [],
  });
  await program.services.sealAudit();
  const verified = (await send('GET', '/audit/verify')).json;
  t.like(verified, { entries: count, unsealed: 0, seals: 1, problems: [], problem_count: 0 });
  const head = String(verified['head']);
  const sealed = log()
    .split('\n')
    .filter((line) => line.includes('"audit.sealed"'));
  t.is(sealed.length, 1);
  t.true(sealed[0]?.includes(`"head":"${head}"`));
  t.like((await send('GET', `/audit/verify?head=${head.slice(0, 10)}`)).json, { problem_count: 0 });
  t.like((await send('GET', '/audit/verify?head=2:another')).json, { problem_count: 1 });
});

for (const [address, prefix] of [
  ['203.0.113.77', '203.0.113.0/24'],
  ['2001:db8:1:2::/64', '2001:db8:1::/48'],
  ['', undefined],
  ['unknown', undefined],
] as const) {
  testInTurn(`of the address ${address} the audit trail has ${String(prefix)}`, (t) => {
    t.is(addressPrefix(address), prefix);
    return Promise.resolve();
  });
}
