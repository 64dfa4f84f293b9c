import test from 'ava';
import { createSay } from '../../src/entry/cli/runtime/language.js';
import { localTime, table } from '../../src/entry/cli/runtime/text.js';
import { run } from '../programs.js';
import { TOKEN, anOrderBody, startService } from '../support.js';

const columns = [
  ['name', ({ name }: { name: string }) => name],
  ['status', () => 'open'],
] as const;

/** How wide terminals draw it: two columns for East Asian letters and for an emoji as people see it. */
function widthOf(line: string): number {
  const graphemes = [...new Intl.Segmenter().segment(line)].map(({ segment }) => segment);
  const isWide = (grapheme: string) =>
    /\p{Emoji_Presentation}|\ufe0f|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60]/u.test(grapheme);
  return graphemes.reduce((width, grapheme) => width + (isWide(grapheme) ? 2 : 1), 0);
}

test('names of any script are aligned', async (t) => {
  const names = [
    'Ada',
    'Zoë',
    'Zoe\u0308',
    '山田花子',
    '김민준',
    'Ada 🌷',
    '👩‍👩‍👧 Lovelace',
    '🇫🇷',
    '👍🏽',
    'ＡＢＣ',
    'Łódź',
    '☎️',
  ];
  const drawn = await table(
    createSay('en'),
    names.map((name) => ({ name })),
    columns,
  );
  const widths = new Set(drawn.split('\n').map(widthOf));
  t.is(widths.size, 1, drawn);
});

test('on a terminal that is too narrow for a table, each row is a list of fields', async (t) => {
  const rows = [{ name: 'Ada Lovelace of the analytical engine' }, { name: '花子' }];
  const wide = await table(createSay('en', 80), rows, columns);
  t.regex(wide, /^┌/);
  t.is(
    await table(createSay('fr', 40), rows, columns),
    'nom   Ada Lovelace of the analytical engine\nétat  open\n\nnom   花子\nétat  open',
  );
  t.is(await table(createSay('en'), rows, columns), wide);
});

test('times are those of this computer', (t) => {
  const date = new Date(2030, 0, 31, 18, 5, 59);
  t.is(localTime(date.toISOString()), '2030-01-31 18:05');
  t.is(localTime(undefined), undefined);
  t.is(localTime('soon'), 'soon');
});

for (const zone of ['Asia/Tokyo', 'America/New_York', 'UTC']) {
  test(`times are those of ${zone}, and ISO times in JSON`, async (t) => {
    const service = await startService();
    t.teardown(() => service.stop());
    const expires = new Date(Date.now() + 86_400_000 * 30).toISOString();
    const body = anOrderBody(1, { courier_phone: '+33199001234', expires_at: expires });
    t.is((await service.send('POST', '/orders', body)).status, 200);
    const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN, TZ: zone };
    const order = ['order', 'get', '--order-id', String(body['order_id'])];
    const shown = /^expires +(.*)$/m.exec((await run(order, { env })).stdout)?.[1];
    t.is(shown, new Date(expires).toLocaleString('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }));
    t.is(
      (JSON.parse((await run([...order, '--json'], { env })).stdout) as Record<string, unknown>)['expires_at'],
      expires,
    );
  });
}
