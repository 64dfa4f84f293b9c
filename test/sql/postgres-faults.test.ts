import test from 'ava';
import { codeOf, translate } from '../../src/adapters/sql/faults.js';
import { openPostgresStore } from '../../src/adapters/sql/postgres.js';
import { postgresWords } from '../../src/adapters/sql/postgres-faults.js';
import { execute, HASH_KEY, startPostgres } from '../postgres.js';
import { freePort } from '../programs.js';
import { startService } from '../support.js';
import { errorResponse, LET_IN, refused, startRefusing } from './postgres-stand-in.js';
import { addClient, expectRefused } from './sqlite-files.js';

const postgres = await startPostgres();
test.after.always(() => postgres.stop());

for (const [code, words] of [
  ['28000', /refuses this user.*add sslmode.*pg_hba\.conf/],
  ['28P01', /refuses the password.*percent-encoded/],
  ['3D000', /no database of this name: create it/],
  ['53300', /no connection left: raise max_connections.*DATABASE_POOL_SIZE/],
  ['57P03', /starting, stopping or being replaced/],
  ['57P01', /starting, stopping or being replaced/],
  ['53100', /disk of the database is full/],
  ['53200', /short of memory/],
  ['08P01', /pooler or server .* refuses the connection/],
  ['08006', /connection was lost/],
  ['55000', /accepts no connections/],
  ['58030', /disk of the database reports an error/],
  ['42501', /grant it the tables/],
  ['25006', /standby, or set to read-only.*primary/],
] as const) {
  test(`a server that answers ${code} at the start: words, and no password`, async (t) => {
    const server = await startRefusing(code);
    t.teardown(server.stop);
    await refused(
      t,
      `postgres://u:topsecret@127.0.0.1:${server.port.toString()}/d`,
      new RegExp(`${words.source}.*\\(${code}\\)`),
    );
  });
}

for (const [what, answer, parameters, words] of [
  ['no TLS', Buffer.from('N'), '?sslmode=require', /does not encrypt connections: remove sslmode/],
  ['no TLS, in words of another program', Buffer.from('H'), '?sslmode=require', /does not speak TLS/],
  [
    'let us in and stops at the same moment',
    Buffer.concat([LET_IN, errorResponse('57P01')]),
    '',
    /connection was lost/,
  ],
  ['a page', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), '', /connection was lost|timeout/],
] as const) {
  test(`a server that has ${what}: words`, async (t) => {
    const server = await startRefusing(answer);
    t.teardown(server.stop);
    await refused(t, `postgres://u:topsecret@127.0.0.1:${server.port.toString()}/d${parameters}`, words);
  });
}

for (const [code, words] of [
  ['SELF_SIGNED_CERT_IN_CHAIN', /does not trust the certificate.*sslrootcert=FILE.*sslmode=no-verify/],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', /does not trust the certificate/],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', /does not trust the certificate/],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', /does not trust the certificate/],
  ['CERT_UNTRUSTED', /does not trust the certificate/],
  ['CERT_HAS_EXPIRED', /has expired.*clock/],
  ['ERR_TLS_CERT_ALTNAME_INVALID', /for another host/],
  ['ERR_SSL_WRONG_VERSION_NUMBER', /does not speak TLS/],
  ['EPROTO', /does not speak TLS/],
  ['ENOTFOUND', /no such host: check host/],
  ['EAI_AGAIN', /cannot be looked up/],
  ['ECONNREFUSED', /nothing answers at its address/],
  ['EHOSTUNREACH', /host cannot be reached/],
  ['ETIMEDOUT', /nothing answers/],
  ['ECONNRESET', /connection was lost/],
  ['ENOENT', /sslrootcert/],
] as const) {
  test(`${code} has words`, (t) => {
    const fault = Object.assign(new Error('connect to db.shop.example as topsecret'), { code });
    const { message } = translate(fault, 'the database cannot be used', postgresWords) as Error;
    t.regex(message, words);
    t.notRegex(message, /topsecret|shop\.example/);
  });
}

test('what pg says without a code has one', (t) => {
  for (const [message, code] of [
    ['Query read timeout', 'timeout'],
    ['Connection terminated due to connection timeout', 'timeout'],
    ['SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string', 'no password'],
    ['The server does not support SSL connections', 'no encryption'],
    ['Connection terminated unexpectedly', 'connection lost'],
    ['URI malformed', 'malformed URL'],
    ['something else', 'no code'],
  ] as const) {
    t.is(codeOf(new Error(message)), code);
  }
});

