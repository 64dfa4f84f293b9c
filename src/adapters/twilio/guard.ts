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

/** How long to wait for Twilio, and how often to try. */
export interface Patience {
  /** How long a request may take, from its start to the last byte of the answer. */
  readonly timeoutMs: number;
  /** The first pause before another attempt is at most so long, each one twice the one before. */
  readonly pauseMs: number;
  /** A `Retry-After` that asks for longer is not waited for: the request fails. */
  readonly longestPauseMs: number;
  /** After so many failures in a row Twilio is not asked for a while. */
  readonly breakAfter: number;
  /** How long that while is. Then one request finds out whether Twilio is back. */
  readonly breakMs: number;
}

const USUAL: Patience = { timeoutMs: 10_000, pauseMs: 500, longestPauseMs: 20_000, breakAfter: 5, breakMs: 15_000 };

const REPEATS = 2;
/** Twilio allows more, but other programs may use the account. */
const AT_ONCE = 10;

/** What is looked at of an answer. */
export interface Answer {
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
  /** @param send makes the request, or makes it again */
  run<A extends Answer>(request: Request, send: () => Promise<A>): Promise<A>;
}

/** An answer that is not what Twilio answers: from something in between, or cut off. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

/**
 * Retries, but only what may be repeated; waits as long as Twilio asks; and stops asking a Twilio that is out of order,
 * so that whoever needs it hears so at once.
 */
export function createGuard(patience: Partial<Patience> = {}): Guard {
  const options = { ...USUAL, ...patience };
  const failed = handleWhen(() => true).orWhenResult(hasFailed);
  const breaker = circuitBreaker(failed, {
    breaker: new ConsecutiveBreaker(options.breakAfter),
    halfOpenAfter: options.breakMs,
  });
  const places = bulkhead(AT_ONCE, Number.MAX_SAFE_INTEGER);
  const isHeldOff = (answer: unknown) => pauseAskedFor(answer) <= options.longestPauseMs;

  const backoff = new DelegateBackoff(({ attempt, result }: { attempt: number; result: object }) => {
    const asked = 'value' in result ? pauseAskedFor(result.value) : 0;
    const jitter = Math.random() * options.pauseMs * 2 ** (attempt - 1);
    return (Number.isFinite(asked) ? asked : 0) + jitter;
  });
  const settings = { maxAttempts: REPEATS, backoff };
  const once = wrap(retry(handleWhenResult(isHeldOff), settings), places, breaker);
  const repeated = wrap(
    retry(
      handleWhen((error) => !isCircuitOpen(error)).orWhenResult((answer) => isHeldOff(answer) || hasFailed(answer)),
      settings,
    ),
    places,
    breaker,
  );

  return {
    timeoutMs: options.timeoutMs,
    run(request, send) {
      let attempts = 0;
      return (isRepeatable(request) ? repeated : once).execute(async () => {
        attempts += 1;
        const answer = await send();
        if (!isReadable(request, answer)) throw new UnreadableAnswer();
        // An attempt without an answer has deleted it.
        const isDone = request.method === 'delete' && attempts > 1 && saysNotThere(answer.body);
        return isDone ? { ...answer, statusCode: 204 } : answer;
      });
    },
  };
}

/** Creating something twice would cost money; reading, changing one thing and deleting it come to the same. */
function isRepeatable({ method, path }: Request): boolean {
  return method !== 'post' || /\/[A-Z]{2}[0-9a-f]{32}\.json$/i.test(path);
}

/** 501 is a refusal: it will not get better. */
export function isOutOfOrder(statusCode: number): boolean {
  return statusCode === 408 || (statusCode >= 500 && statusCode !== 501);
}

function hasFailed(answer: unknown): boolean {
  return isOutOfOrder((answer as Answer).statusCode);
}

/** Milliseconds that a 429 asks for, by RFC 9110 in seconds or as a date; infinite when the answer is none. */
export function pauseAskedFor(answer: unknown, now = Date.now()): number {
  const { statusCode, headers } = answer as Answer;
  if (statusCode !== 429) return Infinity;
  const value = (headers as Readonly<Record<string, unknown>> | undefined)?.['retry-after'];
  if (typeof value !== 'string') return 0;
  const seconds = Number(value);
  const pause = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1000;
  return Number.isNaN(pause) ? 0 : Math.max(0, pause);
}

/** Twilio's own code for "there is no such thing". A 404 without it is somebody else's. */
export const NOT_THERE = 20_404;

function saysNotThere(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'code' in body && body.code === NOT_THERE;
}

/** Twilio was not asked at all. */
export function isCircuitOpen(error: unknown): boolean {
  return error instanceof Error && 'isBrokenCircuitError' in error;
}

const NUMBERS_FOR_SALE = /\/AvailablePhoneNumbers\/\w+\/\w+\.json$/;

/**
 * Whether a success is one of Twilio's. A listing must have its list: the library would read an empty one out of
 * anything.
 */
function isReadable({ method, path }: Request, { statusCode, body }: Answer): boolean {
  if (statusCode < 200 || statusCode >= 300) return true;
  if (method === 'delete') return statusCode === 204;
  if (typeof body !== 'object' || body === null) return false;
  if (method !== 'get') return true;
  if (NUMBERS_FOR_SALE.test(path))
    return 'available_phone_numbers' in body && Array.isArray(body.available_phone_numbers);
  if (path.endsWith('/IncomingPhoneNumbers.json'))
    return 'incoming_phone_numbers' in body && Array.isArray(body.incoming_phone_numbers);
  return true;
}
