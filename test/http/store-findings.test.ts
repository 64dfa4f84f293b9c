import test, { type ExecutionContext } from 'ava';
import { cli } from '../command-line.js';
import { HEADERS, startStandIn } from '../google/stand-in.js';
import { TOKEN, startService, temporaryFolder, type Service } from '../support.js';

// Artificial numbers of the range for fiction.
const NUMBERS = ['+33639980000', '+33639980001', '+33639980002'];

/** A service on a spreadsheet with a client who has no phone, and numbers that are out of rotation. */
async function startOnSheet(t: ExecutionContext): Promise<Service> {
  const statuses = ['available', 'error', 'en panne'];
  const pool = NUMBERS.map((number, at) => ['FR', number, statuses[at] ?? '', '', '', '', '', 'mobile']);
  const standIn = await startStandIn({
    tabs: {
      Clients: [HEADERS.Clients.split(' '), ['1', 'Ada Lovelace', 'ada@shop.example', 'call Bob', '#REF!']],
      TwilioPools: [HEADERS.TwilioPools.split(' '), ...pool],
      Orders: [HEADERS.Orders.split(' ')],
    },
  });
  const { path: journalFolder, remove } = temporaryFolder();
  const { spreadsheetId: id, credentials, url: baseUrl } = standIn;
  const service = await startService({
    store: { kind: 'sheets', spreadsheet: { id }, credentials, baseUrl, journalFolder, acceptOffline: false },
  });
  t.teardown(async () => {
    await service.stop();
    standIn.close();
    remove();
  });
  return service;
}

test('what a person should look at in the spreadsheet: the API, doctor in both languages, and a metric', async (t) => {
  const service = await startOnSheet(t);
  const { status, json } = await service.send('GET', '/store/findings');
  t.is(status, 200);
  const found = json['findings'] as readonly Record<string, unknown>[];
  t.deepEqual(
    found.map(({ kind, tab, row, column, cell }) => [kind, tab, row, column, cell]),
    [
      ['ignored_cell', 'Clients', 2, 'client_proxy_number', 'E2'],
      ['ignored_cell', 'Clients', 2, 'client_real_phone', 'D2'],
      ['out_of_rotation', 'TwilioPools', 4, 'status', 'C4'],
      ['out_of_rotation', 'TwilioPools', 3, 'status', 'C3'],
    ],
  );
  t.is((await service.send('GET', '/store/findings', undefined, { authorization: '' })).status, 401);

  const { json: setup } = await service.send('GET', '/setup');
  t.deepEqual(setup['findings'], found);
  const listed = await service.send('GET', '/pool/numbers');
  t.is(listed.status, 200);
  const numbers = listed.json['items'] as readonly Record<string, unknown>[];
  t.deepEqual(
    numbers.map((number) => [number['status'], String(number['reason']).slice(0, 15)]),
    [
      ['available', 'null'],
      ['error', 'is out of rotat'],
      ['error', 'must be one of:'],
    ],
  );

  const { text } = await service.send('GET', '/metrics');
  t.regex(text, /proxycall_store_findings\{kind="ignored_cell"\} 2\n/);
  t.regex(text, /proxycall_store_findings\{kind="out_of_rotation"\} 2\n/);
  t.regex(text, /proxycall_store_findings\{kind="ignored_header"\} 0\n/);

  const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN };
  const english = await cli('doctor', env);
  t.is(english.code, 0, english.stdout);
  t.regex(english.stdout, /! store +Clients D2 client_real_phone: is not a phone number/);
  t.regex(english.stdout, /! store +TwilioPools C4 status: must be one of/);
  t.regex(english.stdout, /! pool +numbers out of rotation \(status error\): 2/);
  const french = await cli('doctor --lang fr', env);
  t.regex(french.stdout, /! stockage +Clients D2/);
  t.regex(french.stdout, /numéros hors rotation \(état error\) : 2/);

  const everything = [service.log(), JSON.stringify(json), text, english.stdout, french.stdout].join();
  for (const secret of ['Bob', 'Ada', 'ada@', ...NUMBERS]) t.false(everything.includes(secret), secret);
  t.is((service.log().match(/sheets\.cell_ignored/g) ?? []).length, 2, 'each is logged once');
});

test('a store that nobody edits by hand has no findings', async (t) => {
  const service = await startService();
  t.teardown(() => service.stop());
  t.deepEqual((await service.send('GET', '/store/findings')).json, { findings: [] });
  const { text } = await service.send('GET', '/metrics');
  t.deepEqual(text.match(/^proxycall_store_findings.*$/gm), ['proxycall_store_findings{kind="forged_record"} 0']);
});
