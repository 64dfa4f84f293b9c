import type { ExecutionContext } from 'ava';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import type { BatchRequest } from '../google/batch-update.js';
import { formulaOf } from '../google/sheet.js';
import { HEADERS } from '../google/stand-in.js';
import {
  columnAt,
  editColumns,
  KEYS,
  OWN,
  tabs,
  TITLES,
  widthOf,
  type Action,
  type Case,
  type Title,
} from './moved-columns-cases.js';
import { changeOf, PACE } from './refused-cells.js';
import { COURIER, createWorld, orderOf, phone, proxy, until, type Instance, type World } from './world.js';

/** By key, and by the names of the columns; those without a name by what is in them. */
type Content = ReadonlyMap<string, ReadonlyMap<string, string>>;

function contentOf({ standIn: { book } }: World, title: Title): Content {
  const sheet = book.tab(title);
  const names = (sheet.rows[0] ?? []).map(String);
  const keyColumn = names.indexOf(KEYS[title]);
  const rows = sheet.rows.slice(1).map((_, index) => {
    const cells = names.map((name, column) => [name, formulaOf(sheet, index + 1, column)] as const);
    const named = cells.filter(([name]) => name !== '' && name !== 'undefined');
    const notes = cells.filter(([name, value]) => !named.some(([other]) => other === name) && value !== '');
    const all = [...named, ...notes.map(([, value]) => ['', value] as const)];
    return [
      String(cells[keyColumn]?.[1] ?? index),
      new Map(all.map(([name, value]) => [name, String(value)])),
    ] as const;
  });
  return new Map(rows.filter(([, cells]) => [...cells.values()].some((text) => text !== '')));
}

export async function checkCase(t: ExecutionContext, tried: Case): Promise<void> {
  const world = await createWorld(t, { tabs: tabs() });
  const instance = await world.open({ pace: { ...PACE, pollMs: 60_000, writeTimeoutMs: 4000 } });
  // The hash key is recorded when it is first used.
  await instance.getClient('1');
  await until('everything is written', () => instance.store.backlog?.() === 0);
  const before = new Map(TITLES.map((title) => [title, contentOf(world, title)]));
  const { sheetId } = world.standIn.book.tab(tried.title);
  let writes = 0;
  const isCounted = (requests: readonly BatchRequest[]) =>
    writes > 0 || requests.some((request) => writesTo(request, sheetId));
  world.standIn.interfere = ({ kind, body: { requests = [] } }) =>
    kind === 'write' && isCounted(requests) && tried.lost?.includes(writes) === true
      ? { kind: 'reset', late: true }
      : undefined;
  world.standIn.beforeWrite = (requests) => {
    if (!isCounted(requests)) return;
    if (writes === 0) editColumns(world, tried, tried.edit);
    if (writes === 2 && tried.again !== undefined) editColumns(world, { ...tried, isSorted: false }, tried.again);
    writes += 1;
  };
  const error = await act(instance, tried.action).then(
    () => undefined,
    (failure: unknown) => failure as Error,
  );
  const describe = JSON.stringify(tried);
  await until(`the columns were moved: ${describe}`, () => writes > 0);
  const isOurs = tried.edit.kind === 'delete' && isOurColumn(tried.title, tried.edit.at);
  if (error !== undefined)
    t.true(isOurs && isProxyCallError(error, 'store_unavailable'), `${describe} ${String(error)}`);
  await settled(instance, isOurs);
  for (const title of TITLES)
    sameContent(t, describe, tried, title, before.get(title) ?? new Map(), world, error === undefined);
  if (tried.action !== 'erase') {
    const plan = await instance.call('+33199007777', proxy(1));
    t.like(plan, { kind: 'dial', to: phone(1) }, describe);
  }
  t.deepEqual(
    (await instance.listClients({ limit: 10 })).items.map(({ clientRealPhone }) => clientRealPhone).sort(),
    expectedPhones(tried.action, error === undefined),
    describe,
  );
  world.standIn.beforeWrite = () => undefined;
  await instance.close();
  world.standIn.close();
}

function isOurColumn(title: Title, at: number): boolean {
  return at !== OWN[title] && at !== widthOf(title) - 1;
}

