import test from 'ava';
import { ROLES } from '../../src/domain/model/role.js';
import { DAY_MS } from '../../src/domain/model/time.js';
import { aConnection, aPlace } from '../sql/sqlite-files.js';
import { openConsole, visit } from './browser-less.js';

for (const role of ROLES) {
  test(`what tokens and the audit trail show to the role ${role}`, async (t) => {
    const { as, tokens } = await openConsole(t);
    const visitor = await as(role);
    for (const path of ['/console/tokens', '/console/audit']) {
      const page = await visitor.get(path);
      t.is(page.status, role === 'admin' ? 200 : 403, path);
      for (const secret of Object.values(tokens)) t.false(page.html.includes(secret));
    }
    if (role === 'admin') return;
    await visitor.get(role === 'shop' ? '/console/calls' : '/console/pool');
    for (const path of ['tokens/create', 'tokens/revoke', 'audit/verify']) {
      const fields = { name: 'mine', role: 'admin', id: 'x', confirm: 'yes' };
      t.is((await visitor.post(`/console/${path}`, fields)).status, 403, path);
    }
  });
}

test('a token is shown once, and works', async (t) => {
  const { as, service } = await openConsole(t);
  const admin = await as('admin');
  const page = await admin.get('/console/tokens');
  const created = await admin.submit(page, '/console/tokens/create', {
    ...{ name: 'web shop', role: 'viewer', expires_at: new Date(Date.now() + 30 * DAY_MS).toISOString().slice(0, 16) },
  });
  t.is(created.status, 200);
  const [token = ''] = /pc_\w{38}/.exec(created.text) ?? [];
  t.is((await service.send('GET', '/orders', undefined, { authorization: `Bearer ${token}` })).status, 200);
  const list = await admin.get('/console/tokens');
  t.regex(list.text, /web shop viewer/);
  t.notRegex(list.html, /pc_\w{38}/);
});

test('a token that is refused is said next to its field', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  const page = await admin.get('/console/tokens');
  const refused = [
    [{ name: '' }, /must be 1 to 60 letters/],
    [{ name: '<b>x</b>' }, /must be 1 to 60 letters/],
    [{ name: 'a viewer' }, /is the name of another token/],
    [{ name: 'new', expires_at: '2020-01-01T00:00' }, /must be in the future/],
    [{ name: 'new', expires_at: 'soon' }, /must be a date and a time/],
    [{ name: 'new', role: 'owner' }, /must be one of/],
  ] as const;
  for (const [fields, reason] of refused) {
    const answer = await admin.submit(page, '/console/tokens/create', { ...fields });
    t.is(answer.status, 422);
    t.regex(answer.text, reason);
    t.notRegex(answer.html, /<b>x/);
  }
  t.is((await admin.post('/console/tokens/create', { name: 'new', role: 'viewer', _csrf: 'x' })).status, 403);
});

test('a revocation is confirmed, and holds', async (t) => {
  const { as, service, tokens } = await openConsole(t);
  const admin = await as('admin');
  const { json } = await service.send('GET', '/tokens');
  const list = json['tokens'] as readonly { readonly id: string; readonly name: string }[];
  const id = list.find(({ name }) => name === 'a viewer')?.id ?? '';
  await admin.get('/console/tokens');
  const asked = await admin.post('/console/tokens/revoke', { id });
  t.is(asked.status, 200);
  t.regex(asked.text, /Whoever uses “a viewer” is refused/);
  const headers = { authorization: `Bearer ${tokens.viewer}` };
  t.is((await service.send('GET', '/orders', undefined, headers)).status, 200);
  const done = await admin.submit(asked, '/console/tokens/revoke');
  t.regex(done.text, /The token is revoked/);
  t.is((await service.send('GET', '/orders', undefined, headers)).status, 403);
  t.is((await admin.post('/console/tokens/revoke', { id })).status, 404);
});

test('who revokes their own token is told so before', async (t) => {
  const { service, tokens } = await openConsole(t);
  const admin = await visit(service.url, tokens.admin);
  const { json } = await service.send('GET', '/tokens');
  const list = json['tokens'] as readonly { readonly id: string; readonly name: string }[];
  const id = list.find(({ name }) => name === 'a admin')?.id ?? '';
  await admin.get('/console/tokens');
  t.regex((await admin.post('/console/tokens/revoke', { id })).text, /you will be signed out/);
});

test('tokens that somebody changed are named', async (t) => {
  const { path } = aPlace(t);
  const { as } = await openConsole(t, { store: { kind: 'sqlite', path } });
  const admin = await as('admin');
  const database = aConnection(path);
  database.prepare(`update tokens set role = 'admin' where name = 'a viewer'`).run();
  database.close();
  const page = await admin.get('/console/tokens');
  t.regex(page.text, /Ignored Somebody else than ProxyCall wrote or changed these records/);
  t.regex(page.text, /Ignored .*a viewer Revoke/);
});
