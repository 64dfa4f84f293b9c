import type { AssignmentRequest, AvailableNumber, AvailableNumbers, PoolStats } from '../../../ports/pool-api.js';
import type { ProxyCallApi } from '../../../ports/proxycall-api.js';
import { effectiveStatus, type ProxyNumber } from '../../model/proxy-number.js';
import { equivalentTypes } from '../../model/selection.js';
import { retryOnConflict } from '../commit.js';
import { existingClient } from '../existing.js';
import type { Ports } from '../ports.js';
import { warnOfPool } from './alert.js';
import type { ClaimingPorts } from './claims.js';
import { numberRequestFor, withDedicatedNumber } from './dedicated-number.js';
import { purgeWithoutSms, releaseNumbers } from './give-back.js';
import { openIntents } from './intents.js';
import { listNumbers } from './list-numbers.js';
import { planPool } from './plan.js';
import { byNumber, hasProvider } from './provider.js';
import { provisionNumbers } from './provision.js';
import { endInterrupted } from './recovery.js';
import { freeLapsedReservations } from './reservations.js';
import { shareNumbers } from './sharing.js';
import { syncPool } from './sync.js';
import { fixWebhooks } from './webhooks.js';

export type PoolService = Pick<
  ProxyCallApi,
  | 'listAvailableNumbers'
  | 'listNumbers'
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

export function createPoolService(ports: ClaimingPorts): PoolService {
  return {
    listAvailableNumbers: (query) => listAvailable(ports, query),
    listNumbers: (query) => listNumbers(ports, query),
    assignNumber: (request) => assignNumber(ports, request),
    provisionNumbers: (request, options) => provisionNumbers(ports, request, options?.idempotencyKey),
    syncPool: (request) => syncPool(ports, request),
    fixWebhooks: (request) => fixWebhooks(ports, request),
    purgeWithoutSms: (request) => purgeWithoutSms(ports, request),
    releaseNumbers: (request) => releaseNumbers(ports, request),
    shareNumbers: (request) => shareNumbers(ports, request),
    poolStats: () => poolStats(ports),
    planPool: (request) => planPool(ports, request, ports.underWay.counted),
  };
}

async function listAvailable(
  { store, clock }: Ports,
  { countryIso, numberType = 'all' }: Parameters<ProxyCallApi['listAvailableNumbers']>[0],
): Promise<AvailableNumbers> {
  const now = clock.now();
  const types = numberType === 'all' ? [undefined] : equivalentTypes(numberType);
  const free = await Promise.all(
    types.map((type) => store.freeNumbers({ country: countryIso, type, now, limit: Number.MAX_SAFE_INTEGER })),
  );
  return { countryIso, numberType, available: free.flat().map(({ value }) => view(value, now)) };
}

async function assignNumber(
  ports: ClaimingPorts,
  { clientId, countryIso, numberType, buy }: AssignmentRequest,
): ReturnType<PoolService['assignNumber']> {
  const { store, settings } = ports;
  return retryOnConflict(ports, async () => {
    const read = await existingClient(store, clientId);
    if (read.value.proxyNumber !== undefined) return { clientId, proxy: read.value.proxyNumber };
    const request = {
      country: countryIso ?? numberRequestFor(read.value, settings).country,
      type: numberType,
      mayBuy: buy === true,
      waitsForProvider: true,
    };
    return withDedicatedNumber(ports, read.value, read, request, async ({ proxyNumber, puts }) => {
      await store.commit({ puts });
      return { clientId, proxy: proxyNumber };
    });
  });
}

async function poolStats({ store, clock }: Ports): Promise<PoolStats> {
  const counts = await store.poolCounts(clock.now());
  return { pools: counts.map(({ country, type, ...count }) => ({ countryIso: country, numberType: type, ...count })) };
}

/** Finishes interrupted purchases, releases and relabellings, frees lapsed reservations, and warns of pools that are running low. */
export async function maintainPool(ports: Ports): Promise<void> {
  const { store, clock } = ports;
  await freeLapsedReservations(ports);
  warnOfPool(ports, await store.poolCounts(clock.now()));
  // Usually there is nothing to finish, and the provider need not be asked.
  if (!hasProvider(ports) || (await openIntents(store)).length === 0) return;
  await endInterrupted(ports, byNumber(await ports.provider.list()));
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
