import type { Put, Versioned } from '../../ports/order-store.js';
import type { AvailableNumber, ProxyCallApi } from '../../ports/proxycall-api.js';
import type { Client } from '../model/client.js';
import type { CountryCode } from '../model/country.js';
import { ProxyCallError, clientNotFound } from '../model/errors.js';
import type { E164 } from '../model/phone-number.js';
import { effectiveStatus, transition, type NumberType, type ProxyNumber } from '../model/proxy-number.js';
import { chooseNumber, typesToTry } from '../model/selection.js';
import { openSession } from '../model/session.js';
import { createClaims } from './claims.js';
import { put, retryOnConflict } from './commit.js';
import type { Ports } from './ports.js';
import { createTopUp } from './top-up.js';

export interface NumberWish {
  readonly country: CountryCode;
  readonly type: NumberType;
  readonly friendlyName?: string | undefined;
}

export type PoolService = Pick<ProxyCallApi, 'listAvailableNumbers' | 'assignNumber' | 'poolStats'>;

export interface Held {
  readonly proxyNumber: E164;
  /** The writes that make the client hold it. The client is always among them: see HoldNumber. */
  readonly puts: readonly Put[];
}

/**
 * Sees to it that a client has a number of their own. What makes it so is handed to `commit`, to be written together
 * with whatever else the use case writes. The client is written in any case, so that two decisions about the same
 * client never both succeed on what they read.
 */
export type HoldNumber = <T>(
  client: Client,
  read: Versioned<Client> | undefined,
  wish: NumberWish,
  commit: (held: Held) => Promise<T>,
) => Promise<T>;

/** So many free numbers are looked at to choose one of. */
const CANDIDATES = 200;
/** So many times the pool is filled for one request, when others keep taking what was bought. */
const TOP_UPS = 5;

export function createHoldNumber(ports: Ports): HoldNumber {
  const { store, clock, ids } = ports;
  const topUp = createTopUp(ports);
  const claims = createClaims();

  return async (client, read, wish, commit) => {
    if (client.proxyNumber !== undefined) {
      return commit({ proxyNumber: client.proxyNumber, puts: [put('client', client.id, client, read)] });
    }
    const free = await claimFree(wish).catch(async (error: unknown) => {
      // Another process may have served this very client meanwhile, with what was the last number.
      const changed = (await store.client(client.id))?.version !== read?.version;
      throw changed ? new ProxyCallError('conflict', 'the client changed', { cause: error, retryable: true }) : error;
    });
    const { number } = free.value;
    try {
      return await commit({ proxyNumber: number, puts: assign(client, read, free, wish) });
    } finally {
      claims.release(number);
    }
  };

  function assign(
    client: Client,
    read: Versioned<Client> | undefined,
    free: Versioned<ProxyNumber>,
    { friendlyName }: NumberWish,
  ): readonly Put[] {
    const now = clock.now();
    const assigned = transition(free.value, { type: 'assign', to: client.id, at: now });
    const number = { ...assigned, friendlyName: friendlyName ?? assigned.friendlyName };
    const holder = { ...client, proxyNumber: number.number };
    const session = openSession(ids.next(), holder, number.number, now);
    return [
      put('client', client.id, holder, read),
      put('number', number.number, number, free),
      put('session', session.id, session),
    ];
  }

  /** A number that may be given away, claimed. */
  async function claimFree({ country, type }: NumberWish): Promise<Versioned<ProxyNumber>> {
    for (let topUps = 0; ;) {
      let claimed = false;
      for (const candidateType of typesToTry(type)) {
        const now = clock.now();
        const free = await store.freeNumbers({ country, type: candidateType, now, limit: CANDIDATES });
        const unclaimed = free.filter(({ value }) => !claims.include(value.number));
        const chosen = chooseNumber(unclaimed, now, ids.random());
        if (chosen !== undefined) {
          claims.add(chosen.value.number);
          return chosen;
        }
        claimed ||= unclaimed.length < free.length;
      }
      if (claimed) {
        // The pool is only empty once these are gone: one of them may yet come back.
        await claims.nextRelease();
      } else if (topUps < TOP_UPS) {
        await topUp(country, type);
        topUps += 1;
      } else {
        throw new ProxyCallError('conflict', 'the pool is in great demand', { retryable: true });
      }
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
        const wish = { country: countryIso, type: numberType, friendlyName };
        return hold(read.value, read, wish, async ({ proxyNumber, puts }) => {
          await store.commit({ puts });
          return { clientId, proxy: proxyNumber };
        });
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
