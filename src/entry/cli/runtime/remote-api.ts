import type { ProxyCallApi } from '../../../ports/proxycall-api.js';
import type { Method, RemoteOptions, RemoteRequest } from './exchange.js';
import { remoteConfirmations } from './remote-confirmations.js';
import { LONG_TIMEOUT_MS, remotePool } from './remote-pool.js';
import { remoteReports } from './remote-reports.js';
import type { Operation } from './remote-request.js';

/** `ProxyCallApi` over HTTP. */
export function createRemoteApi(options: RemoteOptions): ProxyCallApi {
  return {
    createOrder: (body, { idempotencyKey } = {}) => send('createOrder', 'POST', '/orders', { body, idempotencyKey }),
    getOrder: (orderId) => send('getOrder', 'GET', `/orders/${encode(orderId)}`),
    listOrders: (query) => send('listOrders', 'GET', '/orders', { query }),
    closeOrder: (orderId, body = {}) => send('closeOrder', 'POST', `/orders/${encode(orderId)}/close`, { body }),
    changeCourier: (orderId, body) => send('changeCourier', 'PUT', `/orders/${encode(orderId)}/courier`, { body }),
    extendOrder: (orderId, body) => send('extendOrder', 'POST', `/orders/${encode(orderId)}/extend`, { body }),
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
    listInteractions: (query) => send('listInteractions', 'GET', '/interactions', { query }),
    watchInteractions: (request) => watch(options, request),
    interactionCounts: (query) => send('interactionCounts', 'GET', '/interactions/counts', { query }),
    simulateCall: (body) => send('simulateCall', 'POST', '/calls/simulate', { body }),
    createToken: (body) => send('createToken', 'POST', '/tokens', { body }),
    listTokens: () => send('listTokens', 'GET', '/tokens'),
    revokeToken: (tokenId) => send('revokeToken', 'DELETE', `/tokens/${encode(tokenId)}`),
    revealClient: (clientId, body) =>
      send('revealClient', 'POST', `/clients/${encode(clientId)}/reveal`, { body, isRead: true }),
    revealOrder: (orderId, body) =>
      send('revealOrder', 'POST', `/orders/${encode(orderId)}/reveal`, { body, isRead: true }),
    // By POST, so that no phone is in an address.
    search: (body) => send('search', 'POST', '/search', { body, isRead: true }),
    checkSetup: (query) => send('checkSetup', 'GET', '/setup', { query, timeoutMs: LONG_TIMEOUT_MS }),
    storeFindings: () => send('storeFindings', 'GET', '/store/findings'),
    ...{ ...remotePool(send), ...remoteConfirmations(send), ...remoteReports(send) },
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
