import type { OrderStore } from '../../ports/order-store.js';
import type {
  ClientChanges,
  ClientReceipt,
  ClientView,
  ErasureReceipt,
  NewClient,
  Page,
  PageQuery,
  ProxyCallApi,
} from '../../ports/proxycall-api.js';
import { isBlank, sayable } from '../model/characters.js';
import type { Client, ClientId } from '../model/client.js';
import { ProxyCallError, clientNotFound, invalidField } from '../model/errors.js';
import type { RelabelIntent } from '../model/intent.js';
import { closeOrder } from '../model/order.js';
import type { OutboxEntry } from '../model/outbox.js';
import { numberingFacts, type E164 } from '../model/phone-number.js';
import type { ProxyNumber } from '../model/proxy-number.js';
import { isoTime } from '../model/time.js';
import { possibleNumbers } from '../model/written-number.js';
import { changingPuts } from './change-client.js';
import { put, retryOnConflict } from './commit.js';
import { approvedChange } from './confirmations/approved-change.js';
import { withAwaitedNumber, type AwaitedNumber } from './confirmations/awaited.js';
import { nextClientNumber } from './confirmations/client-number.js';
import { sendEntries } from './confirmations/outbox.js';
import { erasedConfirmationPuts } from './confirmations/ending-puts.js';
import { existingClient } from './existing.js';
import { refuseIds } from './merchant-ids.js';
import { pageOf, readKeyPage } from './paging.js';
import { refuseUnreachablePhone } from './phone-checks.js';
import { readChosenNumber } from './pool/chosen-number.js';
import type { ClaimingPorts } from './pool/claims.js';
import { numberRequestFor, withDedicatedNumber } from './pool/dedicated-number.js';
import { quarantineUnlabelled, relabelNow } from './pool/relabel.js';
import { settleAtProvider } from './pool/settle-assignment.js';
import { countriesOfPool } from './pool/written-numbers.js';
import { personWith } from './persons.js';
import type { Ports } from './ports.js';
import { readPhones, type Read } from './read-phones.js';
import { pairedErasure } from './sessions/end-paired-sessions.js';
import { closingPuts, openSessionOf, readOpenSession } from './sessions/open-sessions.js';

export type ClientsService = Pick<
  ProxyCallApi,
  'createClient' | 'nextClientId' | 'listClients' | 'getClient' | 'getClientByProxy' | 'updateClient' | 'eraseClient'
>;

export function createClientsService(ports: ClaimingPorts): ClientsService {
  const { store } = ports;
  return {
    createClient: (request) => retryOnConflict(ports, () => create(ports, request)),
    nextClientId: async () => ({ nextClientId: await nextClientNumber(ports) }),
    listClients: (query) => list(store, query),
    getClient: async (clientId) => viewClient(store, (await existingClient(store, clientId)).value),
    getClientByProxy: (proxyNumber) => getByProxy(ports, proxyNumber),
    async updateClient(clientId, changes) {
      const { updated, assigned, entries } = await retryOnConflict(ports, () => update(ports, clientId, changes));
      if (assigned !== undefined) await settleAtProvider(ports, assigned);
      await sendEntries(ports, entries);
      return updated;
    },
    async eraseClient(clientId) {
      const { receipt, relabel } = await retryOnConflict(ports, () => erase(ports, clientId));
      await relabelNow(ports, relabel);
      return receipt;
    },
  };
}

/** A client as the request describes them, without a number yet. */
export async function newClient(ports: Ports, request: Read<NewClient>): Promise<Client> {
  const { clientRealPhone: realPhone, clientIsoResidency: residency } = request;
  await refuseUnreachablePhone(ports, realPhone, { realPhone, residency });
  return {
    id: request.clientId,
    name: readText('clientName', request.clientName),
    mail: readText('clientMail', request.clientMail),
    realPhone,
    residency,
    proxyNumber: undefined,
    createdAt: ports.clock.now(),
    confirmedAt: undefined,
  };
}

async function create(ports: ClaimingPorts, typed: NewClient): Promise<ClientReceipt> {
  const { store, settings } = ports;
  refuseIds(typed);
  if ((await store.record('client', typed.clientId)) !== undefined) {
    throw new ProxyCallError('client_exists', 'a client with this id already exists');
  }
  const client = await newClient(ports, readPhones(ports, typed, [typed.clientIsoResidency]));
  if (settings.confirmations.required) {
    const commit = async ({ proxyNumber, confirmation, puts, guards }: AwaitedNumber) => {
      await store.commit({ puts, guards });
      return { clientId: client.id, clientProxyNumber: proxyNumber, confirmation };
    };
    return withAwaitedNumber(ports, client, commit, { corrects: true });
  }
  const wanted = numberRequestFor(client, settings);
  return withDedicatedNumber(ports, client, undefined, wanted, async ({ proxyNumber, puts }) => {
    await store.commit({ puts });
    return { clientId: client.id, clientProxyNumber: proxyNumber };
  });
}

