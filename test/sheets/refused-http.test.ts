import test from 'ava';
import { startStandIn } from '../google/stand-in.js';
import { cli } from '../command-line.js';
import { startService, temporaryFolder, TOKEN } from '../support.js';
import { tabsWithClients } from './refused-cells.js';
import { orderOf, phone, proxy, until } from './world.js';

test('a protected cell: 409 with the place for the request, and doctor and a metric for what calls write', async (t) => {
  const standIn = await startStandIn({ tabs: tabsWithClients(3) });
  const folder = temporaryFolder();
  const service = await startService({
    store: {
      kind: 'sheets',
      spreadsheet: { id: standIn.spreadsheetId },
      credentials: standIn.credentials,
      baseUrl: standIn.url,
      journalFolder: folder.path,
      acceptOffline: false,
    },
  });
  t.teardown(async () => {
    standIn.book.tab('Clients').protections = [];
    await service.stop();
    standIn.close();
    folder.remove();
  });
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
  const metric = async () => {
    const text = await fetch(`${service.url}/metrics`, { headers: { authorization: `Bearer ${TOKEN}` } });
    return /proxycall_store_findings\{kind="parked_record"\} (\d+)/.exec(await text.text())?.[1];
  };
  await until('the metric counts it', async () => (await metric()) === '1');
  const { json: found } = await service.send('GET', '/store/findings');
  t.like(found, {
    findings: [{ kind: 'parked_record', tab: 'Clients', row: 4, column: 'client_last_caller', cell: 'H4' }],
  });
  const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN };
  const { stdout } = await cli('doctor', env, folder.path);
  t.regex(stdout, /Clients H4 client_last_caller: is protected, and the service account may not edit it/);
  t.false(service.log().includes('33199001234'));
});
