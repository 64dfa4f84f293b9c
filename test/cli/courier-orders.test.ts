import { join } from 'node:path';
import test from 'ava';
import { cli } from '../command-line.js';
import { COURIER, temporaryFolder } from '../support.js';

const ORDER =
  'order create --order-id O-1 --client-id 1 --client-name Ada --client-mail ada@shop.example --client-real-phone +33639985007';

test('an order with a courier from the command line: numbers, code, change of courier, close', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const env = {
    PROXYCALL_MODE: 'live',
    DATABASE_PATH: join(folder.path, 'p.db'),
    PROXYCALL_NUMBER_PRICES: 'FR mobile 1.50',
  };
  const run = async (args: string, code = 0) => {
    const ended = await cli(args, env);
    t.is(ended.code, code, ended.stderr);
    return ended.stdout;
  };
  const made = await run(`${ORDER} --courier-phone ${COURIER} --max-call-seconds 600 --ring-seconds 20`);
  t.regex(
    made,
    /^proxy number {6}\+33\d+\ncourier's number {2}\+33\d+\norder code {8}(\d{6})\nlong code {9}\1\d{4}\nexpires {11}20/m,
  );
  const courierNumber = /courier's number +(\S+)/.exec(made)?.[1] ?? '';
  t.regex(await run(`simulate-call --from ${COURIER} --to ${courierNumber}`), /connected to the client/);
  t.regex(await run(`simulate-call --from +33199009999 --to ${courierNumber}`), /asked for the order's code/);

  const changed = await run('order courier --order-id O-1 --courier-phone +33199005678');
  t.not(/order code +(\d+)/.exec(changed)?.[1], /order code +(\d+)/.exec(made)?.[1]);
  t.regex(await run(`simulate-call --from ${COURIER} --to ${courierNumber}`), /order_closed/);

  const plan = await run('pool plan');
  t.regex(plan, /FR +│ mobile +│ shared +│ 1 +│ 1 +│ 1/);
  t.regex(plan, /FR mobile: 1 can be released\.\nFR mobile: monthly cost 4\.50 now, 3\.00 with this plan\./);
  t.regex(await run('pool plan --orders-per-day 10000 --couriers 500 --lang fr'), /FR mobile : acheter \d+\./);
  t.regex(await run('pool stats'), /FR +│ mobile +│ 3 +│ 2 +│ 0 +│ 1/);

  t.regex(
    await run(`pool unshare ${courierNumber}`, 3),
    /Kept \(1\):\n {2}\+33\d+ {2}3 participants on it are live or cooling off/,
  );
  const [free = ''] = /\+33\d+/.exec(await run('pool list --country FR')) ?? [];
  t.is(await run(`pool share ${free}`), `Shared (1):\n  ${free}\n`);
  t.is(await run(`pool unshare ${free}`), `Available again (1):\n  ${free}\n`);
  t.regex(await run('order close --order-id O-1'), /The session has ended; its numbers are cooling off\./);
});
