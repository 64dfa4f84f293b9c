/** One event of a stream. */
export interface ServerSentEvent {
  readonly event: string;
  readonly id: string | undefined;
  /** Undefined where a stream only says where it is. */
  readonly data: string | undefined;
}

/** In characters. Ours have some hundred; what never ends is none. */
const LARGEST_EVENT = 1024 * 1024;

/**
 * Reads `text/event-stream`: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream. `retry` is ignored.
 * @param onData is called whenever something has arrived, comments included
 */
export async function* readServerSentEvents(
  chunks: AsyncIterable<Buffer | string>,
  onData: () => void = () => undefined,
): AsyncGenerator<ServerSentEvent> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    onData();
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    // A carriage return may be the first half of the end of a line.
    const blocks = rest.replace(/\r\n|\r(?!$)/g, '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    if (rest.length > LARGEST_EVENT) throw new RangeError('an event has no end');
    for (const block of blocks) {
      const event = readBlock(block);
      if (event !== undefined) yield event;
    }
  }
}

/** Undefined without data and id: a comment, or `retry` alone. */
function readBlock(block: string): ServerSentEvent | undefined {
  const data: string[] = [];
  let [event, id]: [string, string | undefined] = ['message', undefined];
  for (const line of block.split('\n')) {
    const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (name === 'data') data.push(value);
    else if (name === 'event') event = value;
    else if (name === 'id') id = value;
  }
  if (data.length === 0 && id === undefined) return undefined;
  return { event, id, data: data.length === 0 ? undefined : data.join('\n') };
}
