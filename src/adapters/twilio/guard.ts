import {
  ConsecutiveBreaker,
  DelegateBackoff,
  bulkhead,
  circuitBreaker,
  handleWhen,
  handleWhenResult,
  retry,
  wrap,
} from 'cockatiel';

/** Timeout, retries and circuit breaker of requests to Twilio. Times are in milliseconds. */
export interface RetryPolicy {
  /** Timeout of one attempt, from its start to the last byte of the response. Default: 10,000. */
  readonly timeoutMs: number;
  /** Upper limit of the first, random pause before a retry; it doubles with each retry. Default: 500. */
  readonly pauseMs: number;
  /** With a longer `Retry-After` the request fails immediately. Default: 20,000. */
  readonly longestPauseMs: number;
  /** Number of consecutive failures that opens the circuit. Default: 5. */
  readonly breakAfter: number;
  /** How long the circuit stays open. Then one request probes whether Twilio has recovered. Default: 15,000. */
  readonly breakMs: number;
}

const DEFAULT_POLICY: RetryPolicy = {
  timeoutMs: 10_000,
  pauseMs: 500,
  longestPauseMs: 20_000,
  breakAfter: 5,
  breakMs: 15_000,
};

const MAX_RETRIES = 2;
/** Twilio allows more, but other programs may use the same account. */
const MAX_CONCURRENT = 10;

/** The relevant parts of a response. */
export interface Response {
  readonly statusCode: number;
  readonly body: unknown;
  readonly headers: unknown;
}

export interface Request {
  readonly method: string;
  readonly path: string;
}

export interface Guard {
  readonly timeoutMs: number;
  /** @param send makes one attempt */
  run<R extends Response>(request: Request, send: () => Promise<R>): Promise<R>;
}

/** A response that is not Twilio's: truncated, or from an intermediary. */
export class UnreadableResponse extends Error {
  override readonly name = 'UnreadableResponse';
}

/**
 * Retries requests that are safe to repeat, honours `Retry-After`, and opens a circuit breaker after consecutive failures,
 * so that further requests fail fast.
 */
export function createGuard(retryPolicy: Partial<RetryPolicy> = {}): Guard {
  const options = { ...DEFAULT_POLICY, ...retryPolicy };
  const failed = handleWhen(() => true).orWhenResult(hasFailed);
  const breaker = circuitBreaker(failed, {
    breaker: new ConsecutiveBreaker(options.breakAfter),
    halfOpenAfter: options.breakMs,
  });
  const concurrency = bulkhead(MAX_CONCURRENT, Number.MAX_SAFE_INTEGER);
  const mayWaitFor = (response: unknown) => retryAfterMs(response) <= options.longestPauseMs;

  const backoff = new DelegateBackoff(({ attempt, result }: { attempt: number; result: object }) => {
    const retryAfter = 'value' in result ? retryAfterMs(result.value) : 0;
    const jitter = Math.random() * options.pauseMs * 2 ** (attempt - 1);
    return (Number.isFinite(retryAfter) ? retryAfter : 0) + jitter;
  });
  const settings = { maxAttempts: MAX_RETRIES, backoff };
  const once = wrap(retry(handleWhenResult(mayWaitFor), settings), concurrency, breaker);
  const retried = wrap(
    retry(
      handleWhen((error) => !isCircuitOpen(error)).orWhenResult(
        (response) => mayWaitFor(response) || hasFailed(response),
      ),
      settings,
    ),
    concurrency,
    breaker,
  );

  return {
    timeoutMs: options.timeoutMs,
    run(request, send) {
      let attempts = 0;
      return (isIdempotent(request) ? retried : once).execute(async () => {
        attempts += 1;
        const response = await send();
        if (!isReadable(request, response)) throw new UnreadableResponse();
        // An earlier attempt, whose response was lost, has deleted it.
        const isDone = request.method === 'delete' && attempts > 1 && isNotFoundBody(response.body);
        return isDone ? { ...response, statusCode: 204 } : response;
      });
    },
  };
}

/** Creating twice would cost money; reads, updates and deletions of one resource are idempotent. */
function isIdempotent({ method, path }: Request): boolean {
  return method !== 'post' || /\/[A-Z]{2}[0-9a-f]{32}\.json$/i.test(path);
}

/** 501 is excluded: a retry does not help. */
export function isServerError(statusCode: number): boolean {
  return statusCode === 408 || (statusCode >= 500 && statusCode !== 501);
}

function hasFailed(response: unknown): boolean {
  return isServerError((response as Response).statusCode);
}

/** `Retry-After` of a 429 in milliseconds (RFC 9110: seconds or a date); infinite for any other response. */
export function retryAfterMs(response: unknown, now = Date.now()): number {
  const { statusCode, headers } = response as Response;
  if (statusCode !== 429) return Infinity;
  const value = (headers as Readonly<Record<string, unknown>> | undefined)?.['retry-after'];
  if (typeof value !== 'string') return 0;
  const seconds = Number(value);
  const pause = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1000;
  return Number.isNaN(pause) ? 0 : Math.max(0, pause);
}

/** Twilio's error code for a resource that does not exist. A 404 without it comes from an intermediary. */
export const NOT_FOUND = 20_404;

function isNotFoundBody(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'code' in body && body.code === NOT_FOUND;
}

/** The request was not sent. */
export function isCircuitOpen(error: unknown): boolean {
  return error instanceof Error && 'isBrokenCircuitError' in error;
}

const AVAILABLE_NUMBERS = /\/AvailablePhoneNumbers\/\w+\/\w+\.json$/;

/**
 * Whether a success response is Twilio's. A listing must contain its array, because the library reads anything else as an
 * empty list.
 */
function isReadable({ method, path }: Request, { statusCode, body }: Response): boolean {
  if (statusCode < 200 || statusCode >= 300) return true;
  if (method === 'delete') return statusCode === 204;
  if (typeof body !== 'object' || body === null) return false;
  if (method !== 'get') return true;
  if (AVAILABLE_NUMBERS.test(path))
    return 'available_phone_numbers' in body && Array.isArray(body.available_phone_numbers);
  if (path.endsWith('/IncomingPhoneNumbers.json'))
    return 'incoming_phone_numbers' in body && Array.isArray(body.incoming_phone_numbers);
  return true;
}
