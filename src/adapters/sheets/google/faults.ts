import { ProxyCallError } from '../../../domain/model/errors.js';

/**
 * Why a request to Google failed. `refused`: it was not carried out and may be retried. `unknown_outcome`: it may have
 * been carried out or not. `fenced`: it was not carried out because the lease it was sent under has been lost.
 * `invalid`: it was not carried out, and retrying it unchanged is useless.
 */
export type FaultKind = 'refused' | 'unknown_outcome' | 'fenced' | 'invalid';

export class SheetsFault extends Error {
  override readonly name = 'SheetsFault';
  readonly kind: FaultKind;
  readonly status: number | undefined;
  /** From the Retry-After header. */
  readonly retryAfterMs: number | undefined;

  constructor(kind: FaultKind, message: string, facts: { status?: number; retryAfterMs?: number } = {}) {
    super(message);
    this.kind = kind;
    this.status = facts.status;
    this.retryAfterMs = facts.retryAfterMs;
  }
}

interface FailedRequest {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly response?: {
    readonly status?: number;
    readonly headers?: unknown;
    readonly data?: { readonly error?: { readonly message?: string } | string };
  };
}

/** Network errors after which the request certainly did not reach Google. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNABORTED']);

/** Google's error is not attached as the cause: it contains the request, with names and phone numbers. */
export function asSheetsFault(error: unknown): SheetsFault {
  if (error instanceof SheetsFault) return error;
  const { code, response } = (error ?? {}) as FailedRequest;
  if (response?.status === undefined) {
    const kind = NOT_SENT.has(String(code)) ? 'refused' : 'unknown_outcome';
    return new SheetsFault(kind, `Google does not answer (${typeof code === 'string' ? code : 'no answer'})`);
  }
  const { status } = response;
  const detail = firstLine(response.data?.error);
  const message = `Google answered ${status.toString()}${detail === '' ? '' : `: ${detail}`}`;
  const retryAfter = response.headers instanceof Headers ? Number(response.headers.get('retry-after') ?? NaN) : NaN;
  const facts = { status, ...(Number.isNaN(retryAfter) ? {} : { retryAfterMs: retryAfter * 1000 }) };
  // The lease tab has been replaced: its id changes with every holder.
  const isFenced = status === 400 && /No grid with id|No sheet with id/.test(detail);
  if (isFenced) return new SheetsFault('fenced', message, facts);
  if (status === 429 || status === 401 || status === 403) return new SheetsFault('refused', message, facts);
  return new SheetsFault(status >= 500 ? 'unknown_outcome' : 'invalid', message, facts);
}

/** The first line of Google's message: later lines may repeat what was sent. */
function firstLine(error: { readonly message?: string } | string | undefined): string {
  const detail = typeof error === 'string' ? error : (error?.message ?? '');
  return detail.split('\n')[0]?.slice(0, 200) ?? '';
}

export function unavailable(message: string, cause?: unknown): ProxyCallError {
  return new ProxyCallError('store_unavailable', message, { retryable: true, cause });
}
