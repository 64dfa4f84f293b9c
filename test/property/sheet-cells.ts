import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { parsePhone } from '../../src/adapters/sheets/tabs/parse-cells.js';
import { textOf } from '../../src/adapters/sheets/tabs/cells.js';
import type { Entered } from '../google/sheet.js';
import { HEADERS } from '../google/stand-in.js';
import { COURIER, createWorld, orderOf, phone, proxy, until, type Instance, type World } from '../sheets/world.js';

// Somebody puts any value into any cell, of a hidden tab too, while the service runs or before it starts.

const TABS = [
  'Clients',
  'TwilioPools',
  'Orders',
  'ProxyCall Records',
  'ProxyCall Lease',
  'ProxyCall Forwarded',
] as const;
type Title = (typeof TABS)[number];

interface Step {
  readonly title: Title;
  readonly row: number;
  readonly column: number;
  readonly value: Entered;
  readonly when: 'running' | 'at a start';
}

const ERRORS = ['#REF!', '#N/A', '#NAME?', '#ERROR!', 'Loading...', '#VALEUR!'];
const WORDS = [
  'available',
  'error',
  'assigned',
  'released',
  'reserved',
  'closed',
  'broken',
  'client_id',
  'status',
  'FR',
  'x',
];
const RECORDS = [
  '{}',
  '[]',
  'null',
  '1',
  '"x"',
  '{"id":"1"}',
  '{"records":1}',
  '{"records":[{"kind":"client","key":"1"}]}',
  'client:1',
];
// Nobody's phones and numbers, those of others, premium ones (artificial), and what looks like a number.
const PHONES = [
  phone(1),
  phone(2),
  phone(90),
  proxy(0),
  proxy(1),
  proxy(60),
  COURIER,
  '+33899001234',
  '639985001',
  '33639985001',
];
const NUMBERS = [0, 1, 2, 12, -1, 0.5, 45_000.5, 33_639_985_001, 1_772_357_400, 1_772_357_400_000, 1e21, 1e300];
const ODD = [
  '',
  ' ',
  '=',
  '=1+1',
  '\u200b',
  '\u202e1',
  '1\u200b',
  '\ud800',
  '\u0000',
  'O-1',
  '👩‍👧',
  'x'.repeat(3000),
  '1; DROP',
  '2026-02-30',
];

const value: fc.Arbitrary<Entered> = fc.oneof(
  fc.constantFrom<Entered>(...ERRORS, ...WORDS, ...RECORDS, ...PHONES, ...NUMBERS, ...ODD, true, false),
  fc.constantFrom(...ERRORS, 'x', 7, '').map((shown) => ({ formula: '=VLOOKUP(A2;Old!A:B;2;FALSE)', value: shown })),
  fc.constantFrom('=Ada', '=1+1').map((text) => ({ text })),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);

const step: fc.Arbitrary<Step> = fc.record({
  title: fc.constantFrom<Title>('Clients', 'Clients', 'Clients', 'TwilioPools', 'Orders', ...TABS),
  // The header is not among them: test/sheets/headers.test.ts.
  row: fc.integer({ min: 1, max: 8 }),
  column: fc.integer({ min: 0, max: 10 }),
  value,
  when: fc.constantFrom('running', 'running', 'at a start'),
});

/** Four clients, the last one of an order with a courier, and free numbers. */
interface Scene {
  readonly world: World;
  readonly numbers: readonly string[];
  readonly courierNumber: string;
}

/** Runs this many steps, each on the sheet as it was. */
export async function nothingIsLost(t: ExecutionContext, runs: number, seed?: number): Promise<void> {
  const world = await createWorld(t, { numbers: 8 });
  const first = await world.open();
  const numbers = [await first.order(1), await first.order(2), await first.order(3)];
  const order = await first.createOrder({ ...orderOf(4), courierPhone: COURIER as never });
  for (const number of numbers) await first.call(COURIER, number);
  await first.close();
  const scene: Scene = { world, numbers, courierNumber: order.courierProxyNumber ?? '' };
  const before = structuredClone(world.standIn.book.sheets);
  const property = fc.asyncProperty(step, async (edit) => {
    world.standIn.book.sheets = structuredClone(before);
    await tryStep(scene, edit);
  });
  await fc.assert(property, { numRuns: runs, endOnFailure: true, ...(seed === undefined ? {} : { seed }) });
  t.pass();
}

