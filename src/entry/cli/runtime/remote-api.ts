import type { ProxyCallApi } from '../../../ports/proxycall-api.js';
import type { Method, RemoteOptions, RemoteRequest } from './exchange.js';
import { remoteConfirmations } from './remote-confirmations.js';
import { remoteReports } from './remote-reports.js';
import type { Operation } from './remote-request.js';

/** For operations that send the carrier one request per number, or read the whole history. */
const LONG_TIMEOUT_MS = 10 * 60_000;
const LONG = { timeoutMs: LONG_TIMEOUT_MS };
/** For each number that is bought. */
const PURCHASE_TIMEOUT_MS = 60_000;

/** `ProxyCallApi` over HTTP. */
export function createRemoteApi(options: RemoteOptions): ProxyCallApi {
  return {
    createOrder: (body, { idempotencyKey } = {}) => send('createOrder', 'POST', '/orders', { body, idempotencyKey }),
    getOrder: (orderId) => send('getOrder', 'GET', `/orders/${encode(orderId)}`),
    listOrders: (query) => send('listOrders', 'GET', '/orders', { query }),
    closeOrder: (orderId, body = {}) => send('closeOrder', 'POST', `/orders/${encode(orderId)}/close`, { body }),
    changeCourier: (orderId, body) => send('changeCourier', 'PUT', `/orders/${encode(orderId)}/courier`, { body }),
    createClient: (body) => send('createClient', 'POST', '/clients', { body }),
    nextClientId: () => send('nextClientId', 'GET', '/clients/next-id'),
    listClients: (query) => send('listClients', 'GET', '/clients', { query }),
    getClient: (clientId) => send('getClient', 'GET', `/clients/${encode(clientId)}`),
    getClientByProxy: (number) => send('getClientByProxy', 'GET', `/clients/by-proxy/${encode(number)}`),
    updateClient: (clientId, body) => send('updateClient', 'PUT', `/clients/${encode(clientId)}`, { body }),
    eraseClient: (clientId) => send('eraseClient', 'DELETE', `/clients/${encode(clientId)}`),
    exportPerson: (body) =>
      send('exportPerson', 'POST', '/people/export', { body, timeoutMs: LONG_TIMEOUT_MS, isRead: true }),
    erasePerson: (body) => send('erasePerson', 'POST', '/people/erase', { body, timeoutMs: LONG_TIMEOUT_MS }),
    listAvailableNumbers: (query) => send('listAvailableNumbers', 'GET', '/pool/available', { query }),
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
      send('purgeWithoutSms', 'POST', '/pool/purge-sans-sms', { ...LONG, body, isRead: body.dryRun }),
    releaseNumbers: (body) => send('releaseNumbers', 'POST', '/pool/release', { body, timeoutMs: LONG_TIMEOUT_MS }),
    shareNumbers: (body) => send('shareNumbers', 'POST', '/pool/share', { body, timeoutMs: LONG_TIMEOUT_MS }),
    poolStats: () => send('poolStats', 'GET', '/pool/stats'),
    planPool: (query) => send('planPool', 'GET', '/pool/plan', { query }),
    listInteractions: (query) => send('listInteractions', 'GET', '/interactions', { query }),
    watchInteractions: (request) => watch(options, request),
    simulateCall: (body) => send('simulateCall', 'POST', '/calls/simulate', { body }),
    createToken: (body) => send('createToken', 'POST', '/tokens', { body }),
    listTokens: () => send('listTokens', 'GET', '/tokens'),
    revokeToken: (tokenId) => send('revokeToken', 'DELETE', `/tokens/${encode(tokenId)}`),
    revealClient: (clientId, body) =>
      send('revealClient', 'POST', `/clients/${encode(clientId)}/reveal`, { body, isRead: true }),
    revealOrder: (orderId, body) =>
      send('revealOrder', 'POST', `/orders/${encode(orderId)}/reveal`, { body, isRead: true }),
    storeFindings: () => send('storeFindings', 'GET', '/store/findings'),
    ...{ ...remoteConfirmations(send), ...remoteReports(send) },
    listAudit: (query) => send('listAudit', 'GET', '/audit', { query }),
    verifyAudit: (query) => send('verifyAudit', 'GET', '/audit/verify', { query, timeoutMs: LONG_TIMEOUT_MS }),
  };

  async function send<T>(operation: Operation, method: Method, path: string, request: RemoteRequest = {}): Promise<T> {
    // Loaded with the first request, so that help starts quickly.
    const { sendRequest } = await import('./remote-request.js');
    return sendRequest(options, operation, method, path, request);
  }
}

async function watch(
  options: RemoteOptions,
  request: Parameters<ProxyCallApi['watchInteractions']>[0],
): ReturnType<ProxyCallApi['watchInteractions']> {
  const { watchRemotely } = await import('./remote-watch.js');
  return watchRemotely(options, request);
}

function encode(part: string): string {
  return encodeURIComponent(part);
}
