import test from 'ava';
import pg from 'pg';
import { ConfigError } from '../../../src/entry/config/config-error.js';
import { readConfig } from '../../../src/entry/config/config.js';
import { describeStore, storeSecrets } from '../../../src/entry/config/store.js';

const read = (url: string) =>
  readConfig({ PROXYCALL_STORE: 'postgres', PROXYCALL_HASH_KEY: 'sixteen-chars-or-more', DATABASE_URL: url }).config
    .store;

/** Passwords, and whether they may be in a URL as they are. */
for (const [password, mayBe] of [
  ['topsecret', true],
  ['top:secret', true],
  ['top@secret', true],
  ['top secret', true],
  ['top[sec]ret', true],
  ['top!$&*()=+,;secret', true],
  ['100%secret', true],
  ['top/secret', false],
  ['12/secret', false],
  ['/secret', false],
  ['top?secret', false],
  ['12?secret', false],
  ['12?a=secret', false],
  ['top#secret', false],
  ['12#secret', false],
  ['top%e9secret', false],
] as const) {
  test(`the password ${password} in a DATABASE_URL ${mayBe ? 'is read' : 'is refused, and the error says how to write it'}`, (t) => {
    const url = `postgres://u:${password}@db.shop.example/orders`;
    if (!mayBe) {
      const { message } = t.throws(() => read(url), { instanceOf: ConfigError });
      t.regex(message, /percent-encoded \(%2F %3F %23 %25\)/);
      t.false(message.includes('secret'), message);
    }
    const store = read(mayBe ? url : url.replace(password, encodeURIComponent(password)));
    const client = new pg.Client({ connectionString: store.kind === 'postgres' ? store.url : '' });
    t.like(client, { password, user: 'u', host: 'db.shop.example', database: 'orders' });
    t.is(describeStore(store), 'PostgreSQL at db.shop.example/orders');
    t.true(storeSecrets(store).includes(password), 'it is masked in the log');
  });
}

for (const url of [
  'postgres://db.shop.example/orders',
  'postgresql://u@db.shop.example:6432/orders?sslmode=require',
  'postgres://u:p@[::1]:5432/orders',
  'postgres:///orders?host=/var/run/postgresql&user=u&password=a@b',
  'postgres://u:p@db.shop.example',
]) {
  test(`${url} is a URL of a database`, (t) => {
    t.like(read(url), { kind: 'postgres', url });
  });
}
