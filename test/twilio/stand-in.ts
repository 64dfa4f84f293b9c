import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { published, violationsOf, type Exchange } from './openapi.js';
import {
  ACCOUNT,
  ACCOUNT_SID,
  carryOut,
  newAccount,
  refusal,
  rentOut,
  type Account,
  type Answer,
  type Rented,
  type Request,
} from './resources.js';

export { ACCOUNT_SID, type Request };

export const AUTH_TOKEN = 'auth-secret';

/** A simulated failure. `late`: the request is carried out, but its response is lost. */
export type Fault =
  | {
      readonly kind: 'refusal';
      readonly status: number;
      readonly code?: number;
      readonly message?: string;
      readonly retryAfter?: string;
    }
  | { readonly kind: 'no answer' | 'reset' | 'garbage' | 'dripping'; readonly late?: boolean };

export interface StandIn extends Account {
  readonly url: string;
  /** Every request, in order: `POST /IncomingPhoneNumbers.json`. */
  readonly log: string[];
  /** The same requests with their parameters. */
  readonly requests: Request[];
  /** Called for every request; undefined lets it pass. */
  interfere: (request: Request) => Fault | undefined;
  /** Rents out a number as if it had been bought in Twilio's console. */
  rentOut(number: string, fields?: Partial<Rented>): Rented;
  /** Deviations from Twilio's OpenAPI document; empty if it is not available. */
  violations(): readonly string[];
  close(): void;
}

const REALM = Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64');

/**
 * Stands in for the number, call and message resources of Twilio's API, with the paths, parameters, responses and error codes
 * of its OpenAPI document.
 */
export async function startStandIn(): Promise<StandIn> {
  const account = newAccount();
  const exchanges: Exchange[] = [];
  const server = createServer((incoming, response) => {
    void handle(standIn, exchanges, incoming, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const standIn: StandIn = {
    ...account,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`,
    log: [],
    requests: [],
    interfere: () => undefined,
    rentOut: (number, fields = {}) => rentOut(account, number, fields),
    violations: () => (published ? exchanges.flatMap((exchange) => violationsOf(exchange)) : []),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return standIn;
}

async function handle(
  standIn: StandIn,
  exchanges: Exchange[],
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  let body = '';
  for await (const chunk of incoming) body += String(chunk);
  const url = new URL(incoming.url ?? '', 'http://stand-in');
  const request: Request = {
    method: incoming.method ?? '',
    path: url.pathname.replace(ACCOUNT, ''),
    query: url.searchParams,
    form: new URLSearchParams(body),
  };
  standIn.log.push(`${request.method} ${request.path}`);
  standIn.requests.push(request);
  const fault = standIn.interfere(request);
  const { authorization, 'content-type': contentType } = incoming.headers;
  const isAuthorised = authorization === `Basic ${REALM}` && url.pathname.startsWith(ACCOUNT);
  const answer = isLost(fault)
    ? refusal(500, 20_500, 'Internal Server Error')
    : isAuthorised
      ? carryOut(standIn, request)
      : refusal(401, 20_003, 'Authenticate');
  const target = incoming.url ?? '';
  const { status, body: sent } = answer;
  exchanges.push({ method: request.method, target, authorization, contentType, form: body, status, answer: sent });
  if (fault === undefined) send(response, answer);
  else misbehave(response, fault);
}

/** Whether the fault prevents the request from being carried out. */
function isLost(fault: Fault | undefined): boolean {
  return fault !== undefined && !('late' in fault && fault.late);
}

function send(response: ServerResponse, { status, body }: Answer, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

function misbehave(response: ServerResponse, fault: Fault): void {
  switch (fault.kind) {
    case 'refusal': {
      const { status, code, message = 'refused', retryAfter } = fault;
      send(response, refusal(status, code, message), retryAfter === undefined ? {} : { 'retry-after': retryAfter });
      return;
    }
    case 'no answer':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'garbage':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html>Welcome to the airport</html>');
      return;
    case 'dripping': {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000000' });
      const drip = setInterval(() => response.write(' '), 20);
      response.once('close', () => {
        clearInterval(drip);
      });
    }
  }
}