/** The database of this URL, in other words. */
function changed(url: string, change: (address: URL) => void): string {
  const address = new URL(url);
  change(address);
  return address.href;
}

let roles = 0;
/** A new user of the database, who may do nothing. */
async function aRole(url: string, may: string): Promise<string> {
  const name = `proxycall_role_${process.pid.toString()}_${(roles += 1).toString()}`;
  await execute(url, `create role ${name} password 'topsecret' ${may}`);
  return changed(url, (address) => {
    [address.username, address.password] = [name, 'topsecret'];
  });
}

test('a real server: every mistake in the URL and every right that is missing has words', async (t) => {
  const url = await postgres.createDatabase();
  for (const [change, words] of [
    [(address: URL) => (address.password = 'topsecret'), /refuses the password.*\(28P01\)/],
    [(address: URL) => (address.username = 'nobody'), /refuses the password.*\(28P01\)/],
    [(address: URL) => (address.password = ''), /password/],
    [(address: URL) => (address.pathname = '/nowhere'), /no database of this name.*\(3D000\)/],
    [(address: URL) => (address.pathname = ''), /no database of this name.*a URL without one means.*\(3D000\)/],
    [(address: URL) => (address.hostname = 'nowhere.invalid'), /there is no such host|cannot be looked up/],
    [(address: URL) => (address.search = '?sslmode=require'), /does not encrypt connections/],
    [(address: URL) => (address.search = '?sslmode=verify-full&sslrootcert=/nowhere'), /sslrootcert.*\(ENOENT\)/],
  ] as const) {
    await refused(t, changed(url, change), words);
  }
  const port = await freePort();
  await refused(
    t,
    changed(url, (address) => (address.port = port.toString())),
    /nothing answers.*\(ECONNREFUSED\)/,
  );
  await refused(t, await aRole(url, 'nologin'), /refuses this user.*\(28000\)/);
  await refused(t, await aRole(url, 'login connection limit 0'), /no connection left.*\(53300\)/);
  await refused(t, await aRole(url, 'login'), /grant it the tables.*\(42501\)/);
});

test('a user who may only read: not ready, and the start needs no right to create tables', async (t) => {
  const url = await postgres.createDatabase();
  await (await openPostgresStore({ url })).close();
  const user = await aRole(url, 'login');
  const name = new URL(user).username;
  await execute(url, `grant select on all tables in schema public to ${name}`);
  const service = await startService({
    store: { kind: 'postgres', url, poolSize: 2, timeoutMs: 2000 },
    hashKey: HASH_KEY,
  });
  await service.stop();
  const store = await openPostgresStore({ url: user });
  await expectRefused(t, store.ping(), /grant it the tables.*\(42501\)/);
  await expectRefused(t, addClient(store, '1'), /\(42501\)/);
  await execute(url, `grant insert, update, delete on all tables in schema public to ${name}`);
  await store.ping();
  await addClient(store, '1');
  await store.close();
});

test('a database that accepts no writes: neither the start nor /readyz says that all is well', async (t) => {
  const url = await postgres.createDatabase();
  const base = new URL(url).pathname.slice(1);
  const writing = changed(url, (address) => (address.search = '?options=-c%20default_transaction_read_only%3Doff'));
  const setReadOnly = (value: string) =>
    execute(writing, `alter database ${base} set default_transaction_read_only = ${value}`);
  await setReadOnly('on');
  await refused(t, url, /standby, or set to read-only.*\(25006\)/);
  await setReadOnly('off');
  const store = { kind: 'postgres', url, poolSize: 1, timeoutMs: 2000 } as const;
  const service = await startService({ store, hashKey: HASH_KEY });
  t.teardown(() => service.stop());
  t.is((await service.send('GET', '/readyz')).status, 200);
  await setReadOnly('on');
  const others = `datname = '${base}' and pid <> pg_backend_pid()`;
  await execute(url, `select pg_terminate_backend(pid) from pg_stat_activity where ${others}`);
  // The first one may meet the connection that was ended.
  await service.send('GET', '/readyz');
  const { status, json } = await service.send('GET', '/readyz');
  t.is(status, 503);
  t.regex(String(json['detail']), /it accepts no writes.*\(25006\)/);
});
