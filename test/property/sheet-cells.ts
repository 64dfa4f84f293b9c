import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { parsePhone } from '../../src/adapters/sheets/tabs/parse-cells.js';
import { textOf } from '../../src/adapters/sheets/tabs/cells.js';
import type { Entered, Sheet } from '../google/sheet.js';
import { HEADERS } from '../google/stand-in.js';
import { COURIER, createWorld, orderOf, phone, proxy, until, type Instance, type World } from '../sheets/world.js';
import { step, type Edit, type Step, type Title } from './sheet-edits.js';

// Somebody puts any values into any cells, headers and hidden tabs too, while the service runs or before it starts.

/** Four clients, the last one of an order with a courier, and free numbers. */
interface Scene {
  readonly world: World;
  readonly numbers: readonly string[];
  readonly courierNumber: string;
}

/** Runs this many steps, each on the sheet as it was. */
export async function nothingIsLost(t: ExecutionContext, runs: number, seed?: number): Promise<void> {
  const world = await createWorld(t, { numbers: 14 });
  const first = await world.open();
  const numbers = [await first.order(1), await first.order(2), await first.order(3)];
  const order = await first.createOrder({ ...orderOf(4), courierPhone: COURIER as never });
  for (const number of numbers) await first.call(COURIER, number);
  await first.close();
  const scene: Scene = { world, numbers, courierNumber: order.courierProxyNumber ?? '' };
  const before = structuredClone(world.standIn.book.sheets);
  const property = fc.asyncProperty(step, async (made) => {
    world.standIn.book.sheets = structuredClone(before);
    await tryStep(scene, made);
  });
  await fc.assert(property, {
    numRuns: runs,
    endOnFailure: true,
    includeErrorInReport: true,
    ...(seed === undefined ? {} : { seed }),
  });
  t.pass();
}

async function tryStep(scene: Scene, { edits, when }: Step): Promise<void> {
  const { world } = scene;
  const intact = structuredClone(world.standIn.book.sheets);
  const entered = edits.map((each) => ({ ...each, value: enteredOf(intact, each) }));
  const place = () => {
    for (const { title, row, column, value: typed } of entered) {
      (world.standIn.book.tab(title).rows[row] ??= [])[column] = typed;
    }
  };
  if (when === 'at a start') place();
  const instance = await openOrMend(world, entered, intact);
  try {
    if (when === 'running') {
      place();
      await polled(world);
    }
    await polled(world);
    await check(scene, entered, instance);
    await othersGoOn(scene, entered, instance);
    await polled(world);
    await check(scene, entered, instance);
    checkReports(instance);
  } finally {
    await instance.close();
  }
}

type Made = Omit<Edit, 'value'> & { readonly value: Entered };

function enteredOf(sheets: World['standIn']['book']['sheets'], { title, value: typed }: Edit): Entered {
  if (typeof typed !== 'object' || !('ofRow' in typed)) return typed;
  return sheets.find((sheet) => sheet.title === title)?.rows[typed.ofRow]?.[typed.ofColumn];
}

/** A start is refused for a header only, and says which; once that is as it was, the service starts. */
async function openOrMend(world: World, edits: readonly Made[], intact: readonly Sheet[]): Promise<Instance> {
  try {
    return await world.open();
  } catch (error) {
    const named = edits.filter(({ title, row }) => row === 0 && String(error).includes(`the tab ${title} `));
    if (named.length === 0) throw error;
    for (const { title } of edits.filter(({ row }) => row === 0)) {
      const header = intact.find((sheet) => sheet.title === title)?.rows[0];
      if (!title.startsWith('ProxyCall')) world.standIn.book.tab(title).rows[0] = [...(header ?? [])];
    }
    return world.open();
  }
}

