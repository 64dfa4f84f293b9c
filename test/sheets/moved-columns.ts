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
      keyColumn < 0 ? index.toString() : String(cells[keyColumn]?.[1] ?? ''),
      new Map(all.map(([name, value]) => [name, String(value)])),
    ] as const;
  });
  return new Map(rows.filter(([, cells]) => [...cells.values()].some((text) => text !== '')));
}

export async function checkCase(t: ExecutionContext, tried: Case): Promise<void> {
  const world = await createWorld(t, { tabs: tabs() });
  const instance = await world.open({ pace: { ...PACE, pollMs: 60_000 } });
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
    if (writes === 0) editColumns(world, tried.title, tried);
    for (const again of tried.again ?? []) if (writes === again.before) editColumns(world, tried.title, again);
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
  const differences = () =>
    TITLES.flatMap((title) => differencesIn(tried, title, before.get(title) ?? new Map(), world, error === undefined));
  // What the request has changed in other tabs is put back; the key of an erased row is cleared in another batch.
  if (error !== undefined || tried.action === 'erase')
    await until(describe, () => differences().length === 0).catch(() => undefined);
  t.deepEqual(differences(), [], describe);
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

type Tabs<T> = Readonly<Record<Action, Partial<Record<Title, T>>>>;

const FREE = { [proxy(3)]: HEADERS.TwilioPools.split(' '), [proxy(4)]: HEADERS.TwilioPools.split(' ') };

/** The columns that an action changes, for those rows of a tab that it changes. */
const CHANGED: Tabs<Readonly<Record<string, readonly string[]>>> = {
  call: { Clients: { '1': ['client_last_caller'] } },
  rename: { Clients: { '1': ['client_name'] }, TwilioPools: { [proxy(1)]: ['attribution_to_client_name'] } },
  order: { TwilioPools: FREE },
  close: { Orders: { 'O-1': ['status'] } },
  erase: {
    TwilioPools: { [proxy(1)]: ['status', 'friendly_name', 'date_attribution', 'attribution_to_client_name'] },
    Orders: { 'O-1': ['status'] },
  },
};

/** The same if the action was refused: a number may have been reserved, and is written with its label. */
const UNDONE: typeof CHANGED = {
  ...{ call: {}, rename: {}, order: { TwilioPools: FREE }, close: {} },
  erase: { TwilioPools: { [proxy(1)]: ['friendly_name'] } },
};

/** Cells that an action writes, by key and column. */
const WRITTEN: Tabs<readonly (readonly [key: string, column: string, text: string])[]> = {
  call: { Clients: [['1', 'client_last_caller', COURIER]] },
  rename: {
    Clients: [['1', 'client_name', 'Ada']],
    TwilioPools: [[proxy(1), 'attribution_to_client_name', 'Ada']],
  },
  order: { Clients: [['9', 'client_real_phone', phone(9)]], Orders: [['O-9', 'client_id', '9']] },
  close: { Orders: [['O-1', 'status', 'closed']] },
  erase: {
    TwilioPools: [
      [proxy(1), 'status', 'quarantined'],
      [proxy(1), 'date_attribution', ''],
      [proxy(1), 'attribution_to_client_name', ''],
    ],
    Orders: [['O-1', 'status', 'closed']],
  },
};

/** What is not as it should be. */
function differencesIn(
  { action, edit, title: edited, again }: Case,
  title: Title,
  before: Content,
  world: World,
  isDone: boolean,
): readonly string[] {
  const after = contentOf(world, title);
  const found: string[] = [];
  const changed = (isDone ? CHANGED : UNDONE)[action][title] ?? {};
  const own = [...HEADERS[title].split(' ')];
  // A column without a name cannot be followed when it is moved twice at once.
  const names = [...own, 'size', ...(again === undefined || again.length === 0 ? [''] : [])];
  const gone = edited === title && edit.kind === 'delete' ? columnAt(title, edit.at) : undefined;
  const isErased = (key: string) => isDone && action === 'erase' && title === 'Clients' && key === '1';
  for (const [key, cells] of before) {
    if (gone === KEYS[title]) continue;
    for (const name of names) {
      if (isErased(key)) check('', name, own.includes(name) ? '' : (cells.get(name) ?? ''));
      else if (changed[key]?.includes(name) !== true) check(key, name, cells.get(name) ?? '');
    }
  }
  if (!isDone) return found;
  // While a column of ours is gone, what calls change waits.
  const isWaiting = gone !== undefined && gone !== 'size' && gone !== '';
  if (action === 'call' && isWaiting) return found;
  for (const [key, name, text] of WRITTEN[action][title] ?? []) check(key, name, text);
  return found;

  function check(key: string, name: string, text: string): void {
    const now = after.get(key)?.get(name) ?? '';
    if (gone === name || gone === KEYS[title] || now === text) return;
    found.push(`${title} ${key} ${name}: ${now} instead of ${text}`);
  }
}