async function list(store: OrderStore, query: PageQuery): Promise<Page<ClientView>> {
  const page = readKeyPage(query);
  const found = await store.records('client', page);
  const { items, nextCursor } = pageOf(
    found,
    page.limit,
    ({ value }) => value.id,
    ({ value }) => viewClient(store, value),
  );
  return { items: await Promise.all(items), nextCursor };
}

async function getByProxy(ports: Ports, text: string): Promise<ClientView> {
  // Most are written in full: these need not be read by the countries of the pool.
  const exact = await ports.store.clientByProxy(text as E164);
  if (exact !== undefined) return viewClient(ports.store, exact.value);
  const numbers = possibleNumbers(text, await countriesOfPool(ports));
  const found = await Promise.all(numbers.map((number) => ports.store.clientByProxy(number)));
  const [read, ...others] = found.filter((each) => each !== undefined);
  if (read === undefined || others.length > 0) throw clientNotFound();
  return viewClient(ports.store, read.value);
}

interface Updated {
  readonly updated: ClientView;
  /** The number that the client has got. */
  readonly assigned: ProxyNumber | undefined;
  /** Messages to the former phone and mail address. */
  readonly entries: readonly OutboxEntry[];
}

async function update(ports: Ports, clientId: ClientId, typed: ClientChanges): Promise<Updated> {
  const { store } = ports;
  const read = await existingClient(store, clientId);
  const changes = readPhones(ports, typed, [typed.clientIsoResidency, read.value.residency]);
  const { clientProxyNumber: named } = changes;
  const chosen = named === undefined ? undefined : await readChosenNumber(ports, read.value, named);
  const client = applyChanges(read.value, changes, chosen?.value.number);
  if (changes.clientRealPhone !== undefined) await refuseUnreachablePhone(ports, client.realPhone, client);
  const approved = await approvedChange(ports, read.value, client);
  const { puts, scrub, assigned } = await changingPuts(ports, read, approved.client, chosen);
  await store.commit({ puts: [...puts, ...approved.puts], scrub });
  return { updated: await viewClient(store, client), assigned, entries: approved.entries };
}

interface Erased {
  readonly receipt: ErasureReceipt;
  readonly relabel: RelabelIntent | undefined;
}

async function erase(ports: Ports, clientId: ClientId): Promise<Erased> {
  const { store, clock, ids } = ports;
  const read = await existingClient(store, clientId);
  const now = clock.now();
  const open = await readOpenSession(store, clientId);
  const orders = await store.openOrdersOf(clientId);
  const quarantined = await quarantineUnlabelled(ports, read.value);
  const paired = await pairedErasure(store, clientId, now);
  const person = personWith(ids, read.value.realPhone);
  const confirmations = await erasedConfirmationPuts(ports, { clientId, person }, now);
  await store.commit({
    puts: [
      ...closingPuts(open, now),
      ...orders.map((order) => put('order', { ...closeOrder(order.value, now), fingerprint: undefined }, order)),
      ...quarantined.puts,
      ...paired.puts,
      ...confirmations,
    ],
    removals: [{ kind: 'client', key: clientId, expected: read.version }],
    scrub: {
      clientId,
      persons: [person],
      plansWith: { phones: [read.value.realPhone, ...paired.phones] },
    },
  });
  const receipt = {
    clientId,
    erasedAt: isoTime(now),
    ordersClosed: orders.length,
    sessionsClosed: (open === undefined ? 0 : 1) + paired.closed,
    quarantinedNumber: read.value.proxyNumber,
    quarantinedUntil: quarantined.until === undefined ? undefined : isoTime(quarantined.until),
  };
  return { receipt, relabel: quarantined.intent };
}

export async function viewClient(store: OrderStore, client: Client): Promise<ClientView> {
  const open = await openSessionOf(store, client.id);
  return {
    clientId: client.id,
    clientName: client.name,
    clientMail: client.mail,
    clientRealPhone: client.realPhone,
    clientProxyNumber: client.proxyNumber,
    clientIsoResidency: client.residency,
    clientCountryCode: numberingFacts(client.realPhone).callingCode,
    clientLastCaller: open?.value.lastCaller,
  };
}

function applyChanges(client: Client, changes: Read<ClientChanges>, proxyNumber = client.proxyNumber): Client {
  const { clientName: name, clientMail: mail } = changes;
  return {
    ...client,
    name: name === undefined ? client.name : readText('clientName', name),
    mail: mail === undefined ? client.mail : readText('clientMail', mail),
    realPhone: changes.clientRealPhone ?? client.realPhone,
    proxyNumber,
    residency: changes.clientIsoResidency === null ? undefined : (changes.clientIsoResidency ?? client.residency),
  };
}

/** @throws `invalid_request` when nothing is left that can be said */
function readText(field: 'clientName' | 'clientMail', text: string): string {
  const said = sayable(text);
  if (isBlank(said)) throw invalidField(field, 'must not be empty');
  return said;
}