/** Rows that nobody has edited are read and written, in all tabs that can be. */
async function othersGoOn({ world }: Scene, edits: readonly Made[], instance: Instance): Promise<void> {
  const broken = new Set(
    (instance.store.findings?.() ?? []).flatMap(({ kind, tab }) => (kind === 'ignored_header' ? [tab] : [])),
  );
  for (const title of broken) {
    if (!edits.some((each) => each.row === 0 && each.title === title)) throw new Error(`${title} is not read`);
  }
  if (!broken.has('Clients')) {
    const other = [2, 3, 4, 1].find((row) => !isEdited(edits, 'Clients', row))?.toString() ?? '';
    if (other !== '') {
      world.set('Clients', other, 'client_name', 'Changed');
      await until('another row is read', async () => (await instance.getClient(other)).clientName === 'Changed');
    }
  } else if (!broken.has('TwilioPools')) {
    world.set('TwilioPools', proxy(13), 'friendly_name', 'Changed');
    const read = async () => (await instance.store.record('number', proxy(13)))?.value;
    await until('another row is read', async () => (await read())?.friendlyName === 'Changed');
  }
  if (broken.size === 0) await until('an order is accepted', () => instance.order(5).then(Boolean, () => false));
}

function isEdited(edits: readonly Made[], title: Title, row: number): boolean {
  return edits.some((each) => each.title === title && each.row === row);
}

async function check(
  { world, numbers, courierNumber }: Scene,
  edits: readonly Made[],
  instance: Instance,
): Promise<void> {
  const missing = async (kind: 'client' | 'order' | 'number', keys: readonly string[]) => {
    const reads = await Promise.all(keys.map((key) => instance.store.record(kind, key)));
    return keys.filter((_, index) => reads[index] === undefined);
  };
  same('clients', await missing('client', ['1', '2', '3', '4']), []);
  same(
    'orders',
    await missing(
      'order',
      ['O-1', 'O-2', 'O-3', 'O-4'].filter((_, at) => !isOtherOrder(edits, at + 1)),
    ),
    [],
  );
  same('numbers', await missing('number', [...numbers, courierNumber]), []);
  for (const [index, number] of numbers.entries()) {
    const own = edits.filter(({ title, row }) => title === 'Clients' && row === index + 1);
    const phones = own.filter((each) => isColumn(each, 'client_real_phone')).map((each) => phoneIn(each.value));
    const other = own.findLast((each) => isColumn(each, 'client_proxy_number'));
    const reached = [number, ...(other === undefined ? [] : otherNumber(other.value, world))];
    // Somebody has taken the number away.
    if (reached.includes(undefined)) continue;
    const plans = await Promise.all(reached.map((each) => instance.call('+33199007777', each ?? '')));
    if (!plans.some((plan) => plan.kind === 'dial' && [phone(index + 1), ...phones].includes(plan.to)))
      throw new Error(`client ${(index + 1).toString()}: ${plans.map(({ kind }) => kind).join()}`);
  }
  // Only its own row and hidden records may end the session of an order.
  const mayEnd = edits.some(
    ({ title, row }) =>
      title === 'Orders' || title === 'ProxyCall Records' || (title === 'Clients' && (row === 4 || row === 0)),
  );
  if (mayEnd) return;
  const plan = await instance.call(COURIER, courierNumber);
  if (plan.kind !== 'dial' || plan.to !== phone(4)) throw new Error(`the courier: ${plan.kind}`);
}

/** Another id in a row whose rest has changed too: it is another order. */
function isOtherOrder(edits: readonly Made[], row: number): boolean {
  const own = new Set(edits.filter((each) => each.title === 'Orders' && each.row === row).map(({ column }) => column));
  return own.has(0) && own.size > 1;
}

/** An empty cell takes the number away, a number of the pool replaces it. Nothing else does. */
function otherNumber(entered: Entered, world: World): readonly (string | undefined)[] {
  if (entered === undefined || entered === '') return [undefined];
  const other = phoneIn(entered);
  return other !== undefined &&
    world.shown('TwilioPools').some((row) => parsePhone(row['phone_number'] ?? '') === other)
    ? [other]
    : [];
}

function isColumn({ column }: Pick<Edit, 'column'>, name: string): boolean {
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
