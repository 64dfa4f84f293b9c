import { createSystemIds } from '../../src/adapters/system/index.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { rekeyStore } from '../../src/domain/services/hash-key.js';
import { cli } from '../command-line.js';
import { createToken } from '../http/access/scene.js';
import { testInTurn } from '../http/in-turn.js';
import { TOKEN } from '../support.js';
import { visit } from './browser-less.js';
import { isSignedIn, openInstances } from './instances.js';

const MINUTE = 60_000;

testInTurn('who is signed in at one instance is signed in at the other, and signs out of both at once', async (t) => {
  const { start, clock } = openInstances(t);
  const [here, there] = [await start(), await start()];
  const visitor = await visit(here.url, TOKEN);
  t.true(await isSignedIn(visitor, there));
  // Whoever is busy at one of them is idle at none.
  for (let time = 0; time < 3; time += 1) {
    clock.advance(29 * MINUTE);
    t.true(await isSignedIn(visitor, time % 2 === 0 ? there : here));
  }
  const kept = { ...visitor, cookies: new Map(visitor.cookies) };
  await visitor.submit(await visitor.get('/console'), '/console/sign-out');
  for (const service of [here, there]) t.false(await isSignedIn(kept, service));
});

testInTurn(
  'a token that is revoked elsewhere signs nobody in any more within five seconds, and nobody else is affected',
  async (t) => {
    const { start, clock } = openInstances(t);
    const [here, there] = [await start(), await start()];
    const made = await createToken(there, 'office', 'operator');
    clock.advance(5_000);
    const visitor = await visit(here.url, String(made.json['token']));
    const other = await visit(here.url, TOKEN);
    t.true(await isSignedIn(visitor, here));
    t.is((await there.send('DELETE', `/tokens/${String(made.json['id'])}`)).status, 200);
    t.false(await isSignedIn(visitor, there), 'where it was revoked, at once');
    clock.advance(5_000);
    t.false(await isSignedIn(visitor, here));
    t.true(await isSignedIn(other, here));
    // The same name with more rights is another token.
    t.is((await createToken(there, 'office', 'admin')).status, 200);
    clock.advance(5_000);
    t.false(await isSignedIn(visitor, here));
  },
);

testInTurn('a token that expires ends the sign-in with it', async (t) => {
  const { start, clock } = openInstances(t);
  const service = await start();
  const expires = { expires_at: new Date(clock.now() + 10 * MINUTE).toISOString() };
  const made = await createToken(service, 'office', 'admin', expires);
  const visitor = await visit(service.url, String(made.json['token']));
  clock.advance(10 * MINUTE - 1);
  t.true(await isSignedIn(visitor, service));
  clock.advance(1);
  t.false(await isSignedIn(visitor, service));
});

testInTurn('a token that the environment has no more signs nobody in', async (t) => {
  const { start } = openInstances(t);
  const visitor = await visit((await start()).url, TOKEN);
  t.true(await isSignedIn(visitor, await start({ apiTokens: ['another token of the shop', TOKEN] })));
  t.false(await isSignedIn(visitor, await start({ apiTokens: ['another token of the shop'] })));
  t.false(await isSignedIn(visitor, await start({ apiTokens: [] })), 'and an open service is no reason to');
});

/** What somebody may do to a sign-in who can write to the database. `other` is the sign-in of an admin. */
const EDITS: Readonly<Record<string, string>> = {
  'the token of an admin': `update signins set credential = (select credential from signins where id <> mine.id limit 1)
    from (select id from signins order by created_at limit 1) as mine where signins.id = mine.id`,
  'a later end': `update signins set expires_at = expires_at + 86400000
    where id = (select id from signins order by created_at limit 1)`,
  'somebody who is always there': `update signins set last_seen_at = last_seen_at + 1
    where id = (select id from signins order by created_at limit 1)`,
};

for (const [what, statements] of Object.entries(EDITS)) {
  testInTurn(`whoever gives a sign-in ${what} in the store ends it, and it is reported`, async (t) => {
    const { start, clock, sql } = openInstances(t);
    const service = await start();
    const made = await createToken(service, 'office', 'viewer');
    const viewer = await visit(service.url, String(made.json['token']));
    clock.advance(1_000);
    const admin = await visit(service.url, TOKEN);
    t.true(await isSignedIn(viewer, service));
    sql(statements);
    t.false(await isSignedIn(viewer, service));
    t.true(await isSignedIn(admin, service));
    const { json } = await service.send('GET', '/store/findings');
    const [finding, ...more] = json['findings'] as Record<string, unknown>[];
    t.deepEqual(more, []);
    t.like(finding, { kind: 'forged_record', tab: 'signin' });
    const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN };
    const { code, stdout } = await cli('doctor', env);
    t.is(code, 3);
    t.regex(stdout, /✖ store .*sign-in to the console.*\n.*find out who/);
    // Signing out does not need the record to be genuine.
    await viewer.get('/console/sign-in');
    t.is((await viewer.post('/console/sign-out')).status, 303);
  });
}

testInTurn('a sign-in that somebody has written into the store is none', async (t) => {
  const { start, sql, clock } = openInstances(t);
  const service = await start();
  const visitor = await visit(service.url, TOKEN);
  const now = clock.now().toString();
  sql(`insert into signins select '0011223344556677', 'x', credential, ${now}, ${now} + 1000000, ${now}, mac, version
    from signins limit 1`);
  t.like((await service.send('GET', '/store/findings')).json['findings'], [{ tab: 'signin' }]);
  t.true(await isSignedIn(visitor, service));
});

testInTurn('a rekey ends all sign-ins', async (t) => {
  const { start, path, clock } = openInstances(t);
  const [former, next] = ['the former key of this store, long enough', 'the new key of this store, long enough'];
  const service = await start({ hashKey: former });
  const visitor = await visit(service.url, TOKEN);
  t.true(await isSignedIn(visitor, service));
  await service.stop();
  const store = await openSqliteStore({ path });
  t.is((await store.records('signin', { limit: 9 })).length, 1);
  await rekeyStore(store, createSystemIds(next), clock.now());
  t.deepEqual(await store.records('signin', { limit: 9 }), []);
  await store.close();
  const renewed = await start({ hashKey: next });
  t.false(await isSignedIn(visitor, renewed));
  t.deepEqual((await renewed.send('GET', '/store/findings')).json['findings'], []);
});
