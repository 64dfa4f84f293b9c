import type { Readable } from 'node:stream';
import fetch, { type Response } from 'node-fetch';
import { maskPersonalData } from '../../../domain/model/personal-data.js';
import type { Env } from '../../config/env-reader.js';
import { requestToWire, toWire } from '../../wire.js';
import { ApiError } from './failure.js';
import type { Message, Say } from './language.js';
import { proxyAgent, tunnelFault, TUNNEL_FAULT } from './proxy-agent.js';
import { systemReason } from './system-reason.js';

/** How long things take; tests shorten them. */
export interface RemoteTimes {
  /** Until a request has been answered in full: 20 seconds when absent. */
  readonly timeoutMs?: number | undefined;
  /** The first pause before a request is repeated; it grows each time. 300 when absent. */
  readonly pauseMs?: number | undefined;
  /** How long a second of `Retry-After` lasts. 1000 when absent. */
  readonly secondMs?: number | undefined;
}

export interface RemoteOptions extends RemoteTimes {
  readonly baseUrl: string;
  readonly token: string | undefined;
  /** Has the variables of the proxy between here and the API. No proxy when absent. */
  readonly env?: Env | undefined;
  /** Told once for a request when it is repeated after a while, as the API asked: why, and for how many seconds at most. */
  readonly onWait?: ((status: number, why: Message, most: number) => void) | undefined;
  /** Told when a stream of events was cut off, and when it goes on. */
  readonly onStream?: ((state: 'lost' | 'restored') => void) | undefined;
}

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface RemoteRequest {
  readonly query?: object | undefined;
  readonly body?: object | undefined;
  readonly idempotencyKey?: string | undefined;
  /** It changes nothing, whatever its method says. */
  readonly isRead?: boolean | undefined;
  /** Instead of the usual time. Not when a test shortens that. */
  readonly timeoutMs?: number | undefined;
  /** For a stream of events: it is returned unread, and the time is that until it begins. */
  readonly isStream?: boolean | undefined;
  /** Of the last event of a stream that was cut off. */
  readonly lastEventId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What came back, read to its end. */
export interface Exchange {
  readonly status: number;
  /** `Not Found`; empty where HTTP has none. */
  readonly statusText: string;
  readonly header: (name: string) => string | undefined;
  readonly text: string;
  /** Of a stream of events that was asked for. */
  readonly events?: Readable | undefined;
}

/** In bytes. An export of a busy person is large; what never ends is none. */
const LARGEST_ANSWER = 256 * 1024 * 1024;

/**
 * Sends one request. Redirects are not followed: the address that a token and personal data go to is the one that was configured.
 * @throws `ApiError` when there is no whole response, or it leads elsewhere
 */
export async function exchange(
  options: RemoteOptions,
  method: Method,
  path: string,
  request: RemoteRequest,
): Promise<Exchange> {
  const url = `${options.baseUrl}${path}${queryString(request.query ?? {})}`;
  const agent = proxyAgent(new URL(url), options.env ?? {});
  const timeout = new AbortController();
  const timer = setTimeout(
    () => {
      timeout.abort();
    },
    options.timeoutMs ?? request.timeoutMs ?? 20_000,
  );
  let response: Response | undefined;
  try {
    response = await fetch(url, {
      method,
      headers: headersOf(options, request),
      ...(request.body === undefined ? {} : { body: JSON.stringify(requestToWire(request.body)) }),
      ...(agent === undefined ? {} : { agent }),
      redirect: 'manual',
      size: LARGEST_ANSWER,
      signal: AbortSignal.any([timeout.signal, ...(request.signal === undefined ? [] : [request.signal])]),
    });
    if (isRedirect(response.status)) throw redirected(options.baseUrl, path, response);
    if (response.status === 407) throw tunnelFault('407');
    return request.isStream === true && isStream(response) ? unread(response) : await readWhole(response);
  } catch (error) {
    // What else is in the response is not read.
    response?.body?.once('error', () => undefined);
    (response?.body as { destroy?: () => void } | null)?.destroy?.();
    if (error instanceof ApiError) throw error;
    // It is not what its headers say.
    if (response !== undefined && codeOf(error) === 'Z_DATA_ERROR') throw foreignAnswer(options.baseUrl, response);
    const values = { url: options.baseUrl, reason: reasonOf(error, response !== undefined) };
    const more = { code: 'unreachable', wasSent: !neverSent(error), cause: error } as const;
    throw new ApiError(undefined, 'The API at {url} cannot be reached: {reason}', values, more);
  } finally {
    clearTimeout(timer);
  }
}

/** What nobody but another program than ProxyCall answers. */
export function foreignAnswer(
  baseUrl: string,
  { status, statusText = '' }: { readonly status: number; readonly statusText?: string },
): ApiError {
  const values = { url: baseUrl, status: `${status.toString()} ${statusText}`.trim() };
  return new ApiError(
    status,
    "{url} returned {status}, which is not ProxyCall's answer: check PUBLIC_BASE_URL",
    values,
  );
}

async function readWhole(response: Response): Promise<Exchange> {
  const text = await response.text();
  return { ...headOf(response), text };
}

const STREAM = 'text/event-stream';

function isStream({ status, headers }: Response): boolean {
  return status === 200 && headers.get('content-type')?.toLowerCase().startsWith(STREAM) === true;
}

function unread(response: Response): Exchange {
  return { ...headOf(response), text: '', events: (response.body ?? undefined) as Readable | undefined };
}

function headOf({ status, statusText, headers }: Response): Omit<Exchange, 'text'> {
  return { status, statusText, header: (name) => headers.get(name) ?? undefined };
}

function headersOf(
  { token }: RemoteOptions,
  { body, idempotencyKey, isStream: isStreamWanted, lastEventId }: RemoteRequest,
): Record<string, string> {
  return {
    accept: isStreamWanted === true ? `${STREAM}, application/json` : 'application/json',
    ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
  };
}

function queryString(query: object): string {
  const wire = toWire(query) as Record<string, unknown>;
  const given = Object.entries(wire).filter(([, value]) => value !== null);
  const text = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return text === '' ? '' : `?${text}`;
}

/** 304 included: nobody asked whether something has changed. */
function isRedirect(status: number): boolean {
  return status >= 300 && status < 400;
}

/** Says where the API has moved to, so that whoever trusts that address can configure it. */
function redirected(baseUrl: string, path: string, response: Response): ApiError {
  const status = response.status.toString();
  const location = response.headers.get('location') ?? '';
  const target = URL.canParse(location, baseUrl) ? new URL(location, baseUrl) : undefined;
  if (location === '' || target === undefined) return foreignAnswer(baseUrl, response);
  const place = `${target.protocol}//${target.host}${target.pathname}`;
  const isMoved = place.endsWith(path) && place.length - path.length >= target.origin.length;
  return isMoved
    ? new ApiError(
        response.status,
        'The API at {url} has moved to {target} ({status}). Redirects are not followed: if you trust that address, set PUBLIC_BASE_URL to it.',
        { url: baseUrl, target: place.slice(0, -path.length), status },
        { code: 'redirected' },
      )
    : new ApiError(
        response.status,
        '{url} redirects to {target} ({status}). Redirects are not followed: check PUBLIC_BASE_URL.',
        // A path may hold a phone.
        { url: baseUrl, target: maskPersonalData(place), status },
        { code: 'redirected' },
      );
}

/** What fails before anything is sent. */
const BEFORE_SENDING = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

function neverSent(error: unknown): boolean {
  const code = codeOf(error) ?? '';
  return TUNNEL_FAULT.test(code) || BEFORE_SENDING.includes(code);
}

function reasonOf(error: unknown, isCut: boolean): string | ((say: Say) => string) {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError' || error.name === 'AbortError') return (say) => say('the request timed out');
  const code = codeOf(error);
  const [, fault] = TUNNEL_FAULT.exec(code ?? '') ?? [];
  if (fault === '407') return (say) => say('the proxy requires a user name and a password (407)');
  if (fault !== undefined) {
    return (say) =>
      /^\d/.test(fault)
        ? say('the proxy does not let it through ({fault})', { fault })
        : say('the proxy cannot be reached: {reason}', { reason: systemReason(fault)(say) });
  }
  if ('type' in error && error.type === 'max-size') return (say) => say('the response is too large');
  if (isCut) return (say) => say('the response was cut off');
  return code === undefined ? maskPersonalData(error.message) : systemReason(code);
}

/** What comes of asking a proxy again that has refused, but a locked account? */
export function isRefusedByProxy({ cause }: ApiError): boolean {
  return /^PROXY_4\d\d$/.test(codeOf(cause) ?? '');
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