async function tryStep(scene: Scene, edit: Step): Promise<void> {
  const { world } = scene;
  const place = () => {
    const { rows } = world.standIn.book.tab(edit.title);
    (rows[edit.row] ??= [])[edit.column] = edit.value;
  };
  if (edit.when === 'at a start') place();
  const instance = await world.open();
  try {
    if (edit.when === 'running') {
      place();
      await polled(world);
    }
    await check(scene, edit, instance);
    // The other rows are still read, and written.
    const other = edit.title === 'Clients' && edit.row === 2 ? '3' : '2';
    world.set('Clients', other, 'client_name', 'Changed');
    await until('another row is read', async () => (await instance.getClient(other)).clientName === 'Changed');
    await until('an order is accepted', () => instance.order(5).then(Boolean, () => false));
    await polled(world);
    await check(scene, edit, instance);
    checkReports(instance);
  } finally {
    await instance.close();
  }
}

async function check({ numbers, courierNumber }: Scene, edit: Step, instance: Instance): Promise<void> {
  const missing = async (kind: 'client' | 'order' | 'number', keys: readonly string[]) => {
    const reads = await Promise.all(keys.map((key) => instance.store.record(kind, key)));
    return keys.filter((_, index) => reads[index] === undefined);
  };
  same('clients', await missing('client', ['1', '2', '3', '4']), []);
  same('orders', await missing('order', ['O-1', 'O-2', 'O-3', 'O-4']), []);
  same('numbers', await missing('number', [...numbers, courierNumber]), []);
  for (const [index, number] of numbers.entries()) {
    const isOfRow = edit.title === 'Clients' && edit.row === index + 1;
    if (isOfRow && mayTakeNumber(edit)) continue;
    const plan = await instance.call('+33199007777', number);
    const expected = [
      phone(index + 1),
      ...(isOfRow && isColumn(edit, 'client_real_phone') ? [phoneIn(edit.value)] : []),
    ];
    if (plan.kind !== 'dial' || !expected.includes(plan.to))
      throw new Error(`client ${(index + 1).toString()}: ${plan.kind}`);
  }
  // Only its own row and hidden records may end the session of an order.
  const mayEnd =
    edit.title === 'Orders' || edit.title === 'ProxyCall Records' || (edit.title === 'Clients' && edit.row === 4);
  if (mayEnd) return;
  const plan = await instance.call(COURIER, courierNumber);
  if (plan.kind !== 'dial' || plan.to !== phone(4)) throw new Error(`the courier: ${plan.kind}`);
}

/** Somebody may take the number from a client, or give them another one. */
function mayTakeNumber(edit: Step): boolean {
  return isColumn(edit, 'client_proxy_number') && (textIn(edit.value) === '' || phoneIn(edit.value) !== undefined);
}

function isColumn({ column }: Step, name: string): boolean {
  return HEADERS.Clients.split(' ')[column] === name;
}

function phoneIn(entered: Entered): string | undefined {
  return parsePhone(textIn(entered));
}

function textIn(entered: Entered): string {
  if (typeof entered !== 'object') return textOf(entered);
  return 'text' in entered ? entered.text : textOf(entered.value);
}

/** Each cell is logged once, and nothing that it contains. */
function checkReports({ log }: Instance): void {
  const events = ['sheets.cell_ignored', 'sheets.number_out_of_rotation', 'sheets.header_ignored'];
  const lines = log.filter(({ event }) => events.includes(event)).map((line) => JSON.stringify(line));
  same('lines of the log', lines.length, new Set(lines).size);
  for (const text of [phone(1), proxy(0)]) same('phones in the log', lines.join().includes(text), false);
}

function same(what: string, actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) throw new Error(`${what}: ${JSON.stringify(actual)}`);
}

async function polled({ standIn }: World): Promise<void> {
  const before = standIn.times.read.length;
  await until('the sheet is read', () => standIn.times.read.length >= before + 8);
}
