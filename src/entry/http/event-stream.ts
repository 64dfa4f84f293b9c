import type { ServerResponse } from 'node:http';
import type { Context } from 'koa';
import type { Every, Logger } from '../../ports/runtime.js';
import { clientAddress } from './client-address.js';
import { HttpProblem } from './problem.js';

// Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html

/** So often something is sent that is no event: proxies close connections on which nothing happens for a minute. */
const HEARTBEAT_MS = 20_000;
/** What is known of a token may be four seconds old, and a revocation holds within five. */
const CHECK_MS = 500;
/** For so many checks one may take: then the stream ends, as nobody knows whether it may go on. */
const MOST_CHECKS_WAITED = 4;
/** Whoever takes nothing for so many heartbeats is gone. */
const MOST_STALLED = 3;
/** After which a client connects again, in milliseconds. */
const RETRY_MS = 2_000;

const MOST_OF_ONE = 20;
const MOST_OF_ADDRESS = 40;
const MOST = 500;

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  // No proxy on the way may keep events back, to compress them or to have more of them at once.
  'Cache-Control': 'no-store, no-transform',
  'X-Accel-Buffering': 'no',
  // Kept alive, it would delay a stop.
  Connection: 'close',
} as const;

/** One event. */
export interface StreamEvent {
  /** Of one line. */
  readonly event?: string | undefined;
  /** Of one line: the client sends it as `Last-Event-ID` when it connects again. */
  readonly id?: string | undefined;
  /** May have several lines. */
  readonly data: string;
}

export interface EventStreamRequest {
  /** Who may have so many streams: the name of a token, or a session. In no log line. */
  readonly who: string;
  /** Asked twice a second. The stream ends when the answer is no, or there is none. */
  readonly isStillAllowed: () => Promise<boolean>;
  /** The id by which a client that has all events so far goes on: sent when nothing else is. */
  readonly position?: (() => string) | undefined;
  /** What it rejects with is answered as a problem. The events have to end when the signal is aborted. */
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<StreamEvent>>;
}

/** All streams of a server. */
export interface EventStreams {
  /**
   * Answers a request with a stream, from the middleware of a route. Resolves when it has begun. A HEAD gets the headers alone.
   * @throws `too_many_streams`, `temporarily_unavailable` while the server stops
   */
  serve(ctx: Context, request: EventStreamRequest): Promise<void>;
  /** Ends all of them, and begins no more. */
  stop(): void;
}

export interface EventStreamDependencies {
  readonly every: Every;
  readonly logger: Pick<Logger, 'debug' | 'error'>;
  readonly proxyHops: number;
}

/** Why a stream ended, for the log. */
type Reason = 'done' | 'failed' | 'gone' | 'not_allowed' | 'stalled' | 'stopping' | 'unchecked';

export function createEventStreams(dependencies: EventStreamDependencies): EventStreams {
  const { proxyHops } = dependencies;
  const places = createPlaces();
  const streams = new Set<{ readonly end: (reason: Reason) => void }>();
  let hasStopped = false;
  const isStopping = () => hasStopped;

  return {
    async serve(ctx, { who, isStillAllowed, position, open }) {
      if (isStopping()) throw new HttpProblem('temporarily_unavailable', 'the service is stopping: connect again');
      ctx.set(HEADERS);
      if (ctx.method === 'HEAD') {
        ctx.status = 200;
        return;
      }
      const release = places.take(who, clientAddress(ctx.req, proxyHops));
      const abort = new AbortController();
      const { res } = ctx;
      res.once('close', () => {
        release();
        abort.abort();
      });
      const events = await open(abort.signal).catch((error: unknown) => {
        for (const name of Object.keys(HEADERS)) ctx.remove(name);
        throw error;
      });
      // Koa writes nothing more. The status is for the log.
      ctx.status = 200;
      ctx.respond = false;
      res.writeHead(200);
      const stream = startStream({ res, events, abort, isStillAllowed, position }, dependencies);
      streams.add(stream);
      res.once('close', () => streams.delete(stream));
      // It was told to stop, or the client has left, in the meantime.
      if (isStopping()) stream.end('stopping');
      else if (res.destroyed) stream.end('gone');
    },
    stop() {
      hasStopped = true;
      for (const stream of streams) stream.end('stopping');
    },
  };
}

