import { ProxyCallError } from '../../domain/model/errors.js';

/**
 * What a request to Google came to when it failed. `refused`: it was certainly not carried out, and may be later.
 * `doubtful`: nobody knows. `fenced`: the lease that it was sent under is not ours any more, and it was not carried out.
 * `invalid`: it never will be.
 */
export type FaultKind = 'refused' | 'doubtful' | 'fenced' | 'invalid';

export class SheetsFault extends Error {
  override readonly name = 'SheetsFault';
  readonly kind: FaultKind;
  readonly status: number | undefined;
  /** How long Google asks us to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(
    kind: FaultKind,
    message: string,
    facts: { status?: number; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: facts.cause });
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

/** Never reached Google. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNABORTED']);

export function asSheetsFault(error: unknown): SheetsFault {
  if (error instanceof SheetsFault) return error;
  const { code, response } = (error ?? {}) as FailedRequest;
  if (response?.status === undefined) {
    const kind = NOT_SENT.has(String(code)) ? 'refused' : 'doubtful';
    return new SheetsFault(kind, `Google does not answer (${typeof code === 'string' ? code : 'no answer'})`, {
      cause: error,
    });
  }
  const { status } = response;
  const said = sayingOf(response.data?.error);
  const message = `Google answered ${status.toString()}${said === '' ? '' : `: ${said}`}`;
  const retryAfter = response.headers instanceof Headers ? Number(response.headers.get('retry-after') ?? NaN) : NaN;
  const facts = { status, cause: error, ...(Number.isNaN(retryAfter) ? {} : { retryAfterMs: retryAfter * 1000 }) };
  // The tab that stands for the lease has another id by now.
  if (status === 400 && /No grid with id|No sheet with id/.test(said)) return new SheetsFault('fenced', message, facts);
  if (status === 429 || status === 401 || status === 403) return new SheetsFault('refused', message, facts);
  return new SheetsFault(status >= 500 ? 'doubtful' : 'invalid', message, facts);
}

/** Google's own words, which may repeat what was sent after a line break. */
function sayingOf(error: { readonly message?: string } | string | undefined): string {
  const said = typeof error === 'string' ? error : (error?.message ?? '');
  return said.split('\n')[0]?.slice(0, 200) ?? '';
}

export function unavailable(message: string, cause?: unknown): ProxyCallError {
  return new ProxyCallError('store_unavailable', message, { retryable: true, cause });
}
