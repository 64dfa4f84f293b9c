import type { ExecutionContext } from 'ava';
import { readServerSentEvents, type ServerSentEvent } from '../../../src/entry/cli/runtime/server-sent-events.js';
import { TOKEN, type Service } from '../../support.js';
import { eventually } from '../../watch/collect.js';

/** A stream that is read until it ends. */
export interface Stream {
  readonly response: Response;
  readonly events: readonly ServerSentEvent[];
  /** Of those with a name, the data. */
  readonly data: (event?: string) => Record<string, unknown>[];
  readonly until: (count: number) => Promise<Record<string, unknown>[]>;
  readonly isOver: () => boolean;
  readonly over: Promise<void>;
  readonly leave: () => void;
}

export interface StreamOptions {
  readonly token?: string | undefined;
  readonly headers?: Record<string, string>;
  readonly path?: string;
}

export async function openStream(
  t: ExecutionContext,
  { url }: Pick<Service, 'url'>,
  { token = TOKEN, headers = {}, path = '/interactions/stream' }: StreamOptions = {},
): Promise<Stream> {
  const leaving = new AbortController();
  t.teardown(() => {
    leaving.abort();
  });
  const response = await fetch(url + path, {
    headers: { ...(token === '' ? {} : { authorization: `Bearer ${token}` }), ...headers },
    signal: leaving.signal,
  });
  const events: ServerSentEvent[] = [];
  const state = { isOver: false };
  const read = async () => {
    for await (const event of readServerSentEvents(response.body as unknown as AsyncIterable<Buffer>))
      events.push(event);
  };
  const data = (name = 'interaction') =>
    events.flatMap(({ event, data: text }) =>
      event === name && text !== undefined ? [JSON.parse(text) as Record<string, unknown>] : [],
    );
  const over = read()
    .catch(() => undefined)
    .then(() => void (state.isOver = true));
  return {
    response,
    events,
    data,
    until: async (count) => {
      await eventually(`${count.toString()} events`, () => data().length >= count);
      return data();
    },
    isOver: () => state.isOver,
    over,
    leave: () => {
      leaving.abort();
    },
  };
}
