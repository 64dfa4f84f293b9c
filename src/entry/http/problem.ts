import { STATUS_CODES } from 'node:http';
import type { Context, Middleware } from 'koa';
import { ProxyCallError, type ErrorCode, type FieldIssue } from '../../domain/model/errors.js';
import type { Logger } from '../../ports/runtime.js';

/** What can go wrong with a request before it reaches a use case. */
export type HttpErrorCode =
  | 'unauthorized'
  | 'forbidden'
  | 'bad_signature'
  | 'route_not_found'
  | 'method_not_allowed'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'malformed_request'
  | 'temporarily_unavailable';

export type ProblemCode = ErrorCode | HttpErrorCode;

export const STATUS_OF: Readonly<Record<ProblemCode, number>> = {
  invalid_request: 400,
  malformed_request: 400,
  unauthorized: 401,
  forbidden: 403,
  bad_signature: 403,
  client_not_found: 404,
  order_not_found: 404,
  route_not_found: 404,
  method_not_allowed: 405,
  client_exists: 409,
  client_mismatch: 409,
  order_conflict: 409,
  number_state: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  idempotency_key_reused: 422,
  internal: 500,
  bundle_mismatch: 502,
  provider_failed: 502,
  telephony_failed: 502,
  conflict: 503,
  number_unavailable: 503,
  pool_exhausted: 503,
  provider_unavailable: 503,
  store_unavailable: 503,
  temporarily_unavailable: 503,
};

/** A refusal by the HTTP layer itself. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly code: HttpErrorCode;

  constructor(code: HttpErrorCode, detail: string, cause?: unknown) {
    super(detail, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

interface Problem {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly issues: readonly FieldIssue[];
  readonly retryable: boolean;
}

/** The one place where an error becomes an answer: RFC 9457, always with `detail` and `code`. */
export function answerProblems(logger: Logger): Middleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 405) throw new HttpProblem('method_not_allowed', `${ctx.method} is not offered here`);
      if (ctx.status === 404 && ctx.body === undefined)
        throw new HttpProblem('route_not_found', 'there is nothing here');
    } catch (error) {
      const problem = describe(error);
      const requestId = String(ctx.state['requestId']);
      if (STATUS_OF[problem.code] >= 500) logger.error('request.failed', error, { requestId, code: problem.code });
      writeProblem(ctx, problem, requestId);
    }
  };
}

function writeProblem(ctx: Context, { code, detail, issues, retryable }: Problem, requestId: string): void {
  const status = STATUS_OF[code];
  ctx.status = status;
  if (code === 'unauthorized') ctx.set('WWW-Authenticate', 'Bearer');
  if (retryable && status === 503) ctx.set('Retry-After', '1');
  ctx.body = JSON.stringify({
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail,
    code,
    ...(issues.length > 0 ? { errors: issues } : {}),
    request_id: requestId,
  });
  ctx.type = 'application/problem+json';
}

function describe(error: unknown): Problem {
  const plain = { issues: [], retryable: false };
  if (error instanceof ProxyCallError) {
    const { code, message, issues, retryable } = error;
    // What the store or the program says about itself is for the log, not for whoever asked.
    if (code === 'internal') return { code, detail: INTERNAL, ...plain };
    if (code === 'store_unavailable')
      return { code, detail: 'the store cannot be used at the moment', issues, retryable };
    if (code === 'conflict')
      return { code, detail: 'too many requests wanted the same thing: try again', issues, retryable };
    return { code, detail: message, issues, retryable };
  }
  if (error instanceof HttpProblem) return { code: error.code, detail: error.message, ...plain };
  return describeParserError(error) ?? { code: 'internal', detail: INTERNAL, ...plain };
}

const INTERNAL = 'something went wrong here: the log has the details under this request_id';

/** Errors of the body parsers and the router carry a status below 500; their messages may quote the body. */
function describeParserError(error: unknown): Problem | undefined {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  const plain = { issues: [], retryable: false };
  if (status === 413) return { code: 'payload_too_large', detail: 'the body is too large', ...plain };
  if (status === 415) return { code: 'unsupported_media_type', detail: 'this encoding is not understood', ...plain };
  if (status === 400)
    return { code: 'malformed_request', detail: 'the request could not be read: is it valid JSON?', ...plain };
  return undefined;
}
