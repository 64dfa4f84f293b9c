/**
 * An instance of the service in a process of its own, on a store that others share. Its carrier, provider and mail server are in the parent,
 * and outlive it. It does what the parent asks for, one command after the other, and may end as loss of power would: before, during or after
 * one of its steps. Each commit and each request to the outside is a step; the parent says at which place of all to end.
 */
import { EventEmitter, once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { openPostgresStore } from '../../src/adapters/sql/postgres.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { createSimulatedCarrier } from '../../src/adapters/simulator/index.js';
import { systemClock } from '../../src/adapters/system/index.js';
import { ProxyCallError } from '../../src/domain/model/errors.js';
import { KINDS, recordOf, type AnyRecord } from '../../src/domain/model/records.js';
import { wrapMethods, type Method } from '../../src/domain/model/wrap-methods.js';
import { createProxyCall, type ProxyCall } from '../../src/entry/library.js';
import { pagesOf } from '../../src/domain/services/paging.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { HASH_KEY } from '../postgres.js';
import {
  CARRIER_TOKEN,
  PUBLIC_URL,
  type FromInstance,
  type OpenOptions,
  type OutsideAnswer,
  type Port,
  type ToInstance,
} from './instance.js';

/** As the parent says, and later by what was slept. */
let now = 0;
let endAt = 0;
let places: string[] = [];
/** How much is under way, reads included: what was asked for is over once nothing is. */
let underWay = 0;
let open: { readonly store: OrderStore; readonly proxyCall: ProxyCall } | undefined;

let requests = 0;
/** What the parent says of our requests: `received 1`, then `answer 1`. */
const heard = new EventEmitter().setMaxListeners(0);

function tell(message: FromInstance): void {
  process.send?.(message);
}

function place(name: string): void {
  places.push(name);
  if (places.length === endAt) process.kill(process.pid, 'SIGKILL');
}

const counted =
  (method: Method): Method =>
  async (...args) => {
    underWay += 1;
    try {
      return await method(...args);
    } finally {
      underWay -= 1;
    }
  };

function commitAsStep(commit: Method): Method {
  return async (...args) => {
    place('commit, before');
    const committing = commit(...args) as Promise<unknown>;
    const settled = committing.catch(() => undefined);
    await turn();
    place('commit, during');
    await settled;
    place('commit, after');
    return committing;
  };
}

/** A request to the outside: the parent says first that it has received it, and then answers. */
function outside(port: Port, method: string): Method {
  return async (...args) => {
    place(`${method}, before`);
    requests += 1;
    const id = requests;
    const received = once(heard, `received ${id.toString()}`);
    const answered = once(heard, `answer ${id.toString()}`) as Promise<[OutsideAnswer]>;
    tell({ kind: 'request', id, port, method, args });
    await received;
    place(`${method}, during`);
    const [answer] = await answered;
    place(`${method}, after`);
    if (answer.fault === 'silent') throw new ProxyCallError('outcome_unknown', 'no answer');
    if (answer.fault !== undefined) throw new ProxyCallError('provider_failed', answer.fault);
    return answer.result;
  };
}

/** Whoever waits for a lease waits until it ends: time goes faster than it is. */
const SPEED = 20;

async function sleep(milliseconds: number): Promise<void> {
  await systemClock.sleep(milliseconds);
  now += Math.round(SPEED * milliseconds);
}

async function openAll({ store: where, settings, killAt }: OpenOptions): Promise<void> {
  const opened =
    where.kind === 'sqlite' ? await openSqliteStore({ path: where.path }) : await openPostgresStore({ url: where.url });
  const store = wrapMethods(opened, (method, name) => {
    if (name === 'close') return method;
    return counted(name === 'commit' ? commitAsStep(method) : method);
  });
  const { telephony, provider } = createSimulatedCarrier({
    authToken: CARRIER_TOKEN,
    webhookBaseUrl: () => PUBLIC_URL,
  });
  const send = outside('mailer', 'send');
  const proxyCall = createProxyCall({
    store,
    telephony: {
      ...telephony,
      sendMessage: counted(outside('telephony', 'sendMessage')) as typeof telephony.sendMessage,
      placeCall: counted(outside('telephony', 'placeCall')) as typeof telephony.placeCall,
    },
    provider: wrapMethods(provider, (method, name) =>
      name === 'webhookUrls' ? method : counted(outside('provider', name)),
    ),
    mailer: {
      send: counted(send) as never,
      check: () => Promise.resolve(),
      close: () => Promise.resolve(),
    },
    ...{ publicUrl: PUBLIC_URL, hashKey: HASH_KEY, settings },
    clock: { now: () => now, sleep: counted(sleep as Method) as typeof sleep },
  });
  open = { store: opened, proxyCall };
  // A hash key is checked once, with a commit of its own the first time: that is not a step of anything.
  await proxyCall.listConfirmations({ limit: 1 });
  places = [];
  endAt = killAt ?? 0;
}

async function everything(store: OrderStore): Promise<readonly AnyRecord[]> {
  const records: AnyRecord[] = [];
  for (const kind of KINDS) {
    for await (const page of pagesOf(store, kind, 1000))
      records.push(...page.map(({ value }) => recordOf(kind, value)));
  }
  return records;
}

async function carryOut(name: string, args: readonly unknown[]): Promise<unknown> {
  if (name === 'open') return openAll(args[0] as OpenOptions);
  if (name === 'arm') {
    places = [];
    endAt = args[0] as number;
    return undefined;
  }
  if (open === undefined) throw new TypeError('nothing is open');
  const { store, proxyCall } = open;
  switch (name) {
    case 'close':
      open = undefined;
      return proxyCall.close();
    case 'places':
      return places;
    case 'everything':
      return everything(store);
    case 'commit':
      return store.commit({ puts: args[0] as never });
    case 'useLink':
      return proxyCall.confirmationPages.useLink(args[0] as string);
    case 'activate':
      return proxyCall.confirmationPages.activate(args[0] as never, undefined);
    case 'enterCode':
      return proxyCall.confirmationPages.enterCode(args[0] as string, args[1] as string, undefined);
    default:
      return (Reflect.get(proxyCall, name) as Method)(...args);
  }
}

async function command(message: ToInstance & { readonly kind: 'command' }): Promise<void> {
  now = message.name === 'open' ? message.now : Math.max(now, message.now);
  try {
    const result = await carryOut(message.name, message.args);
    for (let idle = 0; idle < 3; idle = underWay === 0 ? idle + 1 : 0) await turn();
    tell({ kind: 'done', id: message.id, result, now });
  } catch (error) {
    const { code, message: text, stack } = error as Error & { readonly code?: string };
    tell({ kind: 'failed', id: message.id, now, code, message: code === undefined ? (stack ?? text) : text });
  }
}

process.on('message', (message: ToInstance) => {
  if (message.kind === 'command') void command(message);
  else heard.emit(`${message.kind} ${message.id.toString()}`, message);
});
process.on('disconnect', () => {
  process.exit();
});
