import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { InteractionEvent, InteractionView, IsoTime, WatchRequest } from '../../../ports/proxycall-api.js';
import { foreignAnswer, type RemoteOptions } from './exchange.js';
import { ApiError } from './failure.js';
import { openStream, readAnswer } from './remote-request.js';
import { readServerSentEvents } from './server-sent-events.js';

const OPERATION = 'watchInteractions';
const PATH = '/interactions/stream';
/** The service sends something every 20 seconds: where nothing comes for so long, nothing will. */
const SILENCE_MS = 60_000;
/** The pause before a stream is opened again, in seconds: it doubles each time. */
const SHORTEST_PAUSE_S = 1;
const LONGEST_PAUSE_S = 30;
/** So many are remembered: after a reconnection some come that were delivered already. */
const MOST_REMEMBERED = 1_000;

/**
 * `watchInteractions` over HTTP. Opens the stream again when it was cut off, from the last event on, for as long as the service does not
 * refuse it.
 */
export async function watchRemotely(
  options: RemoteOptions,
  { signal, since }: WatchRequest,
): Promise<AsyncIterable<InteractionEvent>> {
  const own = new AbortController();
  const stop = signal === undefined ? own.signal : AbortSignal.any([own.signal, signal]);
  const open = (isPatient: boolean, lastEventId: string | undefined) =>
    openStream(options, OPERATION, PATH, { query: { since }, lastEventId, signal: stop }, isPatient);
  const first = await open(true, undefined).catch((error: unknown) => {
    if (stop.aborted) return undefined;
    throw error;
  });
  const events = follow(first, (last) => reopen(options, () => open(false, last), stop), options, stop);
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => events.next(),
      // A generator that waits for an event would wait for it before it ends.
      return: () => {
        own.abort();
        return events.return(undefined);
      },
    }),
  };
}

/** The events of a stream, and of those that are opened in its place when it was cut off. */
async function* follow(
  first: Readable | undefined,
  openAgain: (lastEventId: string | undefined) => Promise<Readable | undefined>,
  options: RemoteOptions,
  stop: AbortSignal,
): AsyncGenerator<InteractionEvent, undefined> {
  const isNews = createNewsFilter();
  let last: IsoTime | undefined;
  for (let body = first; body !== undefined; body = await openAgain(last)) {
    try {
      for await (const event of readEvents(body, options)) {
        last = event.seenAt;
        if (event.kind !== 'nothing' && isNews(event)) yield event;
      }
    } catch (error) {
      if (error instanceof ApiError) throw error;
    }
    if (stop.aborted) return undefined;
  }
  return undefined;
}

/** Nothing is new at a time. */
interface Nothing {
  readonly kind: 'nothing';
  readonly seenAt: IsoTime;
}

async function* readEvents(body: Readable, options: RemoteOptions): AsyncGenerator<InteractionEvent | Nothing> {
  const silence = setTimeout(() => body.destroy(new Error('silence')), options.timeoutMs ?? SILENCE_MS);
  try {
    for await (const { event, id, data } of readServerSentEvents(body, () => silence.refresh())) {
      if (id === undefined) continue;
      if (event === 'missed') yield { kind: 'missed', seenAt: id };
      if (data === undefined) yield { kind: 'nothing', seenAt: id };
      if (event !== 'interaction' || data === undefined) continue;
      const interaction = readAnswer(data, OPERATION);
      if (interaction === undefined) throw foreignAnswer(options.baseUrl, { status: 200, statusText: 'OK' });
      yield { kind: 'interaction', interaction: interaction as InteractionView, seenAt: id };
    }
  } finally {
    clearTimeout(silence);
    body.destroy();
  }
}

/** Undefined when it was told to stop. @throws what the service refuses it with */
async function reopen(
  { secondMs = 1000, onStream }: RemoteOptions,
  open: () => Promise<Readable>,
  stop: AbortSignal,
): Promise<Readable | undefined> {
  const isStopped = () => stop.aborted;
  onStream?.('lost');
  for (let seconds = SHORTEST_PAUSE_S; ; seconds = Math.min(2 * seconds, LONGEST_PAUSE_S)) {
    // Not all clients at the same moment, when the service starts again.
    await sleep(seconds * secondMs * (0.5 + Math.random()), undefined, { signal: stop }).catch(() => undefined);
    if (isStopped()) return undefined;
    try {
      const body = await open();
      onStream?.('restored');
      return body;
    } catch (error) {
      if (isStopped()) return undefined;
      if (!mayPass(error)) throw error;
    }
  }
}

/** The service starts, is busy, or cannot be reached. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof ApiError)) return false;
  return error.code === 'unreachable' || [429, 500, 502, 503, 504].includes(error.status ?? 0);
}

/** Whether an event says something that the events before it have not said. */
function createNewsFilter(): (event: InteractionEvent) => boolean {
  const said = new Map<string, string>();
  return (event) => {
    if (event.kind === 'missed') return true;
    const { id } = event.interaction;
    const content = JSON.stringify(event.interaction);
    if (said.get(id) === content) return false;
    said.delete(id);
    said.set(id, content);
    const [oldest] = said.keys();
    if (said.size > MOST_REMEMBERED && oldest !== undefined) said.delete(oldest);
    return true;
  };
}
