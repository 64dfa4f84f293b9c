import test, { type ExecutionContext } from 'ava';
import { createFakeClock } from '../../../src/entry/testing/index.js';
import type { Config } from '../../../src/entry/config/config.js';
import { cli } from '../../command-line.js';
import { startStandIn } from '../../google/stand-in.js';
import { aConnection, aPlace } from '../../sql/sqlite-files.js';
import { TOKEN, startService, temporaryFolder, type Service } from '../../support.js';
import { createToken } from './scene.js';
import { bearer } from './tokens.js';

interface Place {
  readonly store: Config['store'];
  /** Changes every record of a token, as somebody does who can write where the records are. */
  readonly edit: (change: (token: Record<string, unknown>) => Record<string, unknown>) => void;
}

function sqlite(t: ExecutionContext): Promise<Place> {
  const { path } = aPlace(t);
  const edit: Place['edit'] = (change) => {
    const database = aConnection(path);
    for (const row of database.prepare('select * from tokens').all()) {
      const { id, name, role, expires_at } = row as Record<string, unknown>;
      const changed = change({ name, role, expiresAt: expires_at });
      database
        .prepare('update tokens set name = ?, role = ?, expires_at = ? where id = ?')
        .run(changed['name'], changed['role'], changed['expiresAt'], id);
    }
    database.close();
  };
  return Promise.resolve({ store: { kind: 'sqlite', path }, edit });
}

async function sheets(t: ExecutionContext): Promise<Place> {
  const { spreadsheetId: id, credentials, url: baseUrl, book, ...standIn } = await startStandIn();
  const { path: journalFolder, remove } = temporaryFolder();
  t.teardown(() => {
    standIn.close();
    remove();
  });
  const edit: Place['edit'] = (change) => {
    for (const row of book.tab('ProxyCall Records').rows) {
      if (typeof row[0] !== 'string' || typeof row[1] !== 'string' || !row[0].startsWith('token:')) continue;
      row[1] = JSON.stringify(change(JSON.parse(row[1]) as Record<string, unknown>));
    }
  };
  return {
    store: { kind: 'sheets', spreadsheet: { id }, credentials, baseUrl, journalFolder, acceptOffline: false },
    edit,
  };
}

const EDITS: Readonly<Record<string, (token: Record<string, unknown>) => Record<string, unknown>>> = {
  'another role': (token) => ({ ...token, role: 'admin' }),
  'a later end': (token) => ({ ...token, expiresAt: null }),
  'another name': (token) => ({ ...token, name: 'somebody else' }),
};

const status = async (service: Service, token: string) =>
  (await service.send('GET', '/pool/stats', undefined, bearer(token))).status;

for (const [store, open] of [
  ['SQLite', sqlite],
  ['Google Sheets', sheets],
] as const) {
  for (const [what, change] of Object.entries(EDITS)) {
    test(`${store}: whoever gives a token ${what} in the store gains nothing, and it is reported`, async (t) => {
      const { store: config, edit } = await open(t);
      const clock = createFakeClock(Date.now());
      const first = await startService({ store: config }, clock);
      const expires = new Date(clock.now() + 3_600_000).toISOString();
      const { json } = await createToken(first, 'viewer', 'viewer', { expires_at: expires });
      const token = String(json['token']);
      t.is(await status(first, token), 200);
      await first.stop();
      edit(change);
      const service = await startService({ store: config }, clock);
      t.teardown(() => service.stop());
      t.is(await status(service, token), 403);
      const found = (await service.send('GET', '/store/findings')).json['findings'] as Record<string, unknown>[];
      t.like(found.at(-1), { kind: 'forged_record', tab: 'tokens' });
      t.true(String(found.at(-1)?.['problem']).includes(String(json['id'])));
      const list = (await service.send('GET', '/tokens')).json;
      const name = what === 'another name' ? 'somebody else' : 'viewer';
      t.deepEqual(list, { tokens: [], ignored: [{ id: json['id'], name }] });
      const blocked = await createToken(service, name.toUpperCase(), 'viewer');
      t.regex(String(blocked.json['detail']), /name: is the name of a token that is ignored.*Revoke it first/);
      const metrics = async () => (await service.send('GET', '/metrics')).text;
      t.regex(await metrics(), /proxycall_store_findings\{kind="forged_record"\} 1\n/);
      t.is((service.log().match(/token\.ignored/g) ?? []).length, 1);
      const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN };
      const english = await cli('doctor', env);
      t.is(english.code, 3);
      t.regex(english.stdout, /✖ store +tokens: the token [0-9a-f]{16} .* changed by hand.*\n.*find out who/);
      t.notRegex(english.stdout, /No problems found/);
      const french = (await cli('doctor --lang fr', env)).stdout;
      t.regex(french, /le jeton [0-9a-f]{16} n'a pas été écrit par ProxyCall.*\n.*Quelqu'un a modifié le stockage/);
      t.regex((await cli('token list', env)).stdout, /Ignored[^]*[0-9a-f]{16}/);
      t.regex((await cli('token list --lang fr', env)).stdout, /Ignorés, car/);
      t.is((await service.send('DELETE', `/tokens/${String(json['id'])}`)).status, 200);
      t.deepEqual((await service.send('GET', '/store/findings')).json['findings'], []);
      t.regex(await metrics(), /proxycall_store_findings\{kind="forged_record"\} 0\n/);
      t.is((await createToken(service, name, 'viewer')).status, 200);
    });
  }
}
