import { ProxyCallError, isProxyCallError, type ErrorCode } from '../../domain/model/errors.js';
import { maskPersonalData } from '../../domain/model/personal-data.js';
import { NOT_THERE, UnreadableAnswer, isCircuitOpen, isOutOfOrder } from './guard.js';

/** A request that Twilio refused, as its library reports it. */
interface Refusal {
  readonly status: number;
  /** https://www.twilio.com/docs/api/errors */
  readonly code: number | undefined;
  readonly message: string;
}

/** What is said of Twilio's errors that have a meaning of their own for whoever asked. */
export type KnownErrors = Readonly<Record<number, { readonly code: ErrorCode; readonly message: string }>>;

/**
 * Twilio's errors, and those on the way to it, as errors of ours. They keep Twilio's code and its reason, but no phone
 * number and nothing of the request.
 */
export function translate(error: unknown, known: KnownErrors = {}): ProxyCallError {
  if (isProxyCallError(error)) return error;
  const refusal = readRefusal(error);
  if (refusal === undefined) return unavailable(describeFault(error));
  const { status, code, message } = refusal;
  const meaning = code === undefined ? undefined : known[code];
  if (meaning !== undefined)
    return new ProxyCallError(meaning.code, `${meaning.message} (Twilio error ${String(code)})`);
  if (status === 429) return unavailable('Twilio is asked too often (429), and asks to wait');
  if (isOutOfOrder(status)) return unavailable(`Twilio is out of order (${status.toString()})`);
  const told = code === undefined ? `status ${status.toString()}` : `error ${code.toString()}`;
  const hint = status === 401 ? ': check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN' : '';
  return new ProxyCallError('provider_failed', `Twilio refused: ${reason(message)} (${told})${hint}`);
}

export function isNotThere(error: unknown): boolean {
  return readRefusal(error)?.code === NOT_THERE;
}

export function unavailable(message: string): ProxyCallError {
  return new ProxyCallError('provider_unavailable', message, { retryable: true });
}

export function unreadable(): ProxyCallError {
  return unavailable('what Twilio answered cannot be understood: is something else in between?');
}

function readRefusal(error: unknown): Refusal | undefined {
  if (!(error instanceof Error) || !('status' in error) || typeof error.status !== 'number') return undefined;
  const code = 'code' in error && typeof error.code === 'number' ? error.code : undefined;
  // Where the body was none of Twilio's, the library leaves the message out.
  const message: unknown = error.message;
  return { status: error.status, code, message: typeof message === 'string' ? message : '' };
}

/** Digits as people group them: +33 1 99 00 12 34, (808) 925-5327. */
const GROUPED_DIGITS = /\+?\(?\d[\d\s().-]{5,}\d/g;

function reason(message: string): string {
  const masked = maskPersonalData(message).replace(GROUPED_DIGITS, '(a number)');
  return masked.trim().replace(/\.$/, '').slice(0, 300) || 'it gave no reason';
}

function describeFault(error: unknown): string {
  if (error instanceof UnreadableAnswer || error instanceof SyntaxError || error instanceof TypeError)
    return unreadable().message;
  if (!(error instanceof Error)) return 'Twilio cannot be asked';
  if (isCircuitOpen(error)) return 'Twilio has failed several times in a row and is not asked for a while';
  const code = 'code' in error ? String(error.code) : 'no code';
  const isLate = ['ERR_CANCELED', 'ECONNABORTED', 'ETIMEDOUT'].includes(code);
  return isLate ? 'Twilio did not answer in time' : `Twilio cannot be reached (${code})`;
}
