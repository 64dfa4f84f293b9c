import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { published, violationsOf } from './discovery.js';
import { BadRequest, createSpreadsheet, type BatchRequest, type Entered, type Spreadsheet } from './spreadsheet.js';

/** What goes wrong with a request. `late`: it is carried out all the same, only the answer is lost. */
export type Fault =
  | { readonly kind: 'answer'; readonly status: number; readonly late?: boolean; readonly retryAfter?: string }
  | { readonly kind: 'reset'; readonly late?: boolean };

export interface Request {
  readonly kind: 'read' | 'write' | 'token' | 'find';
  readonly body: { readonly requests?: readonly BatchRequest[] };
}

export interface StandInOptions {
  readonly latencyMs?: number;
  /** Requests of each kind in any sixty seconds; more are answered 429. Not looked at when absent. */
  readonly quota?: number;
  readonly tabs?: Readonly<Record<string, readonly (readonly Entered[])[]>>;
}

export interface StandIn {
  readonly url: string;
  readonly spreadsheetId: string;
  readonly credentials: { readonly clientEmail: string; readonly privateKey: string };
  readonly book: Spreadsheet;
  /** When each request of that kind came, refused ones too. */
  readonly times: Readonly<Record<Request['kind'], number[]>>;
  latencyMs: number;
  /** Asked at every request; undefined lets it pass. */
  interfere: (request: Request) => Fault | undefined;
  /** Called right before a batch is carried out: somebody is at work in the sheet. */
  beforeWrite: (requests: readonly BatchRequest[]) => void;
  /** The most requests of that kind in any sixty seconds. */
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
} as const;

export const EMPTY_TABS = Object.fromEntries(
  Object.entries(HEADERS).map(([title, names]) => [title, [names.split(' ')]]),
);

const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ID = 'stand-in-spreadsheet';
const MINUTE_MS = 60_000;

/** Stands in for the parts of Google's Sheets and Drive APIs that we use, written from their discovery files. */
export async function startStandIn(options: StandInOptions = {}): Promise<StandIn> {
  const { quota = Infinity } = options;
  const times: Record<Request['kind'], number[]> = { read: [], write: [], token: [], find: [] };
  const violations: string[] = [];
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      violations.push(String(error));
      response.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const standIn: StandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`,
    spreadsheetId: ID,
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

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const url = new URL(request.url ?? '/', standIn.url);
    const kind = kindOf(request.method ?? '', url);
    const now = performance.now();
    times[kind].push(now);
    const isJson = request.headers['content-type']?.includes('json') === true;
    const body = (isJson && text !== '' ? JSON.parse(text) : {}) as Request['body'];
    if (published && kind !== 'token') violations.push(...violationsOf(request.method ?? '', url, body));

    await pause(standIn.latencyMs);
    const isOver = times[kind].filter((at) => at > now - MINUTE_MS).length > quota && kind !== 'token';
    const fault: Fault | undefined = isOver ? { kind: 'answer', status: 429 } : standIn.interfere({ kind, body });
    let reply: { status: number; body: unknown } = { status: 500, body: {} };
    if (fault === undefined || fault.late === true) reply = carryOut(kind, url, body, request);
    if (fault?.kind === 'reset') {
      request.socket.destroy();
      return;
    }
    if (fault !== undefined) {
      const { status, retryAfter } = fault;
      if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
      reply = { status, body: { error: { code: status, message: 'The service is currently unavailable.' } } };
    }
    response.writeHead(reply.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(reply.body));
  }

  function carryOut(kind: Request['kind'], url: URL, body: Request['body'], request: IncomingMessage) {
    if (kind === 'token') {
      return { status: 200, body: { access_token: 'token', expires_in: 3600, token_type: 'Bearer' } };
    }
    if (request.headers.authorization !== 'Bearer token') return refusal(401, 'Request had invalid credentials.');
    try {
      if (kind === 'find') return { status: 200, body: { files: findFiles(url) } };
      if (!url.pathname.startsWith(`/v4/spreadsheets/${ID}`)) return refusal(404, 'Requested entity was not found.');
      if (kind === 'write') return { status: 200, body: write(body as WriteBody) };
      return { status: 200, body: url.pathname.endsWith('values:batchGet') ? readValues(url) : readTabs() };
    } catch (error) {
      if (error instanceof BadRequest) return refusal(400, error.message);
      throw error;
    }
  }

  function readTabs() {
    return {
      sheets: standIn.book.sheets.map(({ sheetId, title, rows }) => ({
        properties: { sheetId, title, gridProperties: { rowCount: rows.length } },
      })),
    };
  }

  function readValues(url: URL) {
    const asFormula = url.searchParams.get('valueRenderOption') === 'FORMULA';
    return {
      spreadsheetId: ID,
      valueRanges: url.searchParams.getAll('ranges').map((a1) => {
        const values = rowsOf(a1, asFormula);
        // Google leaves out what is empty at the end.
        while (values.at(-1)?.length === 0) values.pop();
        return { range: a1, majorDimension: 'ROWS', ...(values.length === 0 ? {} : { values }) };
      }),
    };
  }

  function rowsOf(a1: string, asFormula: boolean): (string | number | boolean)[][] {
    const { sheet, from, to } = standIn.book.range(a1);
    return Array.from({ length: to - from + 1 }, (_, index) => {
      const row = from + index;
      const width = Math.max(sheet.rows[row]?.length ?? 0, 8);
      const cells = Array.from({ length: width }, (_cell, column) =>
        asFormula ? (sheet.rows[row]?.[column] ?? '') : standIn.book.shown(sheet, row, column),
      );
      while (cells.at(-1) === '') cells.pop();
      return cells;
    });
  }

  interface WriteBody {
    readonly requests: readonly BatchRequest[];
    readonly includeSpreadsheetInResponse?: boolean;
    readonly responseRanges?: readonly string[];
  }

  function write({ requests, includeSpreadsheetInResponse, responseRanges = [] }: WriteBody) {
    standIn.beforeWrite(requests);
    const replies = standIn.book.batchUpdate(requests);
    if (includeSpreadsheetInResponse !== true) return { spreadsheetId: ID, replies };
    const sheets = responseRanges.map((a1) => {
      const { sheet, from, column } = standIn.book.range(a1);
      const rowData = rowsOf(a1, false).map((cells) => ({
        values: (column === undefined ? cells : cells.slice(column, column + 1)).map((value) =>
          value === '' ? {} : { effectiveValue: valueOf(value) },
        ),
      }));
      return {
        properties: { title: sheet.title },
        data: [{ ...(from === 0 ? {} : { startRow: from }), ...(column ? { startColumn: column } : {}), rowData }],
      };
    });
    return { spreadsheetId: ID, updatedSpreadsheet: { sheets } };
  }
}

function kindOf(method: string, url: URL): Request['kind'] {
  if (url.pathname === '/token') return 'token';
  if (url.pathname.startsWith('/drive/')) return 'find';
  return method === 'GET' ? 'read' : 'write';
}

function findFiles(url: URL): { id: string }[] {
  const name = /name = '(.*?)' and/.exec(url.searchParams.get('q') ?? '')?.[1];
  if (name === 'Twins') return [{ id: ID }, { id: 'other' }];
  return name === 'Merchant' ? [{ id: ID }] : [];
}

function refusal(code: number, message: string) {
  return { status: code, body: { error: { code, message, status: 'INVALID_ARGUMENT' } } };
}

function valueOf(value: string | number | boolean) {
  if (typeof value === 'number') return { numberValue: value };
  return typeof value === 'boolean' ? { boolValue: value } : { stringValue: value };
}
