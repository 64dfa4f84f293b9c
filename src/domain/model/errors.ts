import type { Range } from './telephony-limits.js';

/** Every fault and refusal that ProxyCall can name. The codes are stable: clients may branch on them. */
export type ErrorCode =
  | 'invalid_request'
  | 'client_not_found'
  | 'client_exists'
  | 'client_mismatch'
  | 'order_not_found'
  | 'order_conflict'
  | 'number_state'
  | 'idempotency_key_reused'
  | 'pool_exhausted'
  | 'conflict'
  | 'store_unavailable'
  | 'number_unavailable'
  | 'bundle_mismatch'
  | 'provider_failed'
  | 'provider_unavailable'
  | 'outcome_unknown'
  | 'hash_key_changed'
  | 'internal';

/** One invalid field, with an explanation for a person. */
export interface FieldIssue {
  /** An RFC 6901 JSON pointer into the request, with the names of `ProxyCallApi`: `/expiresAt`. */
  readonly pointer: string;
  readonly detail: string;
}

/** Set on every instance, so that errors of another copy of this package are recognised. */
const MARKER = Symbol.for('proxycall.error');

/**
 * The only error class of the program. Messages are written for the person who sent the request and never
 * contain a phone number, a mail address or a secret.
 */
export class ProxyCallError extends Error {
  override readonly name = 'ProxyCallError';
  readonly [MARKER] = true;
  readonly code: ErrorCode;
  /** True when the same request may succeed a little later, unchanged. */
  readonly retryable: boolean;
  readonly issues: readonly FieldIssue[];

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; retryable?: boolean; issues?: readonly FieldIssue[] } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.issues = options.issues ?? [];
  }
}

/** @param field as `ProxyCallApi` names it: `expiresAt` */
export function invalidField(field: string, detail: string): ProxyCallError {
  return invalidFields([{ pointer: `/${field}`, detail }]);
}

export function invalidFields(issues: readonly FieldIssue[]): ProxyCallError {
  const message = issues.map(({ pointer, detail }) => `${pointer.slice(1)}: ${detail}`).join('; ');
  return new ProxyCallError('invalid_request', message, { issues });
}

/** @throws `invalid_request` when the value is not a whole number within the range */
export function refuseOutside(field: string, value: number, [least, most]: Range): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw invalidField(field, `must be a whole number from ${least.toString()} to ${most.toString()}`);
}

export function clientNotFound(): ProxyCallError {
  return new ProxyCallError('client_not_found', 'no client has this identifier');
}

export function orderNotFound(): ProxyCallError {
  return new ProxyCallError('order_not_found', 'no order has this identifier');
}

/** Another request was faster: this one may be decided again. */
export function conflict(cause?: unknown): ProxyCallError {
  return new ProxyCallError('conflict', 'another request changed the same records', { retryable: true, cause });
}

/** Recognises errors of other copies of this package too, which `instanceof` does not. */
export function isProxyCallError(error: unknown, code?: ErrorCode): error is ProxyCallError {
  if (!(error instanceof Error) || !(MARKER in error)) return false;
  return code === undefined || (error as ProxyCallError).code === code;
}
