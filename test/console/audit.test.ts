import test from 'ava';
import { aConnection, aPlace } from '../sql/sqlite-files.js';
import { openConsole } from './browser-less.js';

test('the audit trail is listed, and filtered by time, who and record', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  const all = await admin.get('/console/audit');
  t.is(all.status, 200);
  for (const action of ['create an order', 'create a token', 'sign in']) t.true(all.text.includes(action), action);
  const order = await admin.get('/console/audit?record_kind=order&record_id=O-1');
  t.true(order.text.includes('order:O-1'));
  t.false(order.text.includes('order:O-2'));
  const signIn = await admin.get(`/console/audit?actor=${encodeURIComponent('a admin')}`);
  t.true(signIn.text.includes('sign in'));
  t.false(signIn.text.includes('create an order'));
  t.regex((await admin.get('/console/audit?until=2020-01-01')).text, /No entries like this/);
});

test('what was refused is there too', async (t) => {
  const { as } = await openConsole(t);
  const viewer = await as('viewer');
  await viewer.get('/console/pool');
  await viewer.post('/console/pool/sync', { apply: 'yes' });
  const admin = await as('admin');
  t.regex((await admin.get('/console/audit?actor=a+viewer')).text, /compare the pool with the carrier refused/);
});

test('filters that are none are said next to their field', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  const refused = [
    ['record_kind=order', /is needed with the kind of a record/],
    ['record_id=1', /is needed with the id of a record/],
    ['record_kind=pigeon&record_id=1', /must be one of/],
    ['record_kind=number&record_id=1', /must be one of/],
    ['from=x', /must be a date and a time/],
    ['cursor=x', /go back to its first page/],
  ] as const;
  for (const [query, reason] of refused) {
    const page = await admin.get(`/console/audit?${query}`);
    t.is(page.status, 422, query);
    t.regex(page.text, reason, query);
  }
});

test('no address of the page has a number', async (t) => {
  const { as } = await openConsole(t);
  const page = await (await as('admin')).get('/console/audit');
  t.regex(page.text, /number:\+33/);
  for (const [, address = ''] of page.html.matchAll(/href="([^"]*)"/g))
    t.notRegex(decodeURIComponent(address), /\+?33\d{9}/);
});

test('the audit trail is verified, with the result in words', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  const page = await admin.get('/console/audit');
  const result = await admin.submit(page, '/console/audit/verify');
  t.is(result.status, 200);
  t.regex(result.text, /Complete and unchanged/);
  const wrong = await admin.submit(page, '/console/audit/verify', { head: 'nonsense' });
  t.is(wrong.status, 422);
  t.regex(wrong.text, /must be a head as the log has it/);
  t.is((await admin.post('/console/audit/verify', { _csrf: 'x' })).status, 403);
});

test('entries that somebody changed are marked, and found', async (t) => {
  const { path } = aPlace(t);
  const { as } = await openConsole(t, { store: { kind: 'sqlite', path } });
  const admin = await as('admin');
  const database = aConnection(path);
  database.prepare(`update audit_entries set actor = 'somebody' where action = 'createOrder'`).run();
  database.close();
  const page = await admin.get('/console/audit');
  t.regex(page.text, /not genuine/);
  t.regex(page.text, /Entries on this page were changed/);
  const result = await admin.submit(page, '/console/audit/verify');
  t.regex(result.text, /problems were found/);
  t.regex(result.text, /this entry was changed, or ProxyCall did not write it/);
});
