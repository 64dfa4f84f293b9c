import type { ExecutionContext } from 'ava';
import { createFakeClock } from '../../src/entry/testing/index.js';
import { startStandIn } from '../google/stand-in.js';
import { createToken } from '../http/access/scene.js';
import { testInTurn } from '../http/in-turn.js';
import { startService, temporaryFolder, TOKEN } from '../support.js';
import { visit } from './browser-less.js';
import { isSignedIn } from './instances.js';

type Fields = Record<string, unknown>;

async function openSheet(t: ExecutionContext) {
  const { spreadsheetId: id, credentials, url: baseUrl, book, ...standIn } = await startStandIn();
  const { path: journalFolder, remove } = temporaryFolder();
  t.teardown(() => {
    standIn.close();
    remove();
  });
  const clock = createFakeClock(Date.now());
  const rows = () =>
    book
      .tab('ProxyCall Records')
      .rows.filter((row): row is string[] => typeof row[0] === 'string' && row[0].startsWith('signin:'));
  return {
    clock,
    rows,
    start: () =>
      startService(
        {
          store: { kind: 'sheets', spreadsheet: { id }, credentials, baseUrl, journalFolder, acceptOffline: false },
        },
        clock,
      ),
    /** As an editor of the spreadsheet does. */
    edit: (change: (signIn: Fields, all: readonly Fields[]) => Fields) => {
      const all = rows().map((row) => JSON.parse(row[1] ?? '{}') as Fields);
      for (const [index, row] of rows().entries()) row[1] = JSON.stringify(change(all[index] ?? {}, all));
    },
  };
}

testInTurn('a sign-in lasts over a restart, and is in the spreadsheet without anything that signs in', async (t) => {
  const { start, rows } = await openSheet(t);
  const first = await start();
  const visitor = await visit(first.url, TOKEN);
  t.true(await isSignedIn(visitor, first));
  await first.stop();
  const text = rows().join();
  t.is(rows().length, 1);
  for (const secret of [TOKEN, visitor.cookies.get('proxycall_console') ?? '?']) t.false(text.includes(secret));
  const service = await start();
  t.teardown(() => service.stop());
  t.true(await isSignedIn(visitor, service));
  const own = await visit(service.url, undefined);
  for (const [name, value] of visitor.cookies) own.cookies.set(name, value);
  await own.submit(await own.get('/console'), '/console/sign-out');
  t.false(await isSignedIn(visitor, service));
});

testInTurn(
  'an editor of the spreadsheet who gives a sign-in the token of an admin ends it, and it is reported',
  async (t) => {
    const { start, edit } = await openSheet(t);
    const first = await start();
    const { json } = await createToken(first, 'office', 'viewer');
    const viewer = await visit(first.url, String(json['token']));
    const admin = await visit(first.url, TOKEN);
    t.true(await isSignedIn(viewer, first));
    await first.stop();
    edit((signIn, all) => ({
      ...signIn,
      credential: all.find(({ credential }) => credential !== signIn['credential'])?.['credential'],
    }));
    const service = await start();
    t.teardown(() => service.stop());
    for (const visitor of [viewer, admin]) t.false(await isSignedIn(visitor, service));
    const found = (await service.send('GET', '/store/findings')).json['findings'] as Fields[];
    t.is(found.filter(({ kind, tab }) => kind === 'forged_record' && tab === 'signin').length, 2);
  },
);
