import type { ProxyCallApi } from '../../../ports/proxycall-api.js';
import type { Method, RemoteOptions, RemoteRequest } from './remote-request.js';

/** For operations that send the carrier one request per number, or read the whole history. */
const LONG_TIMEOUT_MS = 10 * 60_000;

/** `ProxyCallApi` over HTTP. */
export function createRemoteApi(options: RemoteOptions): ProxyCallApi {
  return {
    createOrder: (body, { idempotencyKey } = {}) => send('POST', '/orders', { body, idempotencyKey }),
    getOrder: (orderId) => send('GET', `/orders/${encode(orderId)}`),
    listOrders: (query) => send('GET', '/orders', { query }),
    closeOrder: (orderId, body = {}) => send('POST', `/orders/${encode(orderId)}/close`, { body }),
    changeCourier: (orderId, body) => send('PUT', `/orders/${encode(orderId)}/courier`, { body }),
    createClient: (body) => send('POST', '/clients', { body }),
    nextClientId: () => send('GET', '/clients/next-id'),
    listClients: (query) => send('GET', '/clients', { query }),
    getClient: (clientId) => send('GET', `/clients/${encode(clientId)}`),
    getClientByProxy: (number) => send('GET', `/clients/by-proxy/${encode(number)}`),
    updateClient: (clientId, body) => send('PUT', `/clients/${encode(clientId)}`, { body }),
    eraseClient: (clientId) => send('DELETE', `/clients/${encode(clientId)}`),
    exportPerson: (body) => send('POST', '/people/export', { body, timeoutMs: LONG_TIMEOUT_MS }),
    erasePerson: (body) => send('POST', '/people/erase', { body, timeoutMs: LONG_TIMEOUT_MS }),
    listAvailableNumbers: (query) => send('GET', '/pool/available', { query }),
    assignNumber: (body) => send('POST', '/pool/assign', { body }),
    provisionNumbers: (body, { idempotencyKey } = {}) =>
      send('POST', '/pool/provision', { body, idempotencyKey, timeoutMs: LONG_TIMEOUT_MS }),
    syncPool: (body) => send('POST', '/pool/sync', { body, timeoutMs: LONG_TIMEOUT_MS }),
    fixWebhooks: (body) => send('POST', '/pool/fix-webhooks', { body, timeoutMs: LONG_TIMEOUT_MS }),
    purgeWithoutSms: (body) => send('POST', '/pool/purge-sans-sms', { body, timeoutMs: LONG_TIMEOUT_MS }),
    releaseNumbers: (body) => send('POST', '/pool/release', { body, timeoutMs: LONG_TIMEOUT_MS }),
    shareNumbers: (body) => send('POST', '/pool/share', { body, timeoutMs: LONG_TIMEOUT_MS }),
    poolStats: () => send('GET', '/pool/stats'),
    planPool: (query) => send('GET', '/pool/plan', { query }),
    listInteractions: (query) => send('GET', '/interactions', { query }),
    simulateCall: (body) => send('POST', '/calls/simulate', { body }),
    storeFindings: () => send('GET', '/store/findings'),
  };

  async function send<T>(method: Method, path: string, request: RemoteRequest = {}): Promise<T> {
    // Loaded with the first request, so that help starts quickly.
    const { sendRequest } = await import('./remote-request.js');
    return sendRequest(options, method, path, request);
  }
}

function encode(part: string): string {
  return encodeURIComponent(part);
}
