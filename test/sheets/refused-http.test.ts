import test, { type ExecutionContext } from 'ava';
import { textOf } from '../google/sheet.js';
import { storeConfigAt } from '../google/account.js';
import { startStandIn } from '../google/stand-in.js';
import { cli } from '../command-line.js';
import { startService, temporaryFolder, TOKEN, type Service } from '../support.js';
import { tabsWithClients } from './refused-cells.js';
import { orderOf, phone, proxy, until } from './world.js';

/** A service on a spreadsheet with three clients. */
async function startOnSheet(t: ExecutionContext) {
  const standIn = await startStandIn({ tabs: tabsWithClients(3) });
  const folder = temporaryFolder();
  const service = await startService({
    store: storeConfigAt(standIn, folder.path),
  });
  t.teardown(async () => {
    standIn.book.tab('Clients').protections = [];
    await service.stop();
    standIn.close();
    folder.remove();
  });
  return { standIn, service, folder };
}

async function metrics({ url }: Service): Promise<string> {
  return (await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } })).text();
}

/** How many parked records the metric counts. */
async function parkedCount(service: Service): Promise<string | undefined> {
  return /proxycall_store_findings\{kind="parked_record"\} (\d+)/.exec(await metrics(service))?.[1];
}

test('a protected cell: 409 with the place for the request, and doctor and a metric for what calls write', async (t) => {
  const { standIn, service, folder } = await startOnSheet(t);
  standIn.book.tab('Orders').protections = [{ range: {} }];
  const { orderId, clientId, clientName, clientMail, clientRealPhone } = orderOf(1);
  const body = {
    order_id: orderId,
    client_id: clientId,
    client_name: clientName,
    client_mail: clientMail,
    client_real_phone: clientRealPhone,
  };
  const refused = await service.send('POST', '/orders', body);
  t.is(refused.status, 409);
  t.like(refused.json, { code: 'store_refused', status: 409 });
  t.regex(JSON.stringify(refused.json), /tab Orders, row 2, column order_id, cell A2/);
  t.false(JSON.stringify(refused.json).includes(phone(1).slice(1)));
  standIn.book.tab('Orders').protections = [];
  t.is((await service.send('POST', '/orders', body)).status, 200);

  standIn.book.tab('Clients').protections = [{ range: { startColumnIndex: 7, endColumnIndex: 8 } }];
  await service.carrier.phone('+33199001234').call(proxy(2));
  await until('the metric counts it', async () => (await parkedCount(service)) === '1');
  const { json: found } = await service.send('GET', '/store/findings');
  t.like(found, {
    findings: [{ kind: 'parked_record', tab: 'Clients', row: 4, column: 'client_last_caller', cell: 'H4' }],
  });
  const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN };
  const { stdout } = await cli('doctor', env, folder.path);
  t.regex(stdout, /Clients H4 client_last_caller: is protected, and the service account may not edit it/);
  const french = await cli('doctor --lang fr', env, folder.path);
  t.is(french.code, 0, french.stdout);
  t.regex(french.stdout, /! stockage +Clients H4 client_last_caller/);

  t.false(service.log().includes('33199001234'));
});

test('a full spreadsheet: what calls write is one finding, in the API, in doctor and in the metric', async (t) => {
  const { standIn, service, folder } = await startOnSheet(t);
  const recorded = () => standIn.book.tab('ProxyCall Records').rows.flatMap(([id]) => (id === undefined ? [] : [id]));
  await until(
    'the sessions are written',
    () => recorded().filter((id) => textOf(id).startsWith('session:')).length === 3,
  );
  const { sheets } = standIn.book;
  standIn.book.cellLimit = sheets.reduce((sum, { rows, columnCount }) => sum + rows.length * columnCount, 0);
  for (const index of [0, 1, 2]) await service.carrier.phone('+33199001234').call(proxy(index));
  await until('the metric counts it', async () => (await parkedCount(service)) === '1');
  const { json: full } = await service.send('GET', '/store/findings');
  t.like(full, { findings: [{ kind: 'parked_record', tab: 'ProxyCall Records', column: 'B' }] });
  const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN };
  const doctor = await cli('doctor', env, folder.path);
  t.regex(doctor.stdout, /ProxyCall Records B\d+ B: is refused \(.*above the limit of \d+ cells/);
  t.regex(await metrics(service), /proxycall_store_backlog [3-9]\n/);
});
