/** Command lines as people type them: options anywhere, what is missing or wrong, and what was meant. */
import test from 'ava';
import { editDistance } from '../../src/entry/cli/runtime/nearest.js';
import { proxycall } from '../../src/entry/cli/runtime/program.js';
import { cli } from '../command-line.js';

for (const [typed, meant] of [
  ['oder create', 'proxycall order create'],
  ['order crate', 'proxycall order create'],
  ['order craete', 'proxycall order create'],
  ['create order', 'proxycall order create'],
  ['create-ordr', 'proxycall order create'],
  ['list orders', 'proxycall order list'],
  ['orders', 'proxycall order list'],
  ['clients list', 'proxycall client list'],
  ['pool ls', 'proxycall pool list'],
  ['migrate', 'proxycall store copy'],
  ['call', 'proxycall simulate-call'],
  ['clients', 'proxycall client list'],
  ['orderlist', 'proxycall order list'],
  ['serv', 'proxycall serve'],
  ['pool unshar', 'proxycall pool unshare'],
  ['pool buy --country FR', 'proxycall pool provision'],
  ['order show O-1', 'proxycall order get'],
  ['client delete 5', 'proxycall client erase'],
  ['pool shar', 'proxycall pool share'],
  ['docter', 'proxycall doctor'],
  ['store copi', 'proxycall store copy'],
  ['simulate call', 'proxycall simulate-call'],
] as const) {
  test(`"${typed}" is answered by what was meant`, async (t) => {
    const { code, stdout, stderr } = await cli(typed);
    t.deepEqual([code, stdout], [2, '']);
    t.true(
      stderr.startsWith(`Command not found: ${typed.split(' ').slice(0, 2).join(' ')}. Did you mean "${meant}"?\nSee `),
      stderr,
    );
    t.regex((await cli(`${typed} --lang fr`)).stderr, /^Commande inconnue : .*Vouliez-vous dire « proxycall /);
  });
}

for (const typed of [
  ...['dance', 'xyzzy create', 'a', '...', '5', 'user', 'foo', 'help foo', 'foo --help', 'user list'],
  ...['pool frobnicate', 'order bogus', 'order bogus --json --limit 5', 'help order bogus', 'client banana 5'],
]) {
  test(`"${typed}" is like nothing, and answered in two lines`, async (t) => {
    const { code, stderr } = await cli(typed);
    t.is(code, 2);
    t.notRegex(stderr, /Did you mean/);
    t.is(stderr.trimEnd().split('\n').length, 2, stderr);
  });
}

for (const [args, fault] of [
  [
    'order',
    /^Incomplete command: order needs one of: close, courier, create, extend, get, list, reveal\.\nSee "proxycall order --help"\.$/,
  ],
  [
    'order bogus',
    /^Command not found: order bogus\. order has: close, courier, create, extend, get, list, reveal\.\nSee "proxycall order --help"\.$/,
  ],
  ['store', /^Incomplete command: store needs one of: copy, rekey, verify\./],
  ['lookup', /^Missing:\n {2}--proxy <number> {2}The proxy number\nSee "proxycall lookup --help"\.$/],
  ['pool release --yes', /^Missing:\n {2}<number>\.\.\.\nSee/],
  ['store copy --from sqlite', /^Missing:\n {2}--to <store> {2}sqlite/],
  ['order list --limit', /^Option without a value: --limit <n>\.\nSee/],
  ['order list --jsn', /^Unknown option: --jsn\. Did you mean "--json"\?\nSee/],
  ['pool provision --no-require-smss', /^Unknown option: --no-require-smss\. Did you mean "--require-sms"\?\nSee/],
  ['order get --order-id O-1 --frobnicate', /^Unknown option: --frobnicate\.\nSee/],
  ['order get --order-id O-1 O-2', /^Unexpected argument: O-2\.\nSee/],
  ['completion', /^Missing:\n {2}<shell>\nSee/],
  ['--bogus', /^Unknown option: --bogus\.\nSee "proxycall --help"\.$/],
  ['--limt 5 order list', /^Unknown option: --limt\. Did you mean "--limit"\?\nSee/],
  ['order list --limt=5', /^Unknown option: --limt\. Did you mean "--limit"\?\nSee/],
  ['order get --orderid O-1', /^Unknown option: --orderid\. Did you mean "--order-id"\?\nSee/],
  ['order list --limit 5 --limit=6', /^--limit: given twice$/],
  ['client update --name A --client-id 1 --client-name B', /^--client-name: given twice$/],
  ['--mode demo order list --mode remote', /^--mode: given twice$/],
  ['order list --demo=true', /^--demo: takes no value$/],
  ['--yes', /^Missing: <command>\nSee "proxycall --help"\.$/],
  ['--verbose client get', /^Missing:\n {2}--client-id <id>/],
  ['--verbose order crate', /^Command not found: order crate\. Did you mean "proxycall order create"\?\nSee/],
  ['--mode demo order', /^Incomplete command: order needs one of/],
  ['--client-id 1 client get bogus', /^Unexpected argument: bogus\./],
] as const) {
  test(`"proxycall ${args}" says what is missing or wrong`, async (t) => {
    const { code, stdout, stderr } = await cli(args);
    t.deepEqual([code, stdout], [2, '']);
    t.regex(stderr.trimEnd(), fault);
    t.notRegex(stderr, /#\d/);
    t.notDeepEqual((await cli(`${args} --lang fr`)).stderr, stderr);
  });
}

test('an argument or a command that nobody knows is shown without the phone in it', async (t) => {
  for (const args of ['order get --order-id O-1 +33639985007', 'oder +33639985007', 'order show x +33639985007']) {
    const { code, stderr } = await cli(args);
    t.is(code, 2);
    t.notRegex(stderr, /33639985007/);
  }
});

test('an option has a value in all commands or in none: how a line is read does not depend on the command', async (t) => {
  const options = (await proxycall.entries()).flatMap((entry) => entry.options);
  for (const { names, takesValue } of options)
    for (const name of names)
      for (const other of options.filter((each) => each.names.includes(name))) t.is(other.takesValue, takesValue, name);
});

test('options stand anywhere, and so do their values', async (t) => {
  for (const args of [
    '--mode demo --limit 1 order list',
    'order --limit=1 list --demo',
    '--demo pool plan --growth-percent -20 --orders-per-day 100',
    '--growth-percent -.5 pool --demo plan --orders-per-day 100',
    '--demo pool share -- +33639980000',
    '--lang fr --version',
    '--json -v',
  ]) {
    const { code, stderr } = await cli(args);
    t.is(code, args.includes('share') ? 3 : 0, `${args}: ${stderr}`);
  }
});

test('the distance of two words', (t) => {
  for (const [one, other, distance] of [
    ['', '', 0],
    ['order', 'order', 0],
    ['oder', 'order', 1],
    ['craete', 'create', 1],
    ['lst', 'list', 1],
    ['abc', '', 3],
    ['kitten', 'sitting', 3],
  ] as const) {
    t.is(editDistance(one, other), distance, `${one} ${other}`);
    t.is(editDistance(other, one), distance, `${other} ${one}`);
  }
});
