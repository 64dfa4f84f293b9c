import type { ProxyCallApi } from '../../ports/proxycall-api.js';
import { toWire, fromWireDeep } from '../wire.js';
import { ApiError } from './failure.js';
import type { Say } from './language.js';

export interface RemoteOptions {
  readonly baseUrl: string;
  readonly token: string | undefined;
  /** 20 seconds when absent. */
  readonly timeoutMs?: number;
  /** First pause before a safe request is retried; it grows with each retry. 300 when absent. */
  readonly pauseMs?: number;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

interface Request {
  readonly query?: object | undefined;
  readonly body?: object | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly timeoutMs?: number;
}

/** For operations that send the carrier one request per number. */
const LONG_TIMEOUT_MS = 10 * 60_000;

/** `ProxyCallApi` over HTTP, with field names converted by wire.ts. */
export function createRemoteApi({
  baseUrl,
  token,
  timeoutMs: usualTimeoutMs = 20_000,
  pauseMs = 300,
}: RemoteOptions): ProxyCallApi {
  return {
    createOrder: (body, options) => send('POST', '/orders', { body, headers: keyHeader(options) }),
    getOrder: (orderId) => send('GET', `/orders/${encode(orderId)}`),
    listOrders: (query) => send('GET', '/orders', { query }),
    closeOrder: (orderId, options) => send('POST', `/orders/${encode(orderId)}/close`, { body: options ?? {} }),
    changeCourier: (orderId, body) => send('PUT', `/orders/${encode(orderId)}/courier`, { body }),
    createClient: (body) => send('POST', '/clients', { body }),
    nextClientId: () => send('GET', '/clients/next-id'),
    listClients: (query) => send('GET', '/clients', { query }),
    getClient: (clientId) => send('GET', `/clients/${encode(clientId)}`),
    getClientByProxy: (number) => send('GET', `/clients/by-proxy/${encode(number)}`),
    updateClient: (clientId, body) => send('PUT', `/clients/${encode(clientId)}`, { body }),
    eraseClient: (clientId) => send('DELETE', `/clients/${encode(clientId)}`),
    listAvailableNumbers: (query) => send('GET', '/pool/available', { query }),
    assignNumber: (body) => send('POST', '/pool/assign', { body }),
    provisionNumbers: (body, options) =>
      send('POST', '/pool/provision', { body, headers: keyHeader(options), timeoutMs: LONG_TIMEOUT_MS }),
    syncPool: (body) => send('POST', '/pool/sync', { body, timeoutMs: LONG_TIMEOUT_MS }),
    fixWebhooks: (body) => send('POST', '/pool/fix-webhooks', { body, timeoutMs: LONG_TIMEOUT_MS }),
    purgeWithoutSms: (body) => send('POST', '/pool/purge-sans-sms', { body, timeoutMs: LONG_TIMEOUT_MS }),
    releaseNumbers: (body) => send('POST', '/pool/release', { body, timeoutMs: LONG_TIMEOUT_MS }),
    shareNumbers: (body) => send('POST', '/pool/share', { body, timeoutMs: LONG_TIMEOUT_MS }),
    poolStats: () => send('GET', '/pool/stats'),
    planPool: (query) => send('GET', '/pool/plan', { query }),
    listInteractions: (query) => send('GET', '/interactions', { query }),
    simulateCall: (body) => send('POST', '/calls/simulate', { body }),
  };

  /** Safe requests are retried when there is no response, or a gateway error. */
  async function send<T>(method: Method, path: string, request: Request = {}): Promise<T> {
    const isSafe = method === 'GET' || request.headers?.['Idempotency-Key'] !== undefined;
    if (!isSafe) return sendOnce(method, path, request);
    const { retryTransient } = await import('./retry.js');
    return retryTransient(isTransient, pauseMs, () => sendOnce<T>(method, path, request));
  }

  async function sendOnce<T>(method: Method, path: string, request: Request): Promise<T> {
    const { query = {}, body, headers = {}, timeoutMs = usualTimeoutMs } = request;
    const { default: fetch } = await import('node-fetch');
    let response: Awaited<ReturnType<typeof fetch>>;
    try {
      response = await fetch(`${baseUrl}${path}${queryString(query)}`, {
        method,
        headers: {
          accept: 'application/json',
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(toWire(body)) }),
        signal: AbortSignal.timeout(timeoutMs),
      });
    } catch (error) {
      throw new ApiError(
        undefined,
        'The API at {url} cannot be reached: {reason}',
        { url: baseUrl, reason: reasonOf(error) },
        error,
      );
    }
    const text = await response.text();
    const answer = parseJson(text);
    if (response.ok && answer !== undefined) return fromWireDeep(answer) as T;
    const detail = detailOf(answer) ?? ((say: Say) => say(response.ok ? 'the response is not JSON' : 'no details'));
    throw new ApiError(response.status, 'The API returned {status}: {detail}', {
      status: `${response.status.toString()} ${response.statusText}`.trim(),
      detail,
    });
  }
}

function isTransient(error: Error): boolean {
  return error instanceof ApiError && (error.status === undefined || [429, 502, 503, 504].includes(error.status));
}

function keyHeader(options: { idempotencyKey?: string | undefined } | undefined): Record<string, string> {
  return options?.idempotencyKey === undefined ? {} : { 'Idempotency-Key': options.idempotencyKey };
}

function encode(part: string): string {
  return encodeURIComponent(part);
}

function queryString(query: object): string {
  const wire = toWire(query) as Record<string, unknown>;
  const given = Object.entries(wire).filter(([, value]) => value !== null);
  const text = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}

function parseJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function detailOf(answer: object | undefined): string | undefined {
  return answer !== undefined && 'detail' in answer && typeof answer.detail === 'string' ? answer.detail : undefined;
}

function reasonOf(error: unknown): string | ((say: Say) => string) {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return (say) => say('the request timed out');
  return 'code' in error ? String(error.code) : error.message;
}
