import type { ChangeSet, Put, Versioned } from '../../ports/order-store.js';
import type { ClientChanges, ClientView, NewClient, ProxyCallApi } from '../../ports/proxycall-api.js';
import { homeCountry, type Client, type ClientId } from '../model/client.js';
import { ProxyCallError, clientNotFound, invalidField } from '../model/errors.js';
import { isoTime } from '../model/time.js';
import { PHONE_NUMBER_FAULTS, isDialable, numberingFacts, type E164 } from '../model/phone-number.js';
import { transition } from '../model/proxy-number.js';
import type { Settings } from '../model/settings.js';
import { closeSession, followClient, type OpenSession } from '../model/session.js';
import { put, retryOnConflict } from './commit.js';
import { pageOf, readKeyPage } from './paging.js';
import type { Pairs } from './pairs/pairs.js';
import type { NumberWish } from './pool/find-number.js';
import type { HoldNumber } from './pool/hold-number.js';
import type { Ports } from './ports.js';

export type ClientsService = Pick<
  ProxyCallApi,
  'createClient' | 'nextClientId' | 'listClients' | 'getClient' | 'getClientByProxy' | 'updateClient' | 'eraseClient'
>;

export function createClientsService(ports: Ports, hold: HoldNumber, pairs: Pairs): ClientsService {
  const { store, clock } = ports;

  return {
    createClient: (request) =>
      retryOnConflict(ports, async () => {
        if ((await store.client(request.clientId)) !== undefined) {
          throw new ProxyCallError('client_exists', 'a client with this client_id already exists');
        }
        const fresh = await registerClient(ports, request);
        return hold(fresh, undefined, wishFor(fresh, ports.settings), async ({ proxyNumber, puts }) => {
          await store.commit({ puts });
          return { clientId: fresh.id, clientProxyNumber: proxyNumber };
        });
      }),

    nextClientId: async () => ({ nextClientId: (await store.highestClientNumber()) + 1 }),

    async listClients(query) {
      const page = readKeyPage(query);
      const found = await store.records('client', page);
      const views = await Promise.all(found.map(view));
      return pageOf(
        views,
        page.limit,
        ({ clientId }) => clientId,
        (client) => client,
      );
    },

    getClient: async (clientId) => view(await existing(store.client(clientId))),

    getClientByProxy: async (proxyNumber) => view(await existing(store.clientByProxy(proxyNumber))),

    updateClient: (clientId, changes) =>
      retryOnConflict(ports, async () => {
        const read = await existing(store.client(clientId));
        if (changes.clientRealPhone !== undefined) await refuseUnreachablePhone(ports, changes.clientRealPhone);
        const client = applyChanges(read.value, changes);
        const sessions = await store.liveSessionsOf(clientId);
        const moved: Put[] = sessions.map((session) =>
          put('session', session.value.id, followClient(session.value, client), session),
        );
        const followed = await pairs.follow(read.value, client);
        await store.commit({ puts: [put('client', clientId, client, read), ...moved, ...followed] });
        return view({ value: client });
      }),

    eraseClient: (clientId) => retryOnConflict(ports, () => erase(clientId)),
  };

  async function view({ value: client }: { value: Client }): Promise<ClientView> {
    const [session] = await store.liveSessionsOf(client.id);
    return {
      clientId: client.id,
      clientName: client.name,
      clientMail: client.mail,
      clientRealPhone: client.realPhone,
      clientProxyNumber: client.proxyNumber,
      clientIsoResidency: client.residency,
      clientCountryCode: numberingFacts(client.realPhone).callingCode,
      clientLastCaller: session?.value.lastCaller,
    };
  }

  async function erase(clientId: ClientId): ReturnType<ClientsService['eraseClient']> {
    const read = await existing(store.client(clientId));
    const now = clock.now();
    const sessions = await store.liveSessionsOf(clientId);
    const orders = await store.openOrdersOf(clientId);
    const released = await releaseNumberOf(ports, read.value);
    const erased = await pairs.erase(read.value, now);
    const changes: ChangeSet = {
      puts: [
        ...sessions.map((session) => put('session', session.value.id, closeSession(session.value, now), session)),
        ...orders.map((order) =>
          put(
            'order',
            order.value.id,
            { ...order.value, status: 'closed', closedAt: now, fingerprint: undefined },
            order,
          ),
        ),
        ...released.puts,
        ...erased.puts,
      ],
      removals: [{ kind: 'client', key: clientId, expected: read.version }],
      scrub: clientId,
    };
    await store.commit(changes);
    return {
      clientId,
      erasedAt: isoTime(now),
      ordersClosed: orders.length,
      sessionsClosed: sessions.length + erased.closed,
      quarantinedNumber: read.value.proxyNumber,
      quarantinedUntil: released.until === undefined ? undefined : isoTime(released.until),
    };
  }
}

/** Ends the client's sessions and takes their number from them. What becomes of the number is for the caller to write. */
export function takeNumberFrom(
  client: Versioned<Client>,
  sessions: readonly Versioned<OpenSession>[],
  now: number,
): readonly Put[] {
  return [
    put('client', client.value.id, { ...client.value, proxyNumber: undefined }, client),
    ...sessions.map((session) => put('session', session.value.id, closeSession(session.value, now), session)),
  ];
}

/** Lets the client's dedicated number cool off. The writes are part of the commit that takes it from the client. */
export async function releaseNumberOf(
  { store, clock, settings }: Ports,
  client: Client,
): Promise<{ puts: readonly Put[]; until: number | undefined }> {
  if (client.proxyNumber === undefined) return { puts: [], until: undefined };
  const held = await store.number(client.proxyNumber);
  if (held?.value.state.status !== 'assigned') return { puts: [], until: undefined };
  const until = clock.now() + settings.quarantineMs;
  const cooling = transition(held.value, { type: 'quarantine', until });
  return { puts: [put('number', cooling.number, cooling, held)], until };
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

export function wishFor(client: Client, settings: Settings): NumberWish {
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
  field = 'client_real_phone',
): Promise<void> {
  if (!isDialable(realPhone)) throw invalidField(field, PHONE_NUMBER_FAULTS.not_dialable);
  if ((await store.number(realPhone)) === undefined) return;
  throw invalidField(field, 'this is one of the proxy numbers of the pool, not the phone of a person');
}

async function existing(read: Promise<Versioned<Client> | undefined>): Promise<Versioned<Client>> {
  const found = await read;
  if (found === undefined) throw clientNotFound();
  return found;
}
