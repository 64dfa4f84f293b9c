/** A request that means something else never buys a number, and never gives one back. */
import { testInTurn as test } from '../in-turn.js';
import { boughtAt, clientsWithout, phone, problem, rentedBefore, start } from './scene.js';

const one = phone(500);

for (const [path, body] of [
  ['/pool/purge-sans-sms', { numbers: null }],
  ['/pool/purge-sans-sms', { numbers: '' }],
  ['/pool/purge-sans-sms', { numbers: ' ' }],
  ['/pool/purge-sans-sms', { numbers: [] }],
  ['/pool/purge-sans-sms', { numbers: [[]] }],
  ['/pool/purge-sans-sms', { numbers: {} }],
  ['/pool/purge-sans-sms', { number: [one] }],
  ['/pool/purge-sans-sms', { phone_numbers: [one], dry_run: false }],
  ['/pool/purge-sans-sms', { dry_run: '' }],
  ['/pool/purge-sans-sms', { dry_run: null }],
  ['/pool/purge-sans-sms', { dryRun: true }],
  ['/pool/purge-sans-sms', { numbers: [one], dryRun: true }],
  ['/pool/purge-sans-sms', { apply: false }],
  ['/pool/purge-sans-sms', [one]],
  ['/pool/purge-sans-sms', 'true'],
  ['/pool/purge-sans-sms?dry_run=true', {}],
  ['/pool/purge-sans-sms?dry_run=true', undefined],
  ['/pool/release', { numbers: [one], dry_run: true }],
  ['/pool/release', { numbers: [one], Force: false }],
  ['/pool/release', { numbers: '' }],
  ['/pool/release?dry_run=1', { numbers: [one] }],
  ['/pool/release', { numbers: [one], force: 't' }],
  ['/pool/provision', { country_iso: 'FR', dry_run: true }],
  ['/pool/provision', { country_iso: 'FR', batchSize: 0 }],
  ['/pool/provision', { country_iso: 'FR', count: 0 }],
  ['/pool/provision', { country_iso: 'FR', batch_size: '' }],
  ['/pool/provision', { country_iso: 'FR', batch_size: null }],
  ['/pool/provision', { country_iso: 'FR', batch_size: 0 }],
  ['/pool/provision', { country_iso: 'FR', number_type: '' }],
  ['/pool/provision', { country_iso: 'FR', require_sms_capability: null }],
  ['/pool/provision?dry_run=true', { country_iso: 'FR' }],
  ['/pool/assign', { client_id: 1, country_iso: 'IT', buy: true, dry_run: true }],
  ['/pool/assign', { client_id: 1, country_iso: 'IT', buy: 'y' }],
  ['/pool/assign', { client_id: 1, country_iso: 'IT', buy: '1' }],
  ['/pool/assign', { client_id: 1, country_iso: 'IT', buy: 'on' }],
  ['/pool/assign', { client_id: 1, country_iso: 'IT', buy: 2 }],
] as const) {
  test(`POST ${path} ${body === undefined ? 'without a body' : JSON.stringify(body)} changes nothing`, async (t) => {
    const service = await start(t, { topUpSize: 1 });
    await clientsWithout(service, [1]);
    rentedBefore(service, [one, phone(501)], { sms: false });
    await service.send('POST', '/pool/sync', {});
    const before = await boughtAt(service);
    const reply = await service.send('POST', path, body);
    t.deepEqual(problem(reply), [400, 'invalid_request', 'string'], reply.text);
    t.notRegex(String(reply.json['detail']), /^:|^body:/);
    t.is(await boughtAt(service), before);
  });
}

for (const body of [undefined, 'null', '{}', '{"dry_run":false}', '{"dry_run":"false"}']) {
  test(`POST /pool/purge-sans-sms ${body ?? 'without a body'} gives back all numbers that cannot text`, async (t) => {
    const service = await start(t);
    rentedBefore(service, [one, phone(501)], { sms: false });
    await service.send('POST', '/pool/sync', {});
    const { json, text } = await service.send('POST', '/pool/purge-sans-sms', body);
    t.deepEqual(json['released'], [one, phone(501)], text);
  });
}

test('a column of a spreadsheet is a list of numbers', async (t) => {
  const service = await start(t);
  rentedBefore(service, [one, phone(501), phone(502)]);
  await service.send('POST', '/pool/sync', {});
  const numbers = [[one], ['06 39 98 05 01'], ['']];
  const { json } = await service.send('POST', '/pool/release', { numbers });
  t.deepEqual([json['released'], json['not_found']], [[one, phone(501)], ['']]);
});

for (const unused of ['x'.repeat(300), 7, 'Ada\nLovelace', '\u0000', null, '', ['Ada'], { name: 'Ada' }, true]) {
  test(`the name in an assignment may be anything: ${JSON.stringify(unused).slice(0, 30)}`, async (t) => {
    const service = await start(t, { topUpSize: 2 });
    await clientsWithout(service, [1]);
    const names = { client_name: unused, friendly_name: unused, client_mail: 'ada@shop.example' };
    const { json, text } = await service.send('POST', '/pool/assign', { client_id: 1, country_iso: 'FR', ...names });
    const rented = await service.carrier.provider.find(json['proxy'] as never);
    t.is(rented?.friendlyName, '1', text);
  });
}

for (const [name, label] of [
  ['Li Na', 'NA Li'],
  ['Wu Li', 'LI Wu'],
  ['Ng Bo', 'Bo'],
  ['Jean Dupont', 'J Dupond'],
  ['Ada Lovelace', 'Grace Hopper'],
] as const) {
  test(`the carrier does not learn that somebody is called ${label}`, async (t) => {
    const service = await start(t, { topUpSize: 2 });
    await clientsWithout(service, [1]);
    await service.send('PUT', '/clients/1', { client_name: name });
    const body = { client_id: 1, country_iso: 'FR', client_name: label, friendly_name: label };
    t.is((await service.send('POST', '/pool/assign', body)).status, 200);
    const labels = (await service.carrier.provider.list()).map(({ friendlyName }) => friendlyName);
    t.deepEqual(labels.filter((each) => !each.startsWith('Pool-FR-')).toSorted(), ['1', '1']);
  });
}
