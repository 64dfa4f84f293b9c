import type { ChangeSet, Put, Versioned } from '../../ports/order-store.js';
import type { ClientChanges, ClientView, NewClient, ProxyCallApi } from '../../ports/proxycall-api.js';
import { homeCountry, type Client, type ClientId } from '../model/client.js';
import { ProxyCallError, clientNotFound, invalidField } from '../model/errors.js';
import { isoTime } from '../model/time.js';
import { PHONE_NUMBER_FAULTS, isDialable, numberingFacts, type E164 } from '../model/phone-number.js';
import { transition } from '../model/proxy-number.js';
import type { Settings } from '../model/settings.js';
import { closeOrder } from '../model/order.js';
import { put, retryOnConflict } from './commit.js';
import { pageOf, readKeyPage } from './paging.js';
import type { WithDedicatedNumber } from './pool/dedicated-number.js';
import type { NumberRequest } from './pool/find-number.js';
import type { Ports } from './ports.js';
import {
  closingPuts,
  followingPuts,
  openSessionOf,
  readOpenSession,
  type OpenSessionRead,
} from './sessions/open-sessions.js';
import type { PairedSessions } from './sessions/paired-sessions.js';

export type ClientsService = Pick<
  ProxyCallApi,
  'createClient' | 'nextClientId' | 'listClients' | 'getClient' | 'getClientByProxy' | 'updateClient' | 'eraseClient'
>;

export function createClientsService(
  ports: Ports,
  withDedicatedNumber: WithDedicatedNumber,
  sessions: PairedSessions,
): ClientsService {
  const { store, clock, ids } = ports;

  return {
    createClient: (request) =>
      retryOnConflict(ports, async () => {
        if ((await store.record('client', request.clientId)) !== undefined) {
          throw new ProxyCallError('client_exists', 'a client with this id already exists');
        }
        const fresh = await registerClient(ports, request);
        return withDedicatedNumber(
          fresh,
          undefined,
          numberRequestFor(fresh, ports.settings),
          async ({ proxyNumber, puts }) => {
            await store.commit({ puts });
            return { clientId: fresh.id, clientProxyNumber: proxyNumber };
          },
        );
      }),

    nextClientId: async () => ({ nextClientId: (await store.highestClientNumber()) + 1 }),

    async listClients(query) {
      const page = readKeyPage(query);
      const found = await store.records('client', page);
      const { items, nextCursor } = pageOf(
        found,
        page.limit,
        ({ value }) => value.id,
        (read) => view(read),
      );
      return { items: await Promise.all(items), nextCursor };
    },

    getClient: async (clientId) => view(await existing(store.record('client', clientId))),

    getClientByProxy: async (proxyNumber) => view(await existing(store.clientByProxy(proxyNumber))),

    updateClient: (clientId, changes) =>
      retryOnConflict(ports, async () => {
        const read = await existing(store.record('client', clientId));
        if (changes.clientRealPhone !== undefined) await refuseUnreachablePhone(ports, changes.clientRealPhone);
        const client = applyChanges(read.value, changes);
        const open = followingPuts(ids, await readOpenSession(store, clientId), client);
        const paired = await sessions.follow(read.value, client);
        await store.commit({ puts: [put('client', client, read), ...open, ...paired] });
        return view({ value: client });
      }),

    eraseClient: (clientId) => retryOnConflict(ports, () => erase(clientId)),
  };

  async function view({ value: client }: { value: Client }): Promise<ClientView> {
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

  async function erase(clientId: ClientId): ReturnType<ClientsService['eraseClient']> {
    const read = await existing(store.record('client', clientId));
    const now = clock.now();
    const open = await readOpenSession(store, clientId);
    const orders = await store.openOrdersOf(clientId);
    const released = await releaseNumberOf(ports, read.value);
    const paired = await sessions.erase(read.value, now);
    const changes: ChangeSet = {
      puts: [
        ...closingPuts(open, now),
        ...orders.map((order) => put('order', { ...closeOrder(order.value, now), fingerprint: undefined }, order)),
        ...released.puts,
        ...paired.puts,
      ],
      removals: [{ kind: 'client', key: clientId, expected: read.version }],
      scrub: clientId,
    };
    await store.commit(changes);
    return {
      clientId,
      erasedAt: isoTime(now),
      ordersClosed: orders.length,
      sessionsClosed: (open === undefined ? 0 : 1) + paired.closed,
      quarantinedNumber: read.value.proxyNumber,
      quarantinedUntil: released.until === undefined ? undefined : isoTime(released.until),
    };
  }
}

/** Ends the client's open session and takes their number from them. The caller writes what becomes of the number. */
export function takeNumberFrom(
  client: Versioned<Client>,
  open: OpenSessionRead | undefined,
  now: number,
): readonly Put[] {
  return [put('client', { ...client.value, proxyNumber: undefined }, client), ...closingPuts(open, now)];
}

/** Lets the client's dedicated number cool off. The writes are part of the commit that takes it from the client. */
export async function releaseNumberOf(
  { store, clock, settings }: Ports,
  client: Client,
): Promise<{ puts: readonly Put[]; until: number | undefined }> {
  if (client.proxyNumber === undefined) return { puts: [], until: undefined };
  const held = await store.record('number', client.proxyNumber);
  if (held?.value.state.status !== 'assigned') return { puts: [], until: undefined };
  const until = clock.now() + settings.quarantineMs;
  const cooling = transition(held.value, { type: 'quarantine', until });
  return { puts: [put('number', cooling, held)], until };
}

/** A new client as the request describes them, without a number yet. */
export async function registerClient(ports: Ports, request: NewClient): Promise<Client> {
  await refuseUnreachablePhone(ports, request.clientRealPhone);
  return {
    id: request.clientId,
    name: request.clientName,
    mail: request.clientMail,
    realPhone: request.clientRealPhone,
    residency: request.clientIsoResidency,
    proxyNumber: undefined,
    createdAt: ports.clock.now(),
  };
}

export function numberRequestFor(client: Client, settings: Settings): NumberRequest {
  return { country: homeCountry(client) ?? settings.defaultCountry, type: settings.numberType };
}

function applyChanges(client: Client, changes: ClientChanges): Client {
  return {
    ...client,
    name: changes.clientName ?? client.name,
    mail: changes.clientMail ?? client.mail,
    realPhone: changes.clientRealPhone ?? client.realPhone,
    residency: changes.clientIsoResidency === null ? undefined : (changes.clientIsoResidency ?? client.residency),
  };
}

/**
 * Premium-rate numbers cost the merchant money, and a call from a proxy number to a proxy number would go round in
 * circles at their cost.
 */
export async function refuseUnreachablePhone(
  { store }: Ports,
  realPhone: E164,
  field = 'clientRealPhone',
): Promise<void> {
  if (!isDialable(realPhone)) throw invalidField(field, PHONE_NUMBER_FAULTS.not_dialable);
  if ((await store.record('number', realPhone)) === undefined) return;
  throw invalidField(field, 'this is one of the proxy numbers of the pool, not the phone of a person');
}

async function existing(read: Promise<Versioned<Client> | undefined>): Promise<Versioned<Client>> {
  const found = await read;
  if (found === undefined) throw clientNotFound();
  return found;
}
