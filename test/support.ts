import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { SimulatedCarrier } from '../src/adapters/simulator/index.js';
import { DEFAULT_SETTINGS } from '../src/domain/model/settings.js';
import type { ProgramOptions } from '../src/entry/container.js';
import type { Config } from '../src/entry/config/config.js';
import { startServer, type RunningServer } from '../src/entry/http/server.js';
import type { Clock, Every } from '../src/ports/runtime.js';

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // What a client finds in the JSON is what these tests are about.
  readonly json: Record<string, unknown>;
}

export interface Service extends RunningServer {
  readonly carrier: SimulatedCarrier;
  /** Everything that was logged, line by line. */
  readonly log: () => string;
  readonly send: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>;
}

export const TOKEN = 'sesame-open-4711';

/** The real service on a loopback port, in memory unless told otherwise, with its log kept. */
export async function startService(
  config: Partial<Config> = {},
  clock?: Clock & { readonly every?: Every },
  retryPolicy?: ProgramOptions['retryPolicy'],
): Promise<Service> {
  const lines: string[] = [];
  const logDestination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const server = await startServer(
    {
      listenPort: 0,
      publicUrls: [],
      apiTokens: [TOKEN],
      store: { kind: 'memory' },
      telephony: { kind: 'simulated', authToken: undefined },
      settings: { ...DEFAULT_SETTINGS, language: 'en' },
      logLevel: 'debug',
      ...config,
    },
    { host: '127.0.0.1', clock, every: clock?.every, logDestination, retryPolicy },
  );
  return {
    ...server,
    get carrier() {
      const { carrier } = server.program;
      if (carrier === undefined) throw new TypeError('this service has no simulated carrier');
      return carrier;
    },
    log: () => lines.join(''),
    async send(method, path, body, headers = {}) {
      const json = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
      const response = await fetch(server.url + path, {
        method,
        headers: {
          authorization: `Bearer ${TOKEN}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...json,
      });
      const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
      const text = await (isStream ? firstEvent(response) : response.text());
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      const value = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
      return { status: response.status, headers: response.headers, text, json: value };
    },
  };
}

/** What a stream begins with, up to its first event. */
async function firstEvent({ body }: Response): Promise<string> {
  // Of HEAD.
  if (body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  // Leaving the loop closes the connection.
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    if (/^data: .*\n\n/m.test(text)) break;
  }
  return text;
}

/** An order as a merchant sends it, for a client of their own. */
export function anOrderBody(index: number, fields: object = {}): Record<string, unknown> {
  return {
    order_id: `O-${index.toString()}`,
    client_id: index,
    client_name: 'Ada Lovelace',
    client_mail: `ada${index.toString()}@shop.example`,
    client_real_phone: clientPhone(index),
    ...fields,
  };
}

/** The real phone of the client of `anOrderBody(index)`. */
export function clientPhone(index: number): string {
  return `+3363998${(5000 + index).toString()}`;
}

export const COURIER = '+33199001234';

export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'proxycall-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
