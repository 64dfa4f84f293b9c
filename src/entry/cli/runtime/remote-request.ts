import { DelegateBackoff, ExponentialBackoff, handleWhen, retry } from 'cockatiel';
import type { FieldIssue } from '../../../domain/model/errors.js';
import { fromWireDeep } from '../../wire.js';
import { hasShape, isObject } from './answer-shape.js';
import { ANSWER_SHAPES } from './answer-shapes.js';
import { exchange, type Exchange, type Method, type RemoteOptions, type RemoteRequest } from './exchange.js';
import { ApiError } from './failure.js';
import type { Say } from './language.js';
import { readRetryAfter } from './retry-after.js';

export type Operation = keyof typeof ANSWER_SHAPES;

/** So often a safe request is repeated when nothing says how long to wait. */
const MOST_REPETITIONS = 2;
/** In seconds: what a platform that starts the service may ask to wait, and what the service itself may. */
const LONGEST_WAIT = { platform: 120, service: 15 };
/** A write that must not be repeated waits for a service that starts before it answers. */
const WRITE_TIMEOUT_MS = 60_000;

/**
 * Sends a request, with field names converted by wire.ts, and checks the answer. A request that is safe to repeat is repeated when there is
 * no response, or none of the service: at most twice, or as long as the response asks to wait. Others are sent once.
 */
export async function sendRequest<T>(
  options: RemoteOptions,
  operation: Operation,
  method: Method,
  path: string,
  request: RemoteRequest,
): Promise<T> {
  const isSafe = method === 'GET' || request.idempotencyKey !== undefined;
  if (isSafe) return answerOf(options, operation, await exchangePatiently(options, method, path, request)) as T;
  try {
    const once = { ...request, timeoutMs: request.timeoutMs ?? WRITE_TIMEOUT_MS };
    return answerOf(options, operation, await exchange(options, method, path, once)) as T;
  } catch (error) {
    if (error instanceof ApiError && request.isRead !== true) error.isOutcomeUnknown = isUnknown(error);
    throw error;
  }
}

/** Sends a request that is safe to repeat, again and again if need be. */
export async function exchangePatiently(
  options: RemoteOptions,
  method: Method,
  path: string,
  request: RemoteRequest,
): Promise<Exchange> {
  const { pauseMs = 300, secondMs = 1000, onWait } = options;
  const patience = createPatience();
  let pause = new ExponentialBackoff({ initialDelay: pauseMs, maxDelay: 10 * pauseMs }).next();
  const backoff = new DelegateBackoff(() => {
    const seconds = patience.asked();
    if (seconds !== undefined) return seconds * secondMs;
    const { duration } = pause;
    pause = pause.next(undefined);
    return duration;
  });
  const policy = retry(
    handleWhen((error) => patience.hasForError(error)).orWhenResult((result) => patience.hasFor(result as Exchange)),
    { maxAttempts: Number.MAX_SAFE_INTEGER, backoff },
  );
  policy.onRetry((reason) => {
    const isAsked = patience.asked() !== undefined && patience.isFirstWait();
    if (isAsked && 'value' in reason) onWait?.((reason.value as Exchange).status);
  });
  return policy.execute(() => exchange(options, method, path, request));
}

/** Decides how often a request is repeated, and how long the next pause is. */
function createPatience() {
  let repetitions = 0;
  let waits = 0;
  let waited = 0;
  let asked: number | undefined;
  return {
    /** In seconds: the pause that was asked for. */
    asked: () => asked,
    isFirstWait: () => waits === 1,
    hasForError(error: Error): boolean {
      asked = undefined;
      return error instanceof ApiError && error.code === 'unreachable' && ++repetitions <= MOST_REPETITIONS;
    },
    hasFor(answer: Exchange): boolean {
      asked = undefined;
      if (![429, 502, 503, 504].includes(answer.status)) return false;
      const problem = problemOf(answer.text);
      // Nobody may guess tokens faster than this.
      if (problem?.code === 'too_many_attempts') return false;
      const seconds = retryAfterOf(answer);
      if (seconds === undefined) return ++repetitions <= MOST_REPETITIONS;
      // Zero seconds, again and again, would be a storm.
      asked = Math.max(1, seconds);
      waits += 1;
      waited += asked;
      return waited <= LONGEST_WAIT[problem === undefined ? 'platform' : 'service'];
    },
  };
}

function retryAfterOf({ header }: Exchange): number | undefined {
  return readRetryAfter(header('retry-after'), header('date'), Date.now());
}

/** The answer in the names of the program. @throws `ApiError` when it is an error, or not an answer of this operation */
function answerOf({ baseUrl }: RemoteOptions, operation: Operation, answer: Exchange): unknown {
  const { status, statusLine, text } = answer;
  if (status >= 200 && status < 300) {
    const value = readAnswer(text, operation);
    if (value !== undefined) return value;
    throw foreignAnswer(baseUrl, answer);
  }
  const problem = problemOf(text);
  if (problem === undefined && status < 500 && status !== 429) throw foreignAnswer(baseUrl, answer);
  const seconds = retryAfterOf(answer);
  const detail = problem?.detail ?? ((say: Say) => say('no details'));
  const later = (say: Say) => (seconds === undefined ? '' : ` ${say('(try again in {seconds} s)', { seconds })}`);
  const details = problem === undefined ? {} : { ...problem, isAnswer: true };
  throw new ApiError(
    status,
    'The API returned {status}: {detail}{later}',
    { status: statusLine, detail, later },
    details,
  );
}

/** A successful answer of an operation; undefined when it is none. */
export function readAnswer(text: string, operation: Operation): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return hasShape(value, ANSWER_SHAPES[operation]) ? fromWireDeep(value) : undefined;
  } catch {
    // Not JSON, or nested deeper than anything of ours.
    return undefined;
  }
}

export function foreignAnswer(baseUrl: string, { status, statusLine }: Exchange): ApiError {
  const values = { url: baseUrl, status: statusLine };
  return new ApiError(
    status,
    "{url} returned {status}, which is not ProxyCall's answer: check PUBLIC_BASE_URL",
    values,
  );
}

/** The problem document of the API (RFC 9457); undefined when it is not one. */
function problemOf(
  text: string,
): { code: string; detail: string; issues: readonly FieldIssue[]; requestId: string | undefined } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!hasShape(value, { code: 'text', detail: 'text' }) || !isObject(value)) return undefined;
    const { code, detail, errors, request_id: requestId } = value;
    const issues = Array.isArray(errors) ? errors.filter((issue) => hasShape(issue, ISSUE)) : [];
    return {
      code: String(code),
      detail: String(detail),
      issues: issues as readonly FieldIssue[],
      requestId: typeof requestId === 'string' ? requestId : undefined,
    };
  } catch {
    return undefined;
  }
}

const ISSUE = { pointer: 'text', detail: 'text' } as const;

/** A gateway gives up on a request that the service may still carry out. */
function isUnknown({ status = 0, code, wasSent, isAnswer }: ApiError): boolean {
  if (isAnswer) return code === 'provider_unavailable' || code === 'outcome_unknown';
  return code === 'unreachable' ? wasSent : code === 'foreign_answer' && (status < 300 || status >= 500);
}
