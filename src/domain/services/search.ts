import type { Versioned } from '../../ports/order-store.js';
import type { SearchRequest, SearchResult } from '../../ports/search-api.js';
import { withoutInvisible } from '../model/characters.js';
import type { Client } from '../model/client.js';
import { invalidField } from '../model/errors.js';
import { merchantIdFault } from '../model/merchant-id.js';
import type { Order } from '../model/order.js';
import type { Participant } from '../model/participant.js';
import type { E164 } from '../model/phone-number.js';
import { possibleNumbers } from '../model/written-number.js';
import { viewClient } from './clients.js';
import { orderView } from './order-views.js';
import { pseudonymizer } from './persons.js';
import { countriesOfPool } from './pool/written-numbers.js';
import type { Ports } from './ports.js';

/** Of orders, and of clients. */
const MOST = 20;
/** Both participants of a session may be on one number, and a courier may have left an order and come back. */
const MOST_PARTICIPANTS = 3 * (MOST + 1);
const LONGEST_TEXT = 100;
/** No number of a person or of the pool has fewer, and ids of orders often have. */
const FEWEST_DIGITS = 7;

/** What was found, without an order. There may be more of it than is answered. */
interface Found {
  readonly clients: Map<string, Client>;
  readonly orders: Map<string, Order>;
}

/**
 * Finds what has exactly this id or number. Every look-up is by an index, and of bounded size.
 * @param options.byNumber whether numbers may be looked up
 * @returns undefined when they may not, and the text is no id but may be a number
 */
export async function search(
  ports: Ports,
  { text }: SearchRequest,
  { byNumber }: { readonly byNumber: boolean },
): Promise<SearchResult | undefined> {
  const wanted = readText(text);
  const found: Found = { clients: new Map(), orders: new Map() };
  await findById(ports, wanted, found);
  // An international number is read without the countries of the pool, for which all numbers are counted.
  const numbers = possibleNumbers(wanted, /^(?:\+|00)/.test(wanted) ? [] : await countriesOfPool(ports));
  if (byNumber) {
    for (const number of numbers) await findByNumber(ports, number, found);
  } else if (found.clients.size + found.orders.size === 0 && numbers.length > 0 && isLongAsNumber(wanted)) {
    return undefined;
  }
  return resultOf(ports, found);
}

/** Programs without types may send anything. */
function readText(text: unknown): string {
  const wanted = typeof text === 'string' ? withoutInvisible(text).trim() : '';
  if (wanted === '' || wanted.length > LONGEST_TEXT) {
    throw invalidField('text', `must be a text of 1 to ${LONGEST_TEXT.toString()} characters`);
  }
  return wanted;
}

function isLongAsNumber(text: string): boolean {
  return (text.match(/\p{Nd}/gu) ?? []).length >= FEWEST_DIGITS;
}

async function findById({ store }: Ports, id: string, found: Found): Promise<void> {
  if (merchantIdFault(id) !== undefined) return;
  const [order, client] = await Promise.all([store.record('order', id), store.record('client', id)]);
  if (order !== undefined) found.orders.set(id, order.value);
  await addClients({ store }, client === undefined ? [] : [client], found);
}

async function findByNumber(ports: Ports, number: E164, found: Found): Promise<void> {
  const { store, ids } = ports;
  const [holder, clients, ofPerson, onNumber] = await Promise.all([
    store.clientByProxy(number),
    store.clientsByPhone(number, MOST + 1),
    store.participants({ by: 'person', personKey: pseudonymizer(ids)(number), newest: MOST_PARTICIPANTS }),
    store.participants({ by: 'number', proxyNumber: number, newest: MOST_PARTICIPANTS }),
  ]);
  await addClients(ports, holder === undefined ? clients : [holder, ...clients], found);
  await addOrdersOf(ports, [...ofPerson, ...onNumber], found);
}

/** With their orders. */
async function addClients(
  { store }: Pick<Ports, 'store'>,
  clients: readonly Versioned<Client>[],
  found: Found,
): Promise<void> {
  const added = clients.map(({ value }) => value).filter(({ id }) => !found.clients.has(id));
  for (const client of added) found.clients.set(client.id, client);
  const orders = await Promise.all(added.map(({ id }) => store.orders({ clientId: id, limit: MOST + 1 })));
  for (const order of orders.flat()) found.orders.set(order.id, order);
}

/** The orders of the paired sessions that somebody takes part in. */
async function addOrdersOf({ store }: Ports, participants: readonly Versioned<Participant>[], found: Found) {
  const paired = participants.filter(({ value }) => value.sessionKind === 'paired');
  const sessionIds = [...new Set(paired.map(({ value }) => value.sessionId))];
  const sessions = await Promise.all(sessionIds.map((id) => store.record('session', id)));
  const orderIds = sessions.flatMap((read) => (read?.value.kind === 'paired' ? [read.value.orderId] : []));
  const orders = await Promise.all(orderIds.map((id) => store.record('order', id)));
  for (const order of orders) if (order !== undefined) found.orders.set(order.value.id, order.value);
}

async function resultOf({ store, clock }: Ports, found: Found): Promise<SearchResult> {
  const orders = newestFirst([...found.orders.values()]);
  const clients = newestFirst([...found.clients.values()]);
  const now = clock.now();
  return {
    orders: orders.slice(0, MOST).map((order) => orderView(order, now)),
    clients: await Promise.all(clients.slice(0, MOST).map((client) => viewClient(store, client))),
    moreOrders: orders.length > MOST,
    moreClients: clients.length > MOST,
  };
}

function newestFirst<T extends { readonly id: string; readonly createdAt: number }>(items: readonly T[]): readonly T[] {
  return [...items].sort((one, other) => other.createdAt - one.createdAt || (one.id < other.id ? 1 : -1));
}
