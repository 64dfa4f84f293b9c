import { ProxyCallError, isProxyCallError, type ErrorCode } from '../../domain/model/errors.js';
import { maskPersonalData } from '../../domain/model/personal-data.js';
import type { Receipt } from '../../ports/telephony.js';
import { NOT_FOUND, UnreadableResponse, isCircuitOpen, isServerError } from './guard.js';

/** An error response from Twilio, as its library reports it. */
interface Rejection {
  readonly status: number;
  /** https://www.twilio.com/docs/api/errors */
  readonly code: number | undefined;
  readonly message: string;
}

/** Errors of our own for some Twilio error codes. */
export type KnownErrors = Readonly<Record<number, { readonly code: ErrorCode; readonly message: string }>>;

/**
 * Translates errors of Twilio and of the connection into ours. They keep Twilio's error code and message, but no phone
 * number and no part of the request.
 */
function translate(error: unknown, known: KnownErrors = {}): ProxyCallError {
  if (isProxyCallError(error)) return error;
  const rejection = readRejection(error);
  if (rejection === undefined) return unavailable(describeFault(error));
  const { status, code, message } = rejection;
  const meaning = code === undefined ? undefined : known[code];
  if (meaning !== undefined)
    return new ProxyCallError(meaning.code, `${meaning.message} (Twilio error ${String(code)})`);
  if (status === 429) return unavailable('Twilio rate limit exceeded (429)');
  if (isServerError(status)) return unavailable(`Twilio returned a server error (${status.toString()})`);
  return new ProxyCallError('provider_failed', `Twilio rejected the request: ${reason(message)} ${labelOf(rejection)}`);
}

function labelOf({ status, code }: Rejection): string {
  const label = code === undefined ? `(status ${status.toString()})` : `(error ${code.toString()})`;
  return status === 401 ? `${label}: check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN` : label;
}

interface ExpectedErrors<T> {
  readonly known?: KnownErrors;
  /** The result when Twilio has no such resource. */
  readonly whenNotFound?: T;
}

/** What a request to Twilio returns. Rejects with errors of ours. */
export async function resultOf<T>(
  request: () => Promise<T>,
  { known, whenNotFound }: ExpectedErrors<T> = {},
): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (whenNotFound !== undefined && readRejection(error)?.code === NOT_FOUND) return whenNotFound;
    throw translate(error, known);
  }
}

/** Errors of connections that were never made: the request was certainly not sent. */
const NOT_SENT: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** Rejections because of the account or of the load, not of the request itself. */
const TEMPORARY: ReadonlySet<number> = new Set([401, 403, 429]);

/**
 * The refusal that a failed request to send a text or place a call amounts to.
 * @throws `outcome_unknown` when Twilio may have accepted it
 */
export function refusalOf(error: unknown): Extract<Receipt, { kind: 'refused' }> {
  const { message } = translate(error);
  const rejection = readRejection(error);
  if (rejection !== undefined && !isServerError(rejection.status)) {
    // Without Twilio's words, which may quote the text: the reason is logged.
    const reason = `Twilio rejected the request ${labelOf(rejection)}`;
    return { kind: 'refused', isPermanent: !TEMPORARY.has(rejection.status), reason };
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (rejection === undefined && (isCircuitOpen(error) || NOT_SENT.has(code))) {
    return { kind: 'refused', isPermanent: false, reason: message };
  }
  throw new ProxyCallError('outcome_unknown', message);
}

export function unavailable(message: string): ProxyCallError {
  return new ProxyCallError('provider_unavailable', message, { retryable: true });
}

export function unreadable(): ProxyCallError {
  return unavailable('the response is not from Twilio, or was cut off: check for a proxy in between');
}

function readRejection(error: unknown): Rejection | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  const code = 'code' in error && typeof error.code === 'number' ? error.code : undefined;
  // The library omits the message when the body is not Twilio's.
  const message: unknown = error.message;
  return { status: error.status, code, message: typeof message === 'string' ? message : '' };
}

/** Grouped digits: +33 1 99 00 12 34, (808) 925-5327. */
const GROUPED_DIGITS = /\+?\(?\d[\d\s().-]{5,}\d/g;

function reason(message: string): string {
  const masked = maskPersonalData(message).replace(GROUPED_DIGITS, '(a number)');
  return masked.trim().replace(/\.$/, '').slice(0, 300) || 'no reason given';
}

function describeFault(error: unknown): string {
  if (error instanceof UnreadableResponse || error instanceof SyntaxError || error instanceof TypeError)
    return unreadable().message;
  if (!(error instanceof Error)) return 'the request to Twilio failed';
  if (isCircuitOpen(error)) return 'requests to Twilio are suspended after several consecutive failures';
  const code = 'code' in error ? String(error.code) : 'no code';
  const timedOut = ['ERR_CANCELED', 'ECONNABORTED', 'ETIMEDOUT'].includes(code);
  return timedOut ? 'Twilio did not answer in time' : `Twilio cannot be reached (${code})`;
}