function writesTo(request: BatchRequest, sheetId: number): boolean {
  return JSON.stringify(request).includes(`"sheetId":${sheetId.toString()}`);
}

async function act(instance: Instance, action: Action): Promise<void> {
  if (action === 'call') await instance.call(COURIER, proxy(1));
  if (action === 'rename') await instance.store.commit(await changeOf(instance, '1', { name: 'Ada' }));
  if (action === 'order') await instance.createOrder(orderOf(9));
  if (action === 'close') await instance.closeOrder('O-1');
  if (action === 'erase') await instance.eraseClient('1');
}

/** Everything is written, or it is known that a column is gone. */
async function settled(instance: Instance, isStopped: boolean): Promise<void> {
  const isKnown = () => instance.store.findings?.().some(({ kind }) => kind === 'ignored_header') === true;
  await until('everything is written', () => (isStopped ? isKnown() : instance.store.backlog?.() === 0));
}

function expectedPhones(action: Action, isDone: boolean): string[] {
  const phones = [0, 2].map(phone);
  if (action !== 'erase' || !isDone) phones.push(phone(1));
  if (action === 'order' && isDone) phones.push(phone(9));
  return phones.sort();
}

/** What is new by column, for those rows of a tab that an action changes. */
const CHANGED: Readonly<Record<Action, Partial<Record<Title, Readonly<Record<string, readonly string[]>>>>>> = {
  call: { Clients: { '1': ['client_last_caller'] } },
  rename: { Clients: { '1': ['client_name'] }, TwilioPools: { [proxy(1)]: ['attribution_to_client_name'] } },
  order: {
    Clients: { '9': [...HEADERS.Clients.split(' ')] },
    TwilioPools: { [proxy(3)]: HEADERS.TwilioPools.split(' '), [proxy(4)]: HEADERS.TwilioPools.split(' ') },
    Orders: { 'O-9': HEADERS.Orders.split(' ') },
  },
  close: { Orders: { 'O-1': ['status'] } },
  erase: {
    Clients: { '1': HEADERS.Clients.split(' ') },
    TwilioPools: { [proxy(1)]: HEADERS.TwilioPools.split(' ') },
    Orders: { 'O-1': HEADERS.Orders.split(' ') },
  },
};

function sameContent(
  t: ExecutionContext,
  describe: string,
  { action, edit, title: edited, again }: Case,
  title: Title,
  before: Content,
  world: World,
  isDone: boolean,
): void {
  const after = contentOf(world, title);
  const changed = CHANGED[action][title] ?? {};
  const own = [...HEADERS[title].split(' ')];
  // A column without a name cannot be followed when it is moved twice at once.
  const names = [...own, 'size', ...(again === undefined ? [''] : [])];
  const gone = edited === title && edit.kind === 'delete' ? columnAt(title, edit.at) : undefined;
  for (const [key, cells] of before) {
    if (gone === KEYS[title] || (action === 'erase' && changed[key] !== undefined)) continue;
    for (const name of names) {
      if (name === gone || changed[key]?.includes(name) === true) continue;
      t.is(after.get(key)?.get(name) ?? '', cells.get(name) ?? '', `${describe}: ${title} ${key} ${name}`);
    }
  }
  if (!isDone) return;
  // While a column of ours is gone, what calls change waits.
  const isWaiting = gone !== undefined && gone !== 'size' && gone !== '';
  if (action === 'call' && title === 'Clients' && !isWaiting) check('1', 'client_last_caller', COURIER);
  if (action === 'rename' && title === 'Clients') check('1', 'client_name', 'Ada');
  if (action === 'rename' && title === 'TwilioPools') check(proxy(1), 'attribution_to_client_name', 'Ada');
  if (action === 'close' && title === 'Orders') check('O-1', 'status', 'closed');
  if (action === 'order' && title === 'Orders') check('O-9', 'client_id', '9');
  if (action === 'order' && title === 'Clients') check('9', 'client_real_phone', phone(9));

  function check(key: string, name: string, text: string): void {
    if (gone !== name && gone !== KEYS[title])
      t.is(after.get(key)?.get(name), text, `${describe}: ${title} ${key} ${name}`);
  }
}
