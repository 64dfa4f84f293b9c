import type { ProxyCallApi } from '../../../ports/proxycall-api.js';
import type { Send } from './remote-confirmations.js';

/** For operations that send the carrier one request per number, or read the whole history. */
export const LONG_TIMEOUT_MS = 10 * 60_000;
/** For each number that is bought. */
const PURCHASE_TIMEOUT_MS = 60_000;

type PoolOperations = Pick<
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

/** The pool over HTTP. */
export function remotePool(send: Send): PoolOperations {
  return {
    listAvailableNumbers: (query) => send('listAvailableNumbers', 'GET', '/pool/available', { query }),
    listNumbers: (query) => send('listNumbers', 'GET', '/pool/numbers', { query }),
    assignNumber: (body) => send('assignNumber', 'POST', '/pool/assign', { body }),
    provisionNumbers: (body, { idempotencyKey } = {}) =>
      send('provisionNumbers', 'POST', '/pool/provision', {
        body,
        idempotencyKey,
        timeoutMs: Math.min(LONG_TIMEOUT_MS, body.batchSize * PURCHASE_TIMEOUT_MS),
      }),
    syncPool: (body) =>
      send('syncPool', 'POST', '/pool/sync', { body, timeoutMs: LONG_TIMEOUT_MS, isRead: !body.apply }),
    fixWebhooks: (body) =>
      send('fixWebhooks', 'POST', '/pool/fix-webhooks', { body, timeoutMs: LONG_TIMEOUT_MS, isRead: body.dryRun }),
    purgeWithoutSms: (body) =>
      send('purgeWithoutSms', 'POST', '/pool/purge-sans-sms', {
        body,
        timeoutMs: LONG_TIMEOUT_MS,
        isRead: body.dryRun,
      }),
    releaseNumbers: (body) => send('releaseNumbers', 'POST', '/pool/release', { body, timeoutMs: LONG_TIMEOUT_MS }),
    shareNumbers: (body) => send('shareNumbers', 'POST', '/pool/share', { body, timeoutMs: LONG_TIMEOUT_MS }),
    poolStats: () => send('poolStats', 'GET', '/pool/stats'),
    planPool: (query) => send('planPool', 'GET', '/pool/plan', { query }),
  };
}
