import test from 'ava';
import { ROLES } from '../../src/domain/model/role.js';
import { csvCell } from '../../src/entry/console/csv.js';
import { anOrderBody, COURIER } from '../support.js';
import { shows } from '../http/access/scene.js';
import { openConsole, type ConsoleScene, type PageReply } from './browser-less.js';

/** The numbers of lines in the table of a page. */
function rows({ html }: PageReply): number {
  return html.split('<tr>').length - 1 - 1;
}

/** Somebody calls a client whose id is taken for a formula, and for a tag. */
async function callHostile({ service }: ConsoleScene, index: number, clientId: string): Promise<void> {
  const { json } = await service.send('POST', '/orders', { ...anOrderBody(index), client_id: clientId });
  await service.send('POST', '/calls/simulate', { from: COURIER, to: json['client_proxy_number'] });
}

for (const role of ROLES) {
  test(`what the calls show to the role ${role}`, async (t) => {
    const { as, personal } = await openConsole(t);
    const visitor = await as(role);
    const page = await visitor.get('/console/calls');
    if (role === 'shop') {
      t.is(page.status, 403);
      t.regex(page.text, /for one order, given by its id/);
      const ofOrder = await visitor.get('/console/calls?order_id=O-1');
      t.is(ofOrder.status, 200);
      t.is(rows(ofOrder), 1);
      return;
    }
    t.is(page.status, 200);
    t.is(rows(page), 2);
    for (const secret of personal) t.false(shows(page.text, secret), secret);
  });
}

test('calls are filtered by every field, and the filters stay in the form', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  const count = async (query: string) => rows(await admin.get(`/console/calls?${query}`));
  t.is(await count('client_id=1'), 1);
  t.is(await count('order_id=O-2'), 1);
  t.is(await count('channel=call&direction=to_client'), 2);
  t.is(await count('outcome=connecting'), 2);
  t.is(await count('from=2020-01-01T00:00'), 2);
  t.is(await count('from=2020-01-01&until='), 2);
  for (const none of ['channel=message', 'outcome=busy', 'until=2020-01-01T00:00', 'client_id=7']) {
    const page = await admin.get(`/console/calls?${none}`);
    t.regex(page.text, /No calls or texts like this/, none);
  }
  const kept = await admin.get('/console/calls?client_id=1&outcome=connecting');
  t.regex(kept.html, /name="client_id"[^>]*value="1"/);
  t.regex(kept.html, /<option[^>]*(?:value="connecting"[^>]*selected|selected[^>]*value="connecting")/);
});

test('filters that the API refuses are said next to their field', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  const refused = [
    ['order_id=none', /no order has this identifier/],
    ['outcome=nonsense', /must be one of/],
    ['channel=pigeon', /must be one of/],
    ['direction=up', /must be one of/],
    ['from=yesterday', /must be a date and a time/],
    ['from=2026-02-30T00:00', /must be a date and a time/],
    ['cursor=nonsense', /go back to its first page/],
  ] as const;
  for (const [query, reason] of refused) {
    const page = await admin.get(`/console/calls?${query}`);
    t.is(page.status, 422, query);
    t.regex(page.text, reason, query);
    t.regex(page.text, /This was not done/, query);
  }
  const french = await as('admin', { 'accept-language': 'fr' });
  t.regex((await french.get('/console/calls?from=hier')).text, /doit être une date et une heure/);
});

test('a long list goes on on the next page, with its filters', async (t) => {
  const { as, service } = await openConsole(t);
  const { json } = await service.send('GET', '/clients/1');
  for (let index = 0; index < 55; index += 1)
    await service.send('POST', '/calls/simulate', { from: COURIER, to: json['client_proxy_number'] });
  const admin = await as('admin');
  const first = await admin.get('/console/calls?client_id=1');
  t.is(rows(first), 50);
  const [, next = ''] = /href="(\/console\/calls\?[^"]*cursor=[^"]*)"/.exec(first.html) ?? [];
  t.regex(next, /client_id=1/);
  t.is(rows(await admin.get(next.replaceAll('&amp;', '&'))), 6);
});

test('a client id is never a tag of the page', async (t) => {
  const scene = await openConsole(t);
  await callHostile(scene, 3, '"><script>1</script>');
  const page = await (await scene.as('admin')).get('/console/calls');
  t.notRegex(page.html, /<script>1/);
  t.regex(page.html, /&quot;><script|&quot;>&lt;script>|&quot;&gt;&lt;script/);
});

test('the file has every filtered call, and no formula', async (t) => {
  const scene = await openConsole(t);
  await callHostile(scene, 3, '=SUM(1)');
  const admin = await scene.as('admin');
  const page = await admin.get('/console/calls');
  const file = await admin.submit(page, '/console/calls/csv');
  t.is(file.status, 200);
  t.is(file.headers.get('content-type'), 'text/csv; charset=utf-8');
  t.regex(file.headers.get('content-disposition') ?? '', /^attachment; filename="calls-\d{4}-\d\d-\d\d\.csv"$/);
  const lines = file.html.trimEnd().split('\r\n');
  t.is(lines.length, 4);
  t.regex(lines[0] ?? '', /"Time \(/);
  t.true(file.html.includes(`"'=SUM(1)"`));
  // Masked numbers begin with a plus.
  t.regex(lines[1] ?? '', /"'\+\*{4}1234"/);
  t.notRegex(file.html, /(?:^|[,;\n])"?[=+@-]/);
  const one = await admin.get('/console/calls?client_id=1');
  const ofOne = await admin.submit(one, '/console/calls/csv');
  t.is(ofOne.html.trimEnd().split('\r\n').length, 2);
});

test('a viewer has a file too, with semicolons in French', async (t) => {
  const { as, personal } = await openConsole(t);
  const french = await as('viewer', { 'accept-language': 'fr' });
  const file = await french.submit(await french.get('/console/calls'), '/console/calls/csv');
  t.regex(file.html, /"Date \(Europe\/Paris\)";"Type";"Sens"/);
  for (const secret of personal) t.false(shows(file.html, secret), secret);
});

test('a file is refused as the page is, and without a token of the page', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  await admin.get('/console/calls');
  const unknown = await admin.post('/console/calls/csv', { order_id: 'none' });
  t.is(unknown.status, 422);
  t.regex(unknown.text, /no order has this identifier/);
  t.is((await admin.post('/console/calls/csv', { from: 'x' })).status, 422);
  t.is((await admin.post('/console/calls/csv', { _csrf: 'wrong' })).status, 403);
  const shop = await as('shop');
  await shop.get('/console/calls');
  t.is((await shop.post('/console/calls/csv')).status, 403);
});

test('what a spreadsheet would calculate has an apostrophe', (t) => {
  for (const cell of ['=1', '+33199001234', '-1', '@x', '\tx', '\rx', '\nx', '＝1', '＋1'])
    t.is(csvCell(cell), `"'${cell}"`, cell);
  t.is(csvCell('O-1'), '"O-1"');
  t.is(csvCell('a "b", c'), '"a ""b"", c"');
  t.is(csvCell(''), '""');
  t.is(csvCell(undefined), '');
  t.is(csvCell(-12), '-12');
});
