import { once } from 'node:events';
import { connect } from 'node:net';
import type { ExecutionContext } from 'ava';
import { TOKEN, startService, type Service } from '../../support.js';

export const AUTH = 'carrier-secret-0815';

/** A service with one client, and a check at the end that nothing else was stored and nothing logged at `warn` or above. */
export async function startWatched(t: ExecutionContext): Promise<Service> {
  const service = await startService({ telephony: { kind: 'simulated', authToken: AUTH } });
  t.teardown(() => service.stop());
  return service;
}

export interface RawReply {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

/** Sends bytes as they are, which no client library would, and reads until the server closes. */
export async function sendRaw(url: string, request: string | Buffer): Promise<RawReply> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  socket.write(request);
  await once(socket, 'close');
  const [head = '', ...rest] = Buffer.concat(chunks).toString().split('\r\n\r\n');
  const [line = '', ...fields] = head.split('\r\n');
  const headers = fields.map((field) => [
    field.slice(0, field.indexOf(':')).toLowerCase(),
    field.slice(field.indexOf(':') + 2),
  ]);
  return {
    status: Number(line.split(' ')[1]),
    headers: new Map(headers as [string, string][]),
    text: rest.join('\r\n\r\n'),
  };
}

/** A request as text, with the token, on a connection of its own. */
export function requestText(method: string, target: string, { headers = {}, body = '' }: RequestParts = {}): string {
  const all = {
    Host: 'shop.example',
    Authorization: `Bearer ${TOKEN}`,
    Connection: 'close',
    ...(body === '' ? {} : { 'Content-Length': Buffer.byteLength(body, 'latin1').toString() }),
    ...headers,
  };
  const fields = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${target} HTTP/1.1\r\n${fields.join('')}\r\n${body}`;
}

export interface RequestParts {
  readonly headers?: Readonly<Record<string, string>>;
  /** In characters that are bytes. */
  readonly body?: string;
}

/** RFC 9457, and with the headers that every response has. */
export function isProblem(t: ExecutionContext, reply: RawReply, status: number, code: string, what: string): void {
  t.is(reply.status, status, `${what}: ${reply.text}`);
  t.regex(reply.headers.get('content-type') ?? '', /^application\/problem\+json/, what);
  t.like(JSON.parse(reply.text), { status, code }, what);
  t.is(reply.headers.get('x-content-type-options'), 'nosniff', what);
}

/** Nothing was stored, and no line at `warn` or above was written, but for the one that the pool is empty. */
export async function nothingHappened(t: ExecutionContext, { program, log }: Service): Promise<void> {
  for (const kind of ['client', 'order', 'interaction', 'session', 'reply'] as const) {
    t.deepEqual(await program.ports.store.records(kind, { limit: 5 }), [], kind);
  }
  const serious = log()
    .split('\n')
    .filter((line) => /"level":"?(?:warn|error|fatal|[456]0)/.test(line) && !line.includes('pool.low'));
  t.deepEqual(serious, []);
}
