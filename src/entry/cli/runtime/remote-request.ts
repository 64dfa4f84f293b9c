import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FieldIssue } from '../../../domain/model/errors.js';
import { fromWireDeep } from '../../wire.js';
import { hasShape, isObject } from './answer-shape.js';
import { ANSWER_SHAPES } from './answer-shapes.js';
import {
  exchange,
  foreignAnswer,
  isRefusedByProxy,
  type Exchange,
  type Method,
  type RemoteOptions,
  type RemoteRequest,
} from './exchange.js';
import { ApiError } from './failure.js';
import { msg, type Say } from './language.js';
import { readRetryAfter } from './retry-after.js';

export type Operation = keyof typeof ANSWER_SHAPES;

/** So often a safe request is repeated when nothing says how long to wait. */
const MOST_REPETITIONS = 2;
/** A write that must not be repeated waits for a service that starts before it answers. */
const WRITE_TIMEOUT_MS = 60_000;

/**
 * Sends a request, with field names converted by wire.ts, and checks the answer. A request that is safe to repeat is repeated when there is
 * no response, or none of the service: at most twice, or as long as the response asks to wait. Others are repeated only when they have
 * certainly not been carried out.
 */
export async function sendRequest<T>(
  options: RemoteOptions,
  operation: Operation,
  method: Method,
  path: string,
  request: RemoteRequest,
): Promise<T> {
  const isSafe = method === 'GET' || request.idempotencyKey !== undefined;
  const send = isSafe ? exchangePatiently : exchangeOnce;
  try {
    return answerOf(options, operation, await send(options, method, path, request)) as T;
  } catch (error) {
    if (!isSafe && error instanceof ApiError && request.isRead !== true) error.isOutcomeUnknown = isUnknown(error);
    throw error;
  }
}

/**
 * Opens a stream of events.
 * @param isPatient whether the request is repeated, as others are that are safe to repeat
 */
export async function openStream(
  options: RemoteOptions,
  operation: Operation,
  path: string,
  request: RemoteRequest,
  isPatient: boolean,
): Promise<Readable> {
  const send = isPatient ? exchangePatiently : exchange;
  const answer = await send(options, 'GET', path, { ...request, isStream: true });
  if (answer.events !== undefined) return answer.events;
  answerOf(options, operation, answer);
  throw foreignAnswer(options.baseUrl, answer);
}

/** Sends a request that is safe to repeat, again and again if need be. */
export async function exchangePatiently(
  options: RemoteOptions,
  method: Method,
  path: string,
  request: RemoteRequest,
  patience = createPatience(options),
): Promise<Exchange> {
  const waiting = request.signal && { signal: request.signal };
  for (;;) {
    try {
      const answer = await exchange(options, method, path, request);
      const pause = patience.afterAnswer(answer);
      if (pause === undefined) return answer;
      await sleep(pause, undefined, waiting);
    } catch (error) {
      const pause = patience.afterError(error);
      if (pause === undefined) throw error;
      await sleep(pause, undefined, waiting);
    }
  }
}

/**
 * Sends a request that must not be carried out twice. While the service starts, or has enough requests, it is asked whether it is up: the
 * request is sent again then, as it was not carried out.
 */
async function exchangeOnce(
  options: RemoteOptions,
  method: Method,
  path: string,
  request: RemoteRequest,
): Promise<Exchange> {
  const patience = createPatience(options);
  const once = { ...request, timeoutMs: request.timeoutMs ?? WRITE_TIMEOUT_MS };
  for (;;) {
    const answer = await exchange(options, method, path, once);
    const pause = isRefusedUnread(answer) ? patience.afterAnswer(answer) : undefined;
    if (pause === undefined) return answer;
    await sleep(pause);
    const isUp = await exchangePatiently({ ...options, token: undefined }, 'GET', '/healthz', {}, patience).then(
      (health) => health.status === 200,
      () => false,
    );
    if (!isUp) return answer;
  }
}

/** Whether a request was certainly not carried out: by what answers for a service that starts, or for one that has enough. */
function isRefusedUnread(answer: Exchange): boolean {
  if (answer.status === 429) return true;
  return answer.status === 503 && problemOf(answer.text) === undefined && retryAfterOf(answer) !== undefined;
}

/** Nobody may guess tokens or codes faster than this, or send more: whoever wants to waits for themselves. */
const TOO_MANY: ReadonlySet<string | undefined> = new Set(['too_many_attempts', 'code_locked', 'too_many_sends']);

/** What is waited for, and how long in seconds: what a platform that starts the service may ask for, and what the service itself may. */
const WAITS = {
  starting: { why: msg('it may be starting'), most: 120 },
  busy: { why: msg('temporarily unavailable'), most: 15 },
  enough: { why: msg('too many requests'), most: 120 },
} as const;

/** Decides whether a request is repeated, and after how many milliseconds. */
function createPatience({ pauseMs = 300, secondMs = 1000, onWait }: RemoteOptions) {
  let repetitions = 0;
  let isSaid = false;
  const waited = { starting: 0, busy: 0, enough: 0 };
  const repeat = () => (++repetitions <= MOST_REPETITIONS ? pauseMs * repetitions : undefined);
  return {
    afterError: (error: unknown) =>
      error instanceof ApiError && error.code === 'unreachable' && !isRefusedByProxy(error) ? repeat() : undefined,
    afterAnswer(answer: Exchange): number | undefined {
      if (![429, 502, 503, 504].includes(answer.status)) return undefined;
      const problem = problemOf(answer.text);
      if (TOO_MANY.has(problem?.code)) return undefined;
      const asked = retryAfterOf(answer);
      if (asked === undefined) return repeat();
      // Zero seconds, again and again, would be a storm.
      const seconds = Math.max(1, asked);
      const kind = problem !== undefined ? 'busy' : answer.status === 429 ? 'enough' : 'starting';
      waited[kind] += seconds;
      const { why, most } = WAITS[kind];
      if (waited[kind] > most) return undefined;
      if (!isSaid) onWait?.(answer.status, why, most);
      isSaid = true;
      return seconds * secondMs;
    },
  };
}

function retryAfterOf({ header }: Exchange): number | undefined {
  return readRetryAfter(header('retry-after'), header('date'), Date.now());
}

/** The answer in the names of the program. @throws `ApiError` when it is an error, or not an answer of this operation */
function answerOf({ baseUrl }: RemoteOptions, operation: Operation, answer: Exchange): unknown {
  const { status, statusText, text } = answer;
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
  const details = problem === undefined ? { wasSent: !isRefusedUnread(answer) } : { ...problem, isAnswer: true };
  throw new ApiError(
    status,
    'The API returned {status}: {detail}{later}',
    { status: `${status.toString()} ${statusText}`.trim(), detail, later },
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
  return wasSent && (code === 'unreachable' || (code === 'foreign_answer' && (status < 300 || status >= 500)));
}