interface Begun {
  readonly res: ServerResponse;
  readonly events: AsyncIterable<StreamEvent>;
  readonly abort: AbortController;
  readonly isStillAllowed: EventStreamRequest['isStillAllowed'];
  readonly position: EventStreamRequest['position'];
}

function startStream(
  { res, events, abort, isStillAllowed, position }: Begun,
  { every, logger }: EventStreamDependencies,
): { readonly end: (reason: Reason) => void } {
  let isOver = false;
  const where = () => (position === undefined ? '' : `id: ${position()}\n`);
  const timers = [every(CHECK_MS, checking(isStillAllowed, end)), every(HEARTBEAT_MS, beating(res, where, end))];
  // A client that breaks its connection off is no fault.
  for (const event of ['close', 'error']) {
    res.on(event, () => {
      end('gone');
    });
  }
  res.write(`retry: ${RETRY_MS.toString()}\n${where()}\n`);
  void pump();
  return { end };

  /** Takes an event when there is room for it: what happens meanwhile is kept, and dropped, where the events come from. */
  async function pump(): Promise<void> {
    try {
      for await (const event of events) {
        if (abort.signal.aborted) return;
        if (!res.write(written(event))) await drained(res, abort.signal);
      }
      end('done');
    } catch (error) {
      if (!abort.signal.aborted) logger.error('stream.failed', error);
      end('failed');
    }
  }

  function end(reason: Reason): void {
    if (isOver) return;
    isOver = true;
    for (const stopTimer of timers) stopTimer();
    abort.abort();
    // What nobody takes must not keep the connection open.
    if (res.writableNeedDrain) res.destroy();
    else res.end();
    logger.debug('stream.ended', { reason });
  }
}

type End = (reason: Reason) => void;

function checking(isStillAllowed: () => Promise<boolean>, end: End): () => void {
  let waited = 0;
  return () => {
    waited += 1;
    if (waited > MOST_CHECKS_WAITED) end('unchecked');
    if (waited > 1) return;
    isStillAllowed().then(
      (isAllowed) => {
        waited = 0;
        if (!isAllowed) end('not_allowed');
      },
      // Whoever connects again is told why.
      () => {
        end('unchecked');
      },
    );
  };
}

function beating(res: ServerResponse, where: () => string, end: End): () => void {
  let stalled = 0;
  return () => {
    stalled = res.writableNeedDrain ? stalled + 1 : 0;
    if (stalled >= MOST_STALLED) end('stalled');
    else if (stalled === 0) res.write(`:\n${where()}\n`);
  };
}

function drained(res: ServerResponse, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      res.off('drain', done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    res.once('drain', done);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}

function written({ event, id, data }: StreamEvent): string {
  const lines = [
    ...(event === undefined ? [] : [`event: ${event}`]),
    ...(id === undefined ? [] : [`id: ${id}`]),
    ...data.split(/\r\n|\r|\n/).map((line) => `data: ${line}`),
  ];
  return `${lines.join('\n')}\n\n`;
}

/** Counts open streams. */
function createPlaces(): { readonly take: (who: string, address: string) => () => void } {
  const counts = new Map<string, number>();
  const countOf = (key: string) => counts.get(key) ?? 0;
  const add = (key: string, more: number) => {
    const count = countOf(key) + more;
    if (count === 0) counts.delete(key);
    else counts.set(key, count);
  };
  return {
    take(who, address) {
      const limits = [
        ['all', MOST],
        [`who ${who}`, MOST_OF_ONE],
        [`address ${address}`, MOST_OF_ADDRESS],
      ] as const;
      if (limits.some(([key, most]) => countOf(key) >= most)) {
        const detail = 'too many streams are open: close one, or try again later';
        throw new HttpProblem('too_many_streams', detail, { headers: { 'Retry-After': '10' } });
      }
      for (const [key] of limits) add(key, 1);
      return () => {
        for (const [key] of limits) add(key, -1);
      };
    },
  };
}
