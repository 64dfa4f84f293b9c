import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { BatchRequest } from './batch-update.js';
import { published, violationsOf } from './discovery.js';
import { carryOut, kindOf, SPREADSHEET_ID, type ApiReply, type RequestKind } from './google-api.js';
import type { Entered } from './sheet.js';
import { createSpreadsheet, type Spreadsheet } from './spreadsheet.js';

/** A fault of a request. `late`: the request is carried out, and only its answer is lost. */
export type Fault =
  | {
      readonly kind: 'answer';
      readonly status: number;
      /** Default: an error of the APIs. The token endpoint has others. */
      readonly body?: object;
      readonly late?: boolean;
      readonly retryAfter?: string;
    }
  | { readonly kind: 'reset'; readonly late?: boolean };

export interface Request {
  readonly kind: RequestKind;
  readonly body: { readonly requests?: readonly BatchRequest[] };
}

export interface StandInOptions {
  readonly latencyMs?: number;
  /** Maximum number of requests of each kind in any 60 seconds; more are answered 429. Default: no limit. */
  readonly quota?: number;
  readonly tabs?: Readonly<Record<string, readonly (readonly Entered[])[]>>;
}

export interface StandIn {
  readonly url: string;
  readonly spreadsheetId: string;
  readonly credentials: { readonly clientEmail: string; readonly privateKey: string };
  readonly book: Spreadsheet;
  /** When each request of that kind arrived, refused ones too. */
  readonly times: Readonly<Record<RequestKind, number[]>>;
  latencyMs: number;
  /** Called at every request. No fault if it returns undefined. */
  interfere: (request: Request) => Fault | undefined;
  /** Called right before a batch is carried out, for example to edit the sheet as a user. */
  beforeWrite: (requests: readonly BatchRequest[]) => void;
  /** Maximum number of requests of that kind in any 60 seconds. */
  busiestMinute(kind: 'read' | 'write'): number;
  violations(): readonly string[];
  close(): void;
}

export const HEADERS = {
  Clients:
    'client_id client_name client_mail client_real_phone client_proxy_number client_iso_residency client_country_code client_last_caller',
  TwilioPools:
    'country_iso phone_number status friendly_name date_achat date_attribution attribution_to_client_name number_type reserved_token reserved_at reserved_by_client_id',
  Orders: 'order_id client_id status created_at',
  CONFIRMATION_PENDING:
    'pending_id client_name client_mail client_real_phone proxy_number otp status created_at verified_at',
} as const;

export const EMPTY_TABS = Object.fromEntries(
  Object.entries(HEADERS).map(([title, names]) => [title, [names.split(' ')]]),
);

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const MINUTE_MS = 60_000;

/** Stands in for the parts of Google's Sheets and Drive APIs that we use, written from their discovery files. */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const violations: string[] = [];
  const times: Record<RequestKind, number[]> = { read: [], write: [], token: [], find: [] };
  const server = createServer((request, response) => {
    answer(standIn, options.quota ?? Infinity, violations, request, response).catch((error: unknown) => {
      violations.push(String(error));
      response.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const standIn: StandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`,
    spreadsheetId: SPREADSHEET_ID,
    credentials: {
      clientEmail: 'proxycall@project.iam.gserviceaccount.example',
      privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    },
    book: createSpreadsheet(options.tabs ?? EMPTY_TABS),
    times,
    latencyMs: options.latencyMs ?? 0,
    interfere: () => undefined,
    beforeWrite: () => undefined,
    busiestMinute: (kind) =>
      Math.max(
        0,
        ...times[kind].map((start) => times[kind].filter((at) => at >= start && at < start + MINUTE_MS).length),
      ),
    violations: () => violations,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return standIn;
}

async function answer(
  standIn: StandIn,
  quota: number,
  violations: string[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { times, book } = standIn;
  const method = request.method ?? '';
  const url = new URL(request.url ?? '/', standIn.url);
  const body = await bodyOf(request);
  const kind = kindOf(method, url);
  const now = performance.now();
  times[kind].push(now);
  if (published && kind !== 'token') violations.push(...violationsOf(method, url, body));

  await pause(standIn.latencyMs);
  const isOver = times[kind].filter((at) => at > now - MINUTE_MS).length > quota && kind !== 'token';
  const fault: Fault | undefined = isOver ? { kind: 'answer', status: 429 } : standIn.interfere({ kind, body });
  const reply = () => {
    if (kind === 'write') standIn.beforeWrite(body.requests ?? []);
    return carryOut(book, { kind, url, body, authorization: request.headers.authorization });
  };
  if (fault === undefined) {
    send(response, reply());
    return;
  }
  if (fault.late === true) reply();
  if (fault.kind === 'reset') request.socket.destroy();
  else send(response, faultReply(fault), fault.retryAfter);
}

async function bodyOf(request: IncomingMessage): Promise<Request['body']> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const isJson = request.headers['content-type']?.includes('json') === true;
  return (isJson && text !== '' ? JSON.parse(text) : {}) as Request['body'];
}

function faultReply({ status, body }: Extract<Fault, { kind: 'answer' }>): ApiReply {
  return { status, body: body ?? { error: { code: status, message: 'The service is currently unavailable.' } } };
}

function send(response: ServerResponse, reply: ApiReply, retryAfter?: string): void {
  if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
  response.writeHead(reply.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(reply.body));
}
