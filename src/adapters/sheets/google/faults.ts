import { ProxyCallError } from '../../../domain/model/errors.js';
import { describeAccountFault } from './account-faults.js';
import { detailOf, reasonsIn, type ErrorBody } from './error-body.js';

/**
 * Why a request to Google failed. `refused`: it was not carried out and may be retried. `unknown_outcome`: it may have
 * been carried out or not. `fenced`: it was not carried out because the lease it was sent under has been lost.
 * `invalid`: it was not carried out, and retrying it unchanged is useless.
 */
export type FaultKind = 'refused' | 'unknown_outcome' | 'fenced' | 'invalid';

interface Facts {
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly mayConcernContent?: boolean | undefined;
  readonly requestIndex?: number | undefined;
  readonly missingSheetId?: number | undefined;
  readonly isFull?: boolean | undefined;
}

export class SheetsFault extends Error {
  override readonly name = 'SheetsFault';
  readonly kind: FaultKind;
  readonly status: number | undefined;
  /** From the Retry-After header. */
  readonly retryAfterMs: number | undefined;
  /** Whether Google may have refused what was written, and would carry out a request with other content. */
  readonly mayConcernContent: boolean;
  /** Which request of the batch Google says it refused. Counted from 0. */
  readonly requestIndex: number | undefined;
  /** The id of a tab that does not exist. */
  readonly missingSheetId: number | undefined;
  /** Whether Google says that the spreadsheet is full. If not, it may have said so in another language. */
  readonly isFull: boolean;

  constructor(kind: FaultKind, message: string, facts: Facts = {}) {
    super(message);
    this.kind = kind;
    this.status = facts.status;
    this.retryAfterMs = facts.retryAfterMs;
    this.mayConcernContent = facts.mayConcernContent ?? false;
    this.requestIndex = facts.requestIndex;
    this.missingSheetId = facts.missingSheetId;
    this.isFull = facts.isFull ?? false;
  }
}

interface FailedRequest {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly response?: { readonly status?: number; readonly headers?: unknown; readonly data?: ErrorBody };
}

/** Network errors after which the request certainly did not reach Google. */
const NOT_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNABORTED']);

/**
 * What Google answers to a batch that it does not like: it is the same for the whole batch, whichever request is the reason. 403
 * is also the answer to an account without access, 404 to a spreadsheet that was deleted.
 */
const MAY_CONCERN_CONTENT = new Set([400, 403, 404, 409, 412, 413, 422]);

/** Reasons for a 403 that is not about what was sent: https://cloud.google.com/apis/design/errors#error_info */
const CONCERNS_ACCOUNT =
  /RATE_?LIMIT|QUOTA|SERVICE_DISABLED|accessNotConfigured|SCOPE|API_KEY|CREDENTIALS|BILLING|CONSUMER|ORG/i;
const API_DISABLED = /SERVICE_DISABLED|accessNotConfigured/;
const ENABLE_API =
  'enable the Google Sheets API, and for a spreadsheet that is named the Google Drive API, in the project of the service account';
const CONCERNS_QUOTA = /RATE_?LIMIT|QUOTA/i;

/** Google's error is not attached as the cause: it contains the request, with names and phone numbers. */
export function asSheetsFault(error: unknown): SheetsFault {
  if (error instanceof SheetsFault) return error;
  const { code, response } = (error ?? {}) as FailedRequest;
  if (response?.status === undefined) {
    const kind = NOT_SENT.has(String(code)) ? 'refused' : 'unknown_outcome';
    return new SheetsFault(kind, `Google does not answer (${typeof code === 'string' ? code : 'no answer'})`);
  }
  const { status, headers, data } = response;
  const retryAfter = headers instanceof Headers ? Number(headers.get('retry-after') ?? NaN) : NaN;
  const retryAfterMs = Number.isNaN(retryAfter) ? undefined : retryAfter * 1000;
  // An answer of the token endpoint: nothing of the spreadsheet was touched.
  const ofAccount = status < 500 ? describeAccountFault(data) : undefined;
  if (ofAccount !== undefined) return new SheetsFault('refused', ofAccount, { status, retryAfterMs });
  return answeredFault(status, data, retryAfterMs);
}

function answeredFault(status: number, data: ErrorBody | undefined, retryAfterMs: number | undefined): SheetsFault {
  const { text, requestIndex, missingSheetId, isFull } = detailOf(data);
  const reasons = reasonsIn(data);
  const advice = API_DISABLED.test(reasons) ? `; ${ENABLE_API}` : '';
  const message = `Google answered ${status.toString()}${text === '' ? '' : `: ${text}`}${advice}`;
  if (status === 403 && CONCERNS_QUOTA.test(reasons)) {
    return new SheetsFault('refused', message, { status: 429, retryAfterMs });
  }
  const mayConcernContent = MAY_CONCERN_CONTENT.has(status) && !(status === 403 && CONCERNS_ACCOUNT.test(reasons));
  const facts = { status, retryAfterMs, mayConcernContent, requestIndex, missingSheetId, isFull };
  // The lease tab has been replaced: its id changes with every holder, and every batch begins with a write to it.
  const isFenced = status === 400 && missingSheetId !== undefined && (requestIndex ?? 0) === 0;
  if (isFenced) return new SheetsFault('fenced', message, facts);
  if (status === 429 || status === 401 || status === 403) return new SheetsFault('refused', message, facts);
  return new SheetsFault(status >= 500 ? 'unknown_outcome' : 'invalid', message, facts);
}

export function unavailable(message: string, cause?: unknown): ProxyCallError {
  return new ProxyCallError('store_unavailable', message, { retryable: true, cause });
}
