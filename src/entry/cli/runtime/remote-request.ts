import { ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import fetch, { type Response } from 'node-fetch';
import { fromWireDeep, requestToWire, toWire } from '../../wire.js';
import { ApiError } from './failure.js';
import type { Say } from './language.js';

export interface RemoteOptions {
  readonly baseUrl: string;
  readonly token: string | undefined;
  /** 20 seconds when absent. */
  readonly timeoutMs?: number;
  /** First pause before a safe request is retried; it grows with each retry. 300 when absent. */
  readonly pauseMs?: number | undefined;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface RemoteRequest {
  readonly query?: object | undefined;
  readonly body?: object | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly timeoutMs?: number;
}

/**
 * Sends a request, with field names converted by wire.ts. Safe requests are retried, at most twice, when there is no
 * response, or a gateway error.
 */
export async function sendRequest<T>(
  options: RemoteOptions,
  method: Method,
  path: string,
  request: RemoteRequest,
): Promise<T> {
  const isSafe = method === 'GET' || request.idempotencyKey !== undefined;
  if (!isSafe) return sendOnce(options, method, path, request);
  const { pauseMs = 300 } = options;
  const backoff = new ExponentialBackoff({ initialDelay: pauseMs, maxDelay: 10 * pauseMs });
  return retry(handleWhen(isTransient), { maxAttempts: 2, backoff }).execute(() =>
    sendOnce<T>(options, method, path, request),
  );
}

async function sendOnce<T>(options: RemoteOptions, method: Method, path: string, request: RemoteRequest): Promise<T> {
  const response = await fetchResponse(options, method, path, request);
  const answer = parseJson(await response.text());
  if (response.ok && answer !== undefined) return fromWireDeep(answer) as T;
  const detail = detailOf(answer) ?? ((say: Say) => say(response.ok ? 'the response is not JSON' : 'no details'));
  throw new ApiError(response.status, 'The API returned {status}: {detail}', {
    status: `${response.status.toString()} ${response.statusText}`.trim(),
    detail,
  });
}

async function fetchResponse(
  { baseUrl, token, timeoutMs: usualTimeoutMs = 20_000 }: RemoteOptions,
  method: Method,
  path: string,
  { query = {}, body, idempotencyKey, timeoutMs = usualTimeoutMs }: RemoteRequest,
): Promise<Response> {
  try {
    return await fetch(`${baseUrl}${path}${queryString(query)}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(requestToWire(body)) }),
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    const values = { url: baseUrl, reason: reasonOf(error) };
    throw new ApiError(undefined, 'The API at {url} cannot be reached: {reason}', values, error);
  }
}

function isTransient(error: Error): boolean {
  return error instanceof ApiError && (error.status === undefined || [429, 502, 503, 504].includes(error.status));
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
