import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import test from 'ava';
import type { InteractionListQuery, InteractionView, ProxyCallApi } from '../../src/ports/proxycall-api.js';
import { callsFile } from '../../src/entry/console/calls-file.js';
import type { View } from '../../src/entry/console/view.js';

const CALL: InteractionView = {
  ...{ id: 'a', at: '2026-07-01T10:00:05.000Z', channel: 'call', outcome: 'answered', direction: 'to_client' },
  ...{ durationSeconds: 61, from: '+****1234', to: '', clientId: '7' },
};

/** So many pages of so many calls. */
function aView(pages: readonly number[], asked: InteractionListQuery[]): View {
  const api = {
    listInteractions: (query: InteractionListQuery) => {
      asked.push(query);
      const at = Number(query.cursor ?? 0);
      const items = Array.from({ length: pages[at] ?? 0 }, () => CALL);
      return Promise.resolve({ items, nextCursor: at + 1 < pages.length ? (at + 1).toString() : undefined });
    },
  } as unknown as ProxyCallApi;
  return { api, language: 'en', timeZone: 'Europe/Paris', now: Date.parse('2026-07-01T23:30:00Z') } as View;
}

async function linesOf(view: View, most?: number): Promise<readonly string[]> {
  const file = await callsFile(view, {}, most);
  if (!(file.text instanceof Readable)) throw new TypeError('this file is not read page by page');
  return (await text(file.text)).trimEnd().split('\r\n');
}

test('a file has the rows of all pages, also after an empty one', async (t) => {
  const asked: InteractionListQuery[] = [];
  const view = aView([2, 0, 1], asked);
  const lines = await linesOf(view);
  t.is(lines.length, 4);
  t.deepEqual(
    asked.map(({ cursor }) => cursor),
    [undefined, '1', '2'],
  );
  t.is(lines[1], `"2026-07-01 12:00:05","Call","to client","answered",61,"'+****1234","","7"`);
});

test('who withholds their number is named in words', async (t) => {
  const view = aView([1], []);
  const withheld = { ...CALL, from: 'withheld' };
  const api = { listInteractions: () => Promise.resolve({ items: [withheld], nextCursor: undefined }) };
  const lines = await linesOf({ ...view, api: api as unknown as ProxyCallApi });
  t.regex(lines[1] ?? '', /,"withheld number",/);
});

test('a page is read only when the one before was taken', async (t) => {
  const asked: InteractionListQuery[] = [];
  const file = await callsFile(aView([200, 200, 200], asked), {});
  t.is(asked.length, 1);
  (file.text as Readable).destroy();
  t.is(asked.length, 1);
});

test('a file is bounded, and says what it leaves out', async (t) => {
  t.is((await linesOf(aView([3], []), 3)).length, 4);
  const cut = await linesOf(aView([2, 2], []), 3);
  t.is(cut.length, 5);
  t.regex(cut[4] ?? '', /Only the newest 3 rows/);
  const asked: InteractionListQuery[] = [];
  const exact = await linesOf(aView([3, 5], asked), 3);
  t.regex(exact[4] ?? '', /Only the newest 3 rows/);
  t.is(asked.length, 1);
});

test('a file whose next page cannot be read is broken off, and does not look whole', async (t) => {
  const view = aView([1, 1], []);
  const first = view.api.listInteractions({});
  let calls = 0;
  const api = { listInteractions: () => (calls++ === 0 ? first : Promise.reject(new Error('gone'))) };
  const file = await callsFile({ ...view, api: api as unknown as ProxyCallApi }, {});
  await t.throwsAsync(text(file.text as Readable), { message: 'gone' });
});

test('a file begins with the mark by which spreadsheets know UTF-8', async (t) => {
  const file = await callsFile(aView([1], []), {});
  const chunks: readonly unknown[] = await (file.text as Readable).toArray();
  t.true(String(chunks[0]).startsWith('\uFEFF"Time'));
});

test('a file is named by the day in the time zone of the shop', async (t) => {
  t.is((await callsFile(aView([0], []), {})).name, 'calls-2026-07-02.csv');
});
