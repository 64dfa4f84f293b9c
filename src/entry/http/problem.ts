import { STATUS_CODES } from 'node:http';
import type { Middleware } from 'koa';
import {
  isProxyCallError,
  listIssues,
  type ErrorCode,
  type FieldIssue,
  type ProxyCallError,
} from '../../domain/model/errors.js';
import type { Logger } from '../../ports/runtime.js';
import { snakeCase } from '../wire.js';

/** Errors of a request that does not reach a use case. */
export type HttpErrorCode =
  | 'unauthorized'
  | 'forbidden'
  | 'bad_signature'
  | 'route_not_found'
  | 'method_not_allowed'
  | 'request_timeout'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'malformed_request'
  | 'too_many_attempts'
  | 'too_many_streams'
  | 'headers_too_large'
  | 'temporarily_unavailable';

export type ProblemCode = ErrorCode | HttpErrorCode;

export const STATUS_OF: Readonly<Record<ProblemCode, number>> = {
  invalid_request: 400,
  malformed_request: 400,
  pool_empty: 400,
  unauthorized: 401,
  forbidden: 403,
  not_allowed: 403,
  bad_signature: 403,
  client_not_found: 404,
  order_not_found: 404,
  token_not_found: 404,
  confirmation_not_found: 404,
  route_not_found: 404,
  method_not_allowed: 405,
  request_timeout: 408,
  client_exists: 409,
  client_mismatch: 409,
  order_conflict: 409,
  number_state: 409,
  confirmation_closed: 409,
  channel_unavailable: 409,
  store_refused: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  idempotency_key_reused: 422,
  code_wrong: 422,
  too_many_attempts: 429,
  too_many_streams: 429,
  code_locked: 429,
  too_many_sends: 429,
  too_many_counts: 429,
  headers_too_large: 431,
  internal: 500,
  bundle_mismatch: 502,
  provider_failed: 502,
  outcome_unknown: 502,
  conflict: 503,
  number_unavailable: 503,
  pool_exhausted: 503,
  provider_unavailable: 503,
  store_unavailable: 503,
  hash_key_changed: 503,
  temporarily_unavailable: 503,
};

/** A request rejected by the HTTP layer. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly code: HttpErrorCode;
  /** Headers of the response that belong to the error. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: HttpErrorCode,
    detail: string,
    { cause, headers = {} }: { readonly cause?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail, cause === undefined ? undefined : { cause });
    this.code = code;
    this.headers = headers;
  }
}

interface Problem {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly issues: readonly FieldIssue[];
  readonly retryable: boolean;
  readonly attemptsLeft?: number | undefined;
  readonly retryAfterSeconds?: number | undefined;
}

/** Turns every error into an RFC 9457 response with `detail` and `code`. */
export function answerProblems(logger: Logger): Middleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) throw new HttpProblem('route_not_found', 'no such route');
    } catch (error) {
      const { status, contentType, body, headers } = reportProblem(error, String(ctx.state['requestId']), logger);
      ctx.status = status;
      ctx.set({ ...headers });
      ctx.body = body;
      ctx.type = contentType;
    }
  };
}

/** The response to an error, which is logged if it is a fault of ours. */
export function reportProblem(error: unknown, requestId: string, logger: Logger): ProblemResponse {
  const problem = describe(error);
  const { code, retryable, retryAfterSeconds } = problem;
  const document = render(problem, requestId);
  if (document.status >= 500) logger.error('request.failed', error, { requestId, code });
  const headers = {
    ...(error instanceof HttpProblem ? error.headers : {}),
    ...(code === 'unauthorized' ? { 'WWW-Authenticate': 'Bearer' } : {}),
    ...(retryable && document.status === 503 ? { 'Retry-After': '1' } : {}),
    ...(retryAfterSeconds === undefined ? {} : { 'Retry-After': Math.max(1, Math.ceil(retryAfterSeconds)).toString() }),
  };
  return { ...document, headers };
}

export interface ProblemResponse extends ProblemDocument {
  readonly headers: Readonly<Record<string, string>>;
}

export interface ProblemDocument {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** The response to an error, for servers other than Koa. */
export function problemDocument(error: unknown, requestId: string): ProblemDocument {
  return render(describe(error), requestId);
}

function render({ code, detail, issues, attemptsLeft }: Problem, requestId: string): ProblemDocument {
  const status = STATUS_OF[code];
  const errors = issues.map(({ pointer, detail: reason }) => ({ pointer: snakeCase(pointer), detail: reason }));
  const body = JSON.stringify({
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail,
    code,
    ...(errors.length > 0 ? { errors } : {}),
    ...(attemptsLeft === undefined ? {} : { attempts_left: attemptsLeft }),
    request_id: requestId,
  });
  return { status, contentType: 'application/problem+json', body };
}

function describe(error: unknown): Problem {
  const plain = { issues: [], retryable: false };
  if (isProxyCallError(error)) {
    const { code, issues, retryable, attemptsLeft, retryAfterSeconds } = error;
    // Fields have other names in HTTP.
    const message = issues.length > 0 ? wireDetail(error) : error.message;
    // Internal details belong in the log, not in the response.
    if (code === 'internal') return { code, detail: INTERNAL, ...plain };
    if (code === 'store_unavailable')
      return { code, detail: 'the store is temporarily unavailable', issues, retryable };
    if (code === 'conflict') return { code, detail: 'too many concurrent changes; retry', issues, retryable };
    return { code, detail: message, issues, retryable, attemptsLeft, retryAfterSeconds };
  }
  if (error instanceof HttpProblem) return { code: error.code, detail: error.message, ...plain };
  return { code: 'internal', detail: INTERNAL, ...plain };
}

function wireDetail({ message, issues }: ProxyCallError): string {
  // Keep a message that is more than the list of its fields.
  return message === listIssues(issues) ? listIssues(issues, snakeCase) : message;
}

const INTERNAL = 'internal error; the log has the details under this request_id';
