import type { AvailableNumber } from '../../../ports/pool-api.js';
import type { ProxyCallApi } from '../../../ports/proxycall-api.js';
import { clientNotFound } from '../../model/errors.js';
import type { E164 } from '../../model/phone-number.js';
import { runningLow } from '../../model/pool-alert.js';
import { effectiveStatus, type ProxyNumber } from '../../model/proxy-number.js';
import { retryOnConflict } from '../commit.js';
import type { Ports } from '../ports.js';
import { createPurgeWithoutSms, createReleaseNumbers } from './give-back.js';
import type { WithDedicatedNumber } from './dedicated-number.js';
import { createPlanPool } from './plan.js';
import { createProvision } from './provision.js';
import { isProviderFault } from './provider.js';
import { byNumber, endInterrupted, freeStaleReservations, openIntents } from './recovery.js';
import { createShareNumbers } from './sharing.js';
import { createSync } from './sync.js';
import { createFixWebhooks } from './webhooks.js';

export type PoolService = Pick<
  ProxyCallApi,
  | 'listAvailableNumbers'
  | 'assignNumber'
  | 'provisionNumbers'
  | 'syncPool'
  | 'fixWebhooks'
  | 'purgeWithoutSms'
  | 'releaseNumbers'
  | 'shareNumbers'
  | 'poolStats'
  | 'planPool'
>;

export function createPoolService(ports: Ports, withDedicatedNumber: WithDedicatedNumber): PoolService {
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

    async assignNumber({ clientId, countryIso, numberType, friendlyName }) {
      const { proxy, isNew } = await retryOnConflict(ports, async () => {
        const read = await store.record('client', clientId);
        if (read === undefined) throw clientNotFound();
        if (read.value.proxyNumber !== undefined) return { proxy: read.value.proxyNumber, isNew: false };
        const request = { country: countryIso, type: numberType, friendlyName };
        return withDedicatedNumber(read.value, read, request, async ({ proxyNumber, puts }) => {
          await store.commit({ puts });
          return { proxy: proxyNumber, isNew: true };
        });
      });
      if (isNew && friendlyName !== undefined) await rename(proxy, friendlyName);
      return { clientId, proxy };
    },

    provisionNumbers: createProvision(ports),
    syncPool: createSync(ports),
    fixWebhooks: createFixWebhooks(ports),
    purgeWithoutSms: createPurgeWithoutSms(ports),
    releaseNumbers: createReleaseNumbers(ports),
    shareNumbers: createShareNumbers(ports),
    planPool: createPlanPool(ports),

    async poolStats() {
      const counts = await store.poolCounts(clock.now());
      return {
        pools: counts.map(({ country, type, ...count }) => ({ countryIso: country, numberType: type, ...count })),
      };
    },
  };

  /** At the provider too, for people who look there. Best effort: the assignment stands either way. */
  async function rename(number: E164, friendlyName: string): Promise<void> {
    const rented = (await store.record('number', number))?.value;
    if (rented === undefined) return;
    await ports.provider?.configure(rented.providerId, { webhooks: [], friendlyName }).catch((error: unknown) => {
      ports.logger.warn('pool.rename_failed', { reason: isProviderFault(error) ? error.message : String(error) });
    });
  }
}

/** To be called at start and periodically: finishes interrupted purchases and releases, and frees lapsed reservations. */
export function createPoolMaintenance(ports: Ports): () => Promise<void> {
  const { store, provider, clock, settings, logger } = ports;
  return async () => {
    await freeStaleReservations(ports);
    for (const { country, type, available } of runningLow(await store.poolCounts(clock.now()), settings.poolAlert)) {
      logger.warn('pool.low', { country, type, available });
    }
    // Usually there is nothing to finish, and the provider need not be asked.
    if (provider === undefined || (await openIntents(store)).length === 0) return;
    await endInterrupted(ports, provider, byNumber(await provider.list()));
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
