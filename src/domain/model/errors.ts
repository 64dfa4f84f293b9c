import type { Range } from './telephony-limits.js';

/**
 * The code of a ProxyCallError. Codes are stable: programs may branch on them.
 *
 * | code | |
 * | --- | --- |
 * | `invalid_request` | a field is invalid: see `issues` |
 * | `not_allowed` | the role of the actor may not do this: the message names the roles that may |
 * | `client_not_found`, `order_not_found`, `token_not_found`, `confirmation_not_found` | there is no record with this id |
 * | `client_exists` | there is a client with this id |
 * | `client_mismatch` | the client is known with another real phone; or the new phone could not be told from another person's |
 * | `order_conflict` | there is an order of this id with other contents; or the order has no courier to change |
 * | `number_state` | the status of the number does not allow this step |
 * | `idempotency_key_reused` | the key was used for another request |
 * | `pool_empty` | no number is free, and the request does not allow to buy one |
 * | `pool_exhausted` | no number is free, and none is for sale |
 * | `number_unavailable` | the provider does not sell this number, or no longer |
 * | `bundle_mismatch` | the regulatory bundle does not fit this type of number |
 * | `provider_failed` | the provider refused: its reason is in the message |
 * | `provider_unavailable` | the provider gave no intelligible answer: the request may have been carried out or not |
 * | `outcome_unknown` | the carrier gave no intelligible answer: the text or call may have been sent or not |
 * | `confirmation_closed` | the confirmation has ended, or another one of this client waits |
 * | `channel_unavailable` | nothing can be sent this way: not to this phone, or not from any number of the pool, or no mail server is configured |
 * | `code_wrong` | the code is wrong, or has run out: see `attemptsLeft` |
 * | `code_locked` | too many wrong codes were entered: see `retryAfterSeconds` |
 * | `too_many_sends` | too many codes and links were sent: see `retryAfterSeconds` |
 * | `too_many_counts` | too many plans or reports are being counted: see `retryAfterSeconds` |
 * | `conflict` | other requests changed the same records |
 * | `store_unavailable` | the store cannot be used |
 * | `store_refused` | the store accepts other writes, but not this one: the message says which tab, row and column of the spreadsheet is protected, or which header is wrong |
 * | `hash_key_changed` | the store was written under another hash key |
 * | `internal` | an error of the program |
 */
export type ErrorCode =
  | 'invalid_request'
  | 'not_allowed'
  | 'client_not_found'
  | 'client_exists'
  | 'client_mismatch'
  | 'order_not_found'
  | 'token_not_found'
  | 'confirmation_not_found'
  | 'confirmation_closed'
  | 'channel_unavailable'
  | 'code_wrong'
  | 'code_locked'
  | 'too_many_sends'
  | 'too_many_counts'
  | 'order_conflict'
  | 'number_state'
  | 'idempotency_key_reused'
  | 'pool_empty'
  | 'pool_exhausted'
  | 'conflict'
  | 'store_unavailable'
  | 'store_refused'
  | 'number_unavailable'
  | 'bundle_mismatch'
  | 'provider_failed'
  | 'provider_unavailable'
  | 'outcome_unknown'
  | 'hash_key_changed'
  | 'internal';

/** An invalid field. */
export interface FieldIssue {
  /** An RFC 6901 JSON pointer into the request, with the names of `ProxyCallApi`: `/expiresAt`. */
  readonly pointer: string;
  /** What is wrong with it, for a person. */
  readonly detail: string;
}

/** Set on every instance, so that errors of another copy of this package are recognised. */
const MARKER = Symbol.for('proxycall.error');

/**
 * The error that every function of this package throws or rejects with. The message is for the person who sent the request,
 * and never contains a phone number, a mail address or a secret.
 *
 * @example
 * ```ts
 * import { isProxyCallError, phoneNumber } from 'proxycall';
 *
 * try {
 *   phoneNumber('06 39 98 12 34');
 * } catch (error) {
 *   if (!isProxyCallError(error, 'invalid_request')) throw error;
 *   console.log(error.message); // phone number: write the digits without spaces, …
 * }
 * ```
 */
export class ProxyCallError extends Error {
  override readonly name = 'ProxyCallError';
  readonly [MARKER] = true;
  readonly code: ErrorCode;
  /** Whether the same request, unchanged, may succeed a little later. */
  readonly retryable: boolean;
  /** The invalid fields; empty unless some are known. */
  readonly issues: readonly FieldIssue[];
  /** Of `code_wrong`: how many more codes may be tried. */
  readonly attemptsLeft: number | undefined;
  /** Of `code_locked`, `too_many_sends` and `too_many_counts`: after how many seconds the request may succeed. */
  readonly retryAfterSeconds: number | undefined;

  /**
   * @param message a sentence for the person who sent the request, without personal data
   * @param options.retryable default: false
   * @param options.issues default: none
   */
  constructor(
    code: ErrorCode,
    message: string,
    options: {
      cause?: unknown;
      retryable?: boolean;
      issues?: readonly FieldIssue[];
      attemptsLeft?: number | undefined;
      retryAfterSeconds?: number | undefined;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
    this.issues = options.issues ?? [];
    this.attemptsLeft = options.attemptsLeft;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** @param field as `ProxyCallApi` names it: `expiresAt` */
export function invalidField(field: string, detail: string): ProxyCallError {
  return invalidFields([{ pointer: `/${field}`, detail }]);
}

export function invalidFields(issues: readonly FieldIssue[]): ProxyCallError {
  return new ProxyCallError('invalid_request', listIssues(issues), { issues });
}

/** What is wrong with each field, in one text. What is wrong with the request as a whole has no field before it. */
export function listIssues(issues: readonly FieldIssue[], nameOf = (field: string) => field): string {
  return issues
    .map(({ pointer, detail }) => (pointer === '' ? detail : `${nameOf(pointer.slice(1))}: ${detail}`))
    .join('; ');
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

export function confirmationNotFound(): ProxyCallError {
  return new ProxyCallError('confirmation_not_found', 'no confirmation has this identifier');
}

export function tokenNotFound(): ProxyCallError {
  return new ProxyCallError('token_not_found', 'no token has this identifier');
}

/** Another request was faster: this one may be decided again. */
export function conflict(cause?: unknown): ProxyCallError {
  return new ProxyCallError('conflict', 'another request changed the same records', { retryable: true, cause });
}

/**
 * Whether a thrown value is a ProxyCallError, with this code if one is given. Unlike `instanceof` it also recognises errors of
 * another copy of this package.
 */
export function isProxyCallError(error: unknown, code?: ErrorCode): error is ProxyCallError {
  if (!(error instanceof Error) || !(MARKER in error)) return false;
  return code === undefined || (error as ProxyCallError).code === code;
}
