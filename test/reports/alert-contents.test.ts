import test from 'ava';
import { writePoolAlert, type AlertContents } from '../../src/domain/model/pool-alert-mail.js';
import { LARGEST_PURCHASE } from '../../src/domain/model/settings.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import { DAY, HOUR, MINUTE, start, startEmpty, thresholds } from './alert-scene.js';

const COURIER = fictionalMobile(9100);

test('what is to be bought counts the threshold of a country once, and is what brings the all-clear', async (t) => {
  const { both, after, take, keep, buy, mailer, subjects, proxyCall } = startEmpty({
    poolAlert: thresholds({ FR: 4 }),
  });
  // Both types are needed, and two of each are left.
  await buy(3, 'local');
  await take(5);
  await buy(6);
  for (const index of [1, 2, 3, 4]) await take(index);
  await both();
  t.deepEqual(subjects(), []);
  const { pools } = await proxyCall.planPool({});
  t.deepEqual(
    pools.map(({ numberType, owned, available, buy: count, release }) => [
      numberType,
      owned,
      available,
      count,
      release,
    ]),
    [
      ['local', 3, 2, 0, 0],
      ['mobile', 6, 2, 0, 0],
    ],
  );
  await keep(1);
  await keep(1, 'local');
  await both();
  const text = mailer.mails[0]?.text ?? '';
  t.deepEqual(text.match(/pool provision.*/g), ['pool provision --country FR --number-type mobile --batch-size 3']);
  await buy(3);
  await after(MINUTE);
  t.is(subjects().length, 2);
  t.regex(subjects()[1] ?? '', /enough numbers again/);
});

test('a named country keeps what is to be available, whether somebody has needed it or not', async (t) => {
  const { proxyCall, buy } = await start({ poolAlert: thresholds({ FR: 4, GB: 2 }) });
  await buy(3, 'mobile', 'GB');
  await buy(1, 'local', 'US');
  const { pools } = await proxyCall.planPool({});
  t.deepEqual(
    pools.map(({ countryIso, buy: count, release }) => [countryIso, count, release]),
    [
      ['FR', 0, 2],
      ['GB', 0, 1],
      ['US', 0, 1],
    ],
  );
});

test('how long the rest lasts goes by the numbers that are in use, also shared ones, and not by sessions', async (t) => {
  const { after, order, clock, mailer, proxyCall } = await start({ poolAlert: thresholds({ FR: 6 }) });
  // Orders come one after the other, and need the same shared numbers each day.
  for (let day = 0; day < 34; day += 1) {
    await order(day, { clientId: '1', courierPhone: COURIER, clientRealPhone: fictionalMobile(8001) });
    clock.advance(8 * HOUR);
    await proxyCall.closeOrder(day.toString());
    await after(16 * HOUR);
  }
  const text = mailer.mails.at(-1)?.text ?? '';
  t.regex(text, /The rest lasts +on, as long as use does not grow\n/, text);
});

test('it is told by how many numbers use has grown, in the time since the shop began', async (t) => {
  const { after, take, mailer, buy } = startEmpty({ poolAlert: thresholds({ FR: 5 }) });
  await buy(14);
  // One client more every day.
  for (let day = 0; day < 10; day += 1) {
    await take(day);
    await after(DAY);
  }
  t.regex(
    mailer.mails.at(-1)?.text ?? '',
    /Available +4\n[^]*The rest lasts +4 days, at the pace of the last 10 days\n/,
  );
});

test('it names countries and types as people do, in English and in French, and commands as the program does', (t) => {
  const pool = { threshold: 10, presence: 'present', recommended: [], lasts: 'peak' } as const;
  const contents = {
    days: 30,
    low: [
      { ...pool, country: 'FR', type: 'mobile', available: 3, lasts: 1, recommended: [{ type: 'mobile', count: 900 }] },
      { ...pool, country: 'GB', type: 'toll_free', available: 4 },
      { ...pool, country: 'US', type: 'local', available: 0, presence: 'gone' },
      { ...pool, country: 'XX', type: undefined, available: 1, lasts: 'long' },
    ],
    cleared: [{ ...pool, country: 'BE', type: undefined, available: 14 }],
  } as unknown as AlertContents;
  const english = writePoolAlert(contents, { language: 'de', shopName: undefined });
  t.is(english.subject, 'ProxyCall: few numbers left (FR mobile, GB toll-free, US local, XX)');
  t.regex(english.text, /\nFrance \(FR\), mobile\n[^]* a day, at the pace of the last 30 days\n/);
  t.regex(english.text, /\nUnited Kingdom \(GB\), toll-free\n[^]* until a peak like that of the last 30 days\n/);
  t.regex(english.text, /\nUnited States \(US\), local\n {2}Available +none at all\n/);
  t.regex(english.text, /\nXX\n[^]* more than a year, at the pace of the last 30 days\n/);
  t.regex(english.text, /\nBelgium \(BE\): enough again\n/);
  const most = LARGEST_PURCHASE.toString();
  t.true(english.text.includes(`proxycall pool provision --country FR --number-type mobile --batch-size ${most}\n`));
  const french = writePoolAlert({ ...contents, days: 1 }, { language: 'fr', shopName: 'La <i>Poste</i>' });
  t.is(french.subject, 'La <i>Poste</i> : il reste peu de numéros (FR mobile, GB numéro vert, US local, XX)');
  t.regex(french.text, /\nRoyaume-Uni \(GB\), numéro vert\n[^]* jusqu’à une pointe comme celle du dernier jour\n/);
  t.regex(french.text, /\nBelgique \(BE\) : de nouveau assez\n/);
  t.false(french.html.includes('<i>'));
});
