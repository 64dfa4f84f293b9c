import test from 'ava';
import { openPostgresStore } from '../../src/adapters/sql/postgres.js';
import { orderStoreContract } from '../../src/entry/testing/order-store-contract.js';
import { emptyDatabase, HASH_KEY, startPostgres } from '../postgres.js';
import { postWebhook } from '../signed-webhook.js';
import { anOrderBody, COURIER, startService } from '../support.js';
import { pgbouncerVersion, startPgbouncer } from './pgbouncer.js';

const TOKEN = 'pgbouncer-token';
const CALLS = 600;

const version = pgbouncerVersion();
if (version === undefined)
  process.stdout.write('skipped: PgBouncer is not installed here (apt-get install pgbouncer)\n');
const campaign = version === undefined ? test.serial.skip : test.serial;
const postgres = version === undefined ? undefined : await startPostgres();
const pooler = postgres && (await startPgbouncer(postgres.url));
test.after.always(async () => {
  await pooler?.stop();
  await postgres?.stop();
});

async function aDatabase() {
  if (postgres === undefined || pooler === undefined) throw new Error('there is no pooler');
  const url = await postgres.createDatabase();
  return { url, through: pooler.through(url) };
}

for (const prepared of [false, true]) {
  const how = prepared ? 'until a statement is refused' : 'as the setting says';
  campaign(
    `calls at once through a pooler: each is connected and recorded, with no statement prepared ${how}`,
    async (t) => {
      t.timeout(300_000);
      const { url, through } = await aDatabase();
      const service = await startService({
        store: { kind: 'postgres', url: through, poolSize: 10, timeoutMs: 10_000, prepared },
        telephony: { kind: 'simulated', authToken: TOKEN },
        hashKey: HASH_KEY,
      });
      const orders = await Promise.all(
        Array.from({ length: 10 }, (_, index) => service.send('POST', '/orders', anOrderBody(index + 1))),
      );
      const numbers = orders.map(({ status, json, text }) => {
        t.is(status, 200, text);
        return String(json['client_proxy_number']);
      });
      const answers = await Promise.all(
        Array.from({ length: CALLS }, async (_, index) => {
          const call = { CallSid: `CA${index.toString()}`, From: COURIER, To: numbers[index % numbers.length] ?? '' };
          return (await postWebhook(service.url, TOKEN, '/twilio/voice', call)).text();
        }),
      );
      t.true(answers.every((answer) => answer.includes('<Dial')));
      await service.stop();
      const store = await openPostgresStore({ url });
      t.is((await store.interactions({ limit: 2 * CALLS })).length, CALLS);
      await store.close();
    },
  );
}

campaign('a store behind a pooler keeps all promises of a store', async (t) => {
  t.timeout(300_000);
  const { url, through } = await aDatabase();
  await (await openPostgresStore({ url: through })).close();
  const place = async () => {
    await emptyDatabase(url);
    return { open: () => openPostgresStore({ url: through, prepared: false }) };
  };
  for (const { name, run } of orderStoreContract({ place, lasts: true, isShared: true })) {
    await t.notThrowsAsync(run(), name);
  }
});
