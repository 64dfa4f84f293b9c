import type { Put, Versioned } from '../../ports/order-store.js';
import type { AvailableNumber, ProxyCallApi } from '../../ports/proxycall-api.js';
import type { Client } from '../model/client.js';
import type { CountryCode } from '../model/country.js';
import { ProxyCallError, clientNotFound } from '../model/errors.js';
import type { E164 } from '../model/phone-number.js';
import { effectiveStatus, transition, type NumberType, type ProxyNumber } from '../model/proxy-number.js';
import { chooseNumber, typesToTry } from '../model/selection.js';
import { openSession } from '../model/session.js';
import { put, retryOnConflict } from './commit.js';
import type { Ports } from './ports.js';
import { createTopUp } from './top-up.js';

export interface NumberWish {
  readonly country: CountryCode;
  readonly type: NumberType;
  readonly friendlyName?: string | undefined;
}

export type PoolService = Pick<ProxyCallApi, 'listAvailableNumbers' | 'assignNumber' | 'poolStats'>;

/**
 * Sees to it that a client has a number of their own, and hands back the writes that make it so. The client is
 * written in any case, so that two decisions about the same client never both succeed on what they read.
 */
export type HoldNumber = (
  client: Client,
  read: Versioned<Client> | undefined,
  wish: NumberWish,
) => Promise<{ readonly client: Client; readonly proxyNumber: E164; readonly puts: readonly Put[] }>;

/** So many free numbers are looked at to choose one of. */
const CANDIDATES = 200;
/** So many times the pool is filled for one request, when others keep taking what was bought. */
const TOP_UPS = 5;

export function createHoldNumber(ports: Ports): HoldNumber {
  const { store, clock, ids } = ports;
  const topUp = createTopUp(ports);

  return async (client, read, wish) => {
    if (client.proxyNumber !== undefined) {
      return { client, proxyNumber: client.proxyNumber, puts: [put('client', client.id, client, read)] };
    }
    const free = await findFree(wish);
    const now = clock.now();
    const assigned = transition(free.value, { type: 'assign', to: client.id, at: now });
    const number = { ...assigned, friendlyName: wish.friendlyName ?? assigned.friendlyName };
    const holder = { ...client, proxyNumber: number.number };
    const session = openSession(ids.next(), holder, number.number, now);
    return {
      client: holder,
      proxyNumber: number.number,
      puts: [
        put('client', client.id, holder, read),
        put('number', number.number, number, free),
        put('session', session.id, session),
      ],
    };
  };

  async function findFree({ country, type }: NumberWish): Promise<Versioned<ProxyNumber>> {
    for (let round = 0; ; round += 1) {
      for (const candidateType of typesToTry(type)) {
        const now = clock.now();
        const free = await store.freeNumbers({ country, type: candidateType, now, limit: CANDIDATES });
        const chosen = chooseNumber(free, now, ids.random());
        if (chosen !== undefined) return chosen;
      }
      if (round >= TOP_UPS) throw new ProxyCallError('conflict', 'the pool is in great demand', { retryable: true });
      await topUp(country, type);
    }
  }
}

export function createPoolService(ports: Ports, hold: HoldNumber): PoolService {
  const { store, clock } = ports;

  return {
    async listAvailableNumbers({ countryIso, numberType = 'all' }) {
      const now = clock.now();
      const free = await store.freeNumbers({
        country: countryIso,
        type: numberType === 'all' ? undefined : numberType,
        now,
        limit: Number.MAX_SAFE_INTEGER,
      });
      return { countryIso, numberType, available: free.map(({ value }) => view(value, now)) };
    },

    assignNumber: ({ clientId, countryIso, numberType, friendlyName }) =>
      retryOnConflict(ports, async () => {
        const read = await store.client(clientId);
        if (read === undefined) throw clientNotFound();
        if (read.value.proxyNumber !== undefined) return { clientId, proxy: read.value.proxyNumber };
        const { proxyNumber, puts } = await hold(read.value, read, {
          country: countryIso,
          type: numberType,
          friendlyName,
        });
        await store.commit({ puts });
        return { clientId, proxy: proxyNumber };
      }),

    async poolStats() {
      const counts = await store.poolCounts(clock.now());
      return {
        pools: counts.map(({ country, type, ...count }) => ({ countryIso: country, numberType: type, ...count })),
      };
    },
  };
}

function view(value: ProxyNumber, now: number): AvailableNumber {
  const { number, country, type, capabilities, friendlyName } = value;
  return {
    phoneNumber: number,
    countryIso: country,
    numberType: type,
    friendlyName,
    status: effectiveStatus(value, now),
    capabilities,
  };
}
