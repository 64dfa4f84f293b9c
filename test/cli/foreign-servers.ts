import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ExecutionContext } from 'ava';

/** A request as a server that is not ProxyCall received it. */
export interface Received {
  readonly line: string;
  readonly token: string | undefined;
  readonly key: string | undefined;
}

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server that does the same with every request, once it has read it. */
export async function startForeign(t: ExecutionContext, answer: Answer) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    received.push({
      line: `${request.method ?? ''} ${request.url ?? ''}`,
      token: request.headers.authorization,
      key: request.headers['idempotency-key']?.toString(),
    });
    request.resume().on('end', () => answer(request, response));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`, received };
}

export function send(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return (_request, response) => void response.writeHead(status, headers).end(body);
}

export function json(value: unknown, status = 200): Answer {
  return send(status, JSON.stringify(value), { 'content-type': 'application/json' });
}

/** To an address in which `{path}` stands for what was asked. */
export function redirect(status: number, to: string): Answer {
  return (request, response) =>
    void response.writeHead(status, { location: to.replace('{path}', request.url ?? '') }).end();
}

export interface Case {
  readonly name: string;
  readonly answer: Answer;
  /** What is said of it, in English and in French. */
  readonly says: readonly [RegExp, RegExp];
  /** Whether a request that is safe to repeat is sent again. */
  readonly isRepeated: boolean;
  /** Whether the CLI waits until it gives up. */
  readonly hangs?: boolean;
}

const moved = [
  /has moved to https:\/\/new\.example \(30\d\)/,
  /a été déplacée vers https:\/\/new\.example \(30\d\)/,
] as const;
const elsewhere = [
  /redirects to .*\/login \(30\d\).*not followed/,
  /redirige vers .*\/login \(30\d\).*pas suivies/,
] as const;
const foreign = [/which is not ProxyCall's answer/, /ce n'est pas une réponse de ProxyCall/] as const;
const cut = [/the response was cut off/, /la réponse a été interrompue/] as const;
const late = [/the request timed out/, /délai d'attente dépassé/] as const;
const silent = [/returned 5\d\d .*: no details/, /a répondu 5\d\d .* : pas de détails/] as const;

/** What may stand at a wrong address, or between here and ProxyCall. */
export const FOREIGN: readonly Case[] = [
  ...[301, 302, 303, 307, 308].flatMap((status): Case[] => [
    {
      name: `${status.toString()} to https elsewhere`,
      answer: redirect(status, 'https://new.example{path}'),
      says: moved,
      isRepeated: false,
    },
    { name: `${status.toString()} to a login`, answer: redirect(status, '/login'), says: elsewhere, isRepeated: false },
  ]),
  {
    name: 'a redirect with a password in its address',
    answer: redirect(302, 'https://user:secret@new.example{path}'),
    says: moved,
    isRepeated: false,
  },
  {
    name: 'a redirect to a folder',
    answer: redirect(308, 'https://new.example/v2{path}'),
    says: [/has moved to https:\/\/new\.example\/v2 \(308\)/, /a été déplacée vers https:\/\/new\.example\/v2 \(308\)/],
    isRepeated: false,
  },
  { name: 'a redirect to nowhere', answer: send(302, ''), says: foreign, isRepeated: false },
  { name: 'a redirect to no URL', answer: redirect(302, 'http://['), says: foreign, isRepeated: false },
  {
    name: 'a redirect whose body never ends',
    answer: (_request, response) => void response.writeHead(302, { location: '/login' }).write('<html>'),
    says: elsewhere,
    isRepeated: false,
  },
  { name: '304', answer: send(304, ''), says: foreign, isRepeated: false },
  { name: '204', answer: send(204, ''), says: foreign, isRepeated: false },
  { name: 'an empty body', answer: send(200, ''), says: foreign, isRepeated: false },
  {
    name: 'HTML',
    answer: send(200, '<html>Welcome</html>', { 'content-type': 'text/html' }),
    says: foreign,
    isRepeated: false,
  },
  { name: 'HTML with 404', answer: send(404, '<html>Not found</html>'), says: foreign, isRepeated: false },
  {
    name: 'the 404 of another framework',
    answer: json({ detail: 'Not Found' }, 404),
    says: foreign,
    isRepeated: false,
  },
  { name: 'the 400 of another service', answer: json({ error: { code: 400 } }, 400), says: foreign, isRepeated: false },
  {
    name: 'the 409 of another service',
    answer: json({ code: 7, detail: 'taken' }, 409),
    says: foreign,
    isRepeated: false,
  },
  ...[{}, [], null, true, 7, 'done', [{}], { items: {} }, { items: [{}], next_cursor: null }].map((value): Case => ({
    name: `the JSON ${JSON.stringify(value)}`,
    answer: json(value),
    says: foreign,
    isRepeated: false,
  })),
  {
    name: 'the JSON of another shop',
    answer: json({ order_id: 5, client_id: 'x', client_proxy_number: 'soon', status: 'done', orders: [] }),
    says: foreign,
    isRepeated: false,
  },
  { name: 'JSON without an end', answer: send(200, '{"order_id":"O-7"'), says: foreign, isRepeated: false },
  {
    name: 'JSON deeper than a stack',
    answer: send(200, '['.repeat(200_000) + ']'.repeat(200_000)),
    says: foreign,
    isRepeated: false,
  },
  {
    name: 'fewer bytes than announced',
    answer: (_request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('{"order_id":"O-7"');
      setTimeout(() => response.destroy(), 5);
    },
    says: cut,
    isRepeated: true,
  },
  {
    name: 'a chunked body without its end',
    answer: (_request, response) => {
      response.writeHead(200).write('{"order_id":"O-7"}');
      setTimeout(() => response.destroy(), 5);
    },
    says: cut,
    isRepeated: true,
  },
  {
    name: 'a compressed body that is none',
    answer: send(200, 'plain', { 'content-encoding': 'gzip' }),
    says: foreign,
    isRepeated: false,
  },
  {
    name: 'no response at all',
    answer: (request) => void request.socket.destroy(),
    says: [
      /cannot be reached: the connection was closed \(ECONNRESET\)/,
      /est injoignable : la connexion a été coupée \(ECONNRESET\)/,
    ],
    isRepeated: true,
  },
  { name: 'a request that is never answered', answer: () => undefined, says: late, isRepeated: true, hangs: true },
  {
    name: 'a body that never ends',
    answer: (_request, response) => void response.writeHead(200).write('{"items":['),
    says: late,
    isRepeated: true,
    hangs: true,
  },
  { name: '500 without words', answer: send(500, ''), says: silent, isRepeated: false },
  { name: '502 of a gateway', answer: send(502, '<html>Bad gateway</html>'), says: silent, isRepeated: true },
  { name: '503', answer: send(503, ''), says: silent, isRepeated: true },
  { name: '504 in JSON', answer: json({ message: 'upstream timeout' }, 504), says: silent, isRepeated: true },
];
