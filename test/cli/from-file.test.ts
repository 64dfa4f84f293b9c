import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { cli } from '../command-line.js';
import { TOKEN, startService, temporaryFolder } from '../support.js';

const ORDER = {
  order_id: 'O-7',
  client_id: 7,
  client_name: 'Ada = "Lovelace" --x\tÉ',
  client_mail: 'ada@shop.example',
  client_real_phone: '+33639985007',
  client_iso_residency: null,
  courier_phone: '',
};
const DEMO = { PROXYCALL_MODE: 'demo' };
const send = (args: string, input: unknown, env: Record<string, string> = DEMO) =>
  cli(args, env, '/', { input: typeof input === 'string' || Buffer.isBuffer(input) ? input : JSON.stringify(input) });

test('orders and clients are created, changed and erased from JSON on standard input', async (t) => {
  const service = await startService();
  t.teardown(() => service.stop());
  const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN };
  const created = await send('order create --from-file - --json', { ...ORDER, client_name: 'Ada = "L" -x' }, env);
  t.is(created.code, 0, created.stderr);
  t.like(JSON.parse(created.stdout), { order_id: 'O-7', client_id: '7' });
  const shown = await cli('client get --client-id 7 --json', env);
  t.like(JSON.parse(shown.stdout), { client_name: 'Ada = "L" -x', client_mail: 'ada@shop.example' });

  const client = { client_name: 'Bob', client_mail: 'bob@shop.example', client_real_phone: '+33639985008' };
  t.is((await send('client create --from-file=-', client, env)).code, 0);
  const update = await send('client update --client-id 8 --from-file - --json', { client_iso_residency: 'BE' }, env);
  t.like(JSON.parse(update.stdout), { client_iso_residency: 'BE', client_name: 'Bob' }, update.stderr);
  const cleared = await send('client update --from-file - --json', { client_id: 8, client_iso_residency: null }, env);
  t.falsy((JSON.parse(cleared.stdout) as Record<string, unknown>)['client_iso_residency']);
  const courier = await send('order courier --order-id O-7 --from-file -', { courier_phone: '+33199001234' }, env);
  t.regex(courier.stderr, /order_conflict/);
  const exported = await send('person export --from-file -', { phone: '+33639985008' }, env);
  t.like(JSON.parse(exported.stdout), { phone: '+33639985008' });
  const erased = await send('person erase --yes --from-file -', { phone: '+33639985008' }, env);
  t.regex(erased.stdout, /^clients erased +1$/m);
});

test('a file is read in the folder of the command, and options take precedence', async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  writeFileSync(join(folder.path, 'order.json'), `\ufeff${JSON.stringify({ ...ORDER, client_name: 'Ada' })}`);
  for (const args of [
    'order create --from-file order.json --order-id O-8 --json',
    'order create --order-id=O-8 --from-file=order.json --json',
    `order create --json --from-file ${join(folder.path, 'order.json')} --order-id O-8`,
  ]) {
    const { code, stdout, stderr } = await cli(args, DEMO, folder.path);
    t.is(code, 0, stderr);
    t.like(JSON.parse(stdout), { order_id: 'O-8', client_id: '7' });
  }
  const gone = await cli('order create --from-file none.json', DEMO, folder.path);
  t.is(gone.code, 2);
  t.regex(gone.stderr, /none\.json cannot be read: there is no such file or folder \(ENOENT\)/);
});

const SECRET = /Lovelace|ada@shop|39985007/;

for (const [name, input, says] of [
  ['no JSON', 'Ada Lovelace ada@shop.example', /--from-file: must be a JSON object in UTF-8/],
  ['nothing', '', /must be a JSON object/],
  ['a list', [ORDER], /must be a JSON object/],
  ['null', 'null', /must be a JSON object/],
  ['a text', '"Lovelace"', /must be a JSON object/],
  ['UTF-16', Buffer.from(JSON.stringify(ORDER), 'utf16le'), /must be a JSON object/],
  ['Latin-1', Buffer.from('{"client_name":"Adé Lovelace"}', 'latin1'), /must be a JSON object/],
  ['more than a megabyte', `{"client_name":"${'Lovelace'.repeat(140_000)}"}`, /must be a JSON object/],
  ['a field that the command does not have', { ...ORDER, phone: '+33639985007' }, /there is no field phone/],
  ['how a command runs', { ...ORDER, mode: 'live' }, /there is no field mode/],
  ['another name of an option', { ...ORDER, name: 'Lovelace' }, /there is no field name/],
  ['its own name', { ...ORDER, from_file: '-' }, /there is no field from_file/],
  ['a switch', { ...ORDER, json: true }, /there is no field json/],
  [
    'an object for a text',
    { ...ORDER, client_name: { first: 'Lovelace' } },
    /field client_name must be a text or a number/,
  ],
  ['a list for a text', { ...ORDER, client_mail: ['ada@shop.example'] }, /field client_mail must be/],
  ['true for a text', { ...ORDER, client_mail: true }, /field client_mail must be/],
  ['a field too few', { ...ORDER, client_mail: null }, /Missing:\n {2}--client-mail/],
  ['a wrong phone', { ...ORDER, client_real_phone: '12' }, /--client-real-phone: /],
] as const) {
  test(`${name} is refused, and no value is quoted`, async (t) => {
    const { code, stdout, stderr } = await send('order create --from-file - --verbose', input);
    t.deepEqual([code, stdout], [2, '']);
    t.regex(stderr, says);
    t.notRegex(stderr, SECRET);
    const french = await send('order create --from-file - --json --lang fr', input);
    t.is(french.code, 2);
    t.regex(french.stdout, /"code": "invalid_input"/);
    t.notRegex(french.stdout, SECRET);
  });
}

test('other commands take no file', async (t) => {
  const { code, stderr } = await send('order list --from-file -', ORDER);
  t.is(code, 2);
  t.regex(stderr, /--from-file/);
  t.is((await send('order create --from-file', ORDER)).code, 2);
});
