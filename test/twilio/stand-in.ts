import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { published, violationsOf, type Exchange } from './openapi.js';

export const ACCOUNT_SID = `AC${'0123456789abcdef'.repeat(2)}`;
export const AUTH_TOKEN = 'auth-secret';

/** A rented number, with Twilio's field names. */
export interface Rented {
  sid: string;
  phone_number: string;
  friendly_name: string;
  capabilities: { voice: boolean; sms: boolean; mms: boolean };
  voice_url: string;
  voice_method: string;
  sms_url: string;
  sms_method: string;
  voice_application_sid: string;
  sms_application_sid: string;
  trunk_sid: string | null;
  type: string;
}

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

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
}

export interface StandIn {
  readonly url: string;
  /** Every request, in order: `POST /IncomingPhoneNumbers.json`. */
  readonly log: string[];
  /** The same requests with their parameters. */
  readonly requests: Request[];
  readonly rented: Map<string, Rented>;
  /** Numbers for sale, by country and type: `FR Mobile`. */
  readonly sold: Map<string, readonly string[]>;
  /** Called for every request; undefined lets it pass. */
  interfere: (request: Request) => Fault | undefined;
  /** Rents out a number as if it had been bought in Twilio's console. */
  rentOut(number: string, fields?: Partial<Rented>): Rented;
  /** Deviations from Twilio's OpenAPI document; empty if it is not available. */
  violations(): readonly string[];
  close(): void;
}

const ACCOUNT = `/2010-04-01/Accounts/${ACCOUNT_SID}`;
const REALM = Buffer.from(`${ACCOUNT_SID}:${AUTH_TOKEN}`).toString('base64');

interface Answer {
  readonly status: number;
  readonly body?: object;
}

/**
 * Stands in for the number and message resources of Twilio's API, with the paths, parameters, responses and error codes of its
 * OpenAPI document. It sells numbers from ranges reserved for fiction.
 */
export async function startStandIn(): Promise<StandIn> {
  const exchanges: Exchange[] = [];
  const log: string[] = [];
  const requests: Request[] = [];
  const rented = new Map<string, Rented>();
  const sold = new Map([
    ['FR Mobile', range('+3363998', 4)],
    ['FR Local', range('+3319900', 4)],
    ['US Local', range('+120255501', 2)],
  ]);

  const server = createServer((incoming, response) => {
    void handle(incoming, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  const standIn: StandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`,
    log,
    requests,
    rented,
    sold,
    interfere: () => undefined,
    rentOut(number, fields = {}) {
      const made = { ...newNumber(number, new URLSearchParams()), ...fields };
      rented.set(made.sid, made);
      return made;
    },
    violations: () => (published ? exchanges.flatMap((exchange) => violationsOf(exchange)) : []),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return standIn;

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of incoming) body += String(chunk);
    const url = new URL(incoming.url ?? '', 'http://stand-in');
    const request = {
      method: incoming.method ?? '',
      path: url.pathname.replace(ACCOUNT, ''),
      query: url.searchParams,
      form: new URLSearchParams(body),
    };
    log.push(`${request.method} ${request.path}`);
    requests.push(request);
    const fault = standIn.interfere(request);
    const authorised = incoming.headers.authorization === `Basic ${REALM}` && url.pathname.startsWith(ACCOUNT);
    const answer =
      fault === undefined || ('late' in fault && fault.late)
        ? authorised
          ? carryOut(request)
          : refusal(401, 20_003, 'Authenticate')
        : refusal(500, 20_500, 'Internal Server Error');
    exchanges.push({
      method: request.method,
      target: incoming.url ?? '',
      authorization: incoming.headers.authorization,
      contentType: incoming.headers['content-type'],
      form: body,
      status: answer.status,
      answer: answer.body,
    });
    if (fault === undefined) send(response, answer);
    else misbehave(response, fault);
  }

  function carryOut({ method, path, query, form }: Request): Answer {
    const one = /^\/IncomingPhoneNumbers\/(\w+)\.json$/.exec(path)?.[1];
    const [, country = '', kind = ''] = /^\/AvailablePhoneNumbers\/(\w+)\/(\w+)\.json$/.exec(path) ?? [];
    if (path === '/IncomingPhoneNumbers.json' && method === 'GET') return listNumbers(query);
    if (path === '/IncomingPhoneNumbers.json' && method === 'POST') return sell(form);
    if (one !== undefined && method === 'POST') return change(one, form);
    if (one !== undefined && method === 'DELETE') return rented.delete(one) ? { status: 204 } : notThere(path);
    if (path === '/Calls.json' && method === 'POST')
      return { status: 201, body: { sid: sidOf('CA'), status: 'queued' } };
    if (path === '/Messages.json' && method === 'POST')
      return { status: 201, body: { sid: sidOf('SM'), status: 'queued' } };
    const range = sold.get(`${country} ${kind}`);
    return range === undefined || method !== 'GET' ? notThere(path) : offer(range, country, query);
  }

  function offer(range: readonly string[], country: string, query: URLSearchParams): Answer {
    const taken = new Set([...rented.values()].map((number) => number.phone_number));
    const offers = range
      .filter((number) => !taken.has(number))
      .slice(0, Number(query.get('PageSize') ?? 50))
      .map((number) => ({
        friendly_name: number,
        phone_number: number,
        lata: null,
        locality: null,
        rate_center: null,
        latitude: null,
        longitude: null,
        region: null,
        postal_code: null,
        iso_country: country,
        address_requirements: 'none',
        beta: false,
        capabilities: { voice: true, SMS: true, MMS: country === 'US' },
      }));
    return {
      status: 200,
      body: { available_phone_numbers: offers, uri: `${ACCOUNT}/AvailablePhoneNumbers/${country}` },
    };
  }

  function listNumbers(query: URLSearchParams): Answer {
    const part = query.get('PhoneNumber')?.replace('+', '') ?? '';
    const matching = [...rented.values()].filter((number) => number.phone_number.includes(part));
    const size = Number(query.get('PageSize') ?? 50);
    const page = Number(query.get('Page') ?? 0);
    const uri = (index: number) =>
      `${ACCOUNT}/IncomingPhoneNumbers.json?PageSize=${size.toString()}&Page=${index.toString()}` +
      (part === '' ? '' : `&PhoneNumber=${part}`);
    const hasNext = matching.length > (page + 1) * size;
    return {
      status: 200,
      body: {
        incoming_phone_numbers: matching.slice(page * size, (page + 1) * size).map(describe),
        page,
        page_size: size,
        start: page * size,
        end: Math.min(matching.length, (page + 1) * size) - 1,
        uri: uri(page),
        first_page_uri: uri(0),
        previous_page_uri: page === 0 ? null : uri(page - 1),
        next_page_uri: hasNext ? `${uri(page + 1)}&PageToken=PA${page.toString()}` : null,
      },
    };
  }

  function sell(form: URLSearchParams): Answer {
    const number = form.get('PhoneNumber') ?? '';
    const isTaken = [...rented.values()].some((other) => other.phone_number === number);
    const isSold = [...sold.values()].some((range) => range.includes(number));
    if (isTaken || !isSold) return refusal(400, 21_422, `${number} is not available`);
    const made = newNumber(number, form);
    rented.set(made.sid, made);
    return { status: 201, body: describe(made) };
  }

  function change(sid: string, form: URLSearchParams): Answer {
    const number = rented.get(sid);
    if (number === undefined) return notThere(`/IncomingPhoneNumbers/${sid}.json`);
    Object.assign(number, settingsIn(form));
    return { status: 200, body: describe(number) };
  }
}

function sidOf(prefix: string): string {
  return prefix + randomBytes(16).toString('hex');
}

function newNumber(number: string, form: URLSearchParams): Rented {
  return {
    sid: sidOf('PN'),
    phone_number: number,
    friendly_name: number,
    capabilities: { voice: true, sms: true, mms: false },
    voice_url: '',
    voice_method: 'POST',
    sms_url: '',
    sms_method: 'POST',
    voice_application_sid: '',
    sms_application_sid: '',
    trunk_sid: null,
    type: number.startsWith('+336') ? 'mobile' : 'local',
    ...settingsIn(form),
  };
}

function settingsIn(form: URLSearchParams): Partial<Rented> {
  const names = {
    FriendlyName: 'friendly_name',
    VoiceUrl: 'voice_url',
    VoiceMethod: 'voice_method',
    SmsUrl: 'sms_url',
    SmsMethod: 'sms_method',
  } as const;
  return Object.fromEntries(
    Object.entries(names).flatMap(([parameter, field]) => {
      const value = form.get(parameter);
      return value === null ? [] : [[field, value]];
    }),
  );
}

function describe(number: Rented): object {
  return {
    account_sid: ACCOUNT_SID,
    address_requirements: 'none',
    address_sid: null,
    api_version: '2010-04-01',
    beta: false,
    bundle_sid: null,
    date_created: 'Thu, 30 Jul 2015 23:19:04 +0000',
    date_updated: 'Thu, 30 Jul 2015 23:19:04 +0000',
    emergency_address_sid: null,
    emergency_status: 'Inactive',
    identity_sid: null,
    origin: 'twilio',
    status: 'in-use',
    uri: `${ACCOUNT}/IncomingPhoneNumbers/${number.sid}.json`,
    ...number,
    // Twilio returns empty strings, which its OpenAPI document does not allow.
    voice_application_sid: number.voice_application_sid || null,
    sms_application_sid: number.sms_application_sid || null,
  };
}

function refusal(status: number, code: number | undefined, message: string): Answer {
  const moreInfo = `https://www.twilio.com/docs/errors/${String(code)}`;
  return { status, body: { code, message, more_info: moreInfo, status } };
}

function notThere(path: string): Answer {
  return refusal(404, 20_404, `The requested resource ${ACCOUNT}${path} was not found`);
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

function range(prefix: string, digits: number): readonly string[] {
  return Array.from({ length: 10 ** digits }, (_, index) => prefix + index.toString().padStart(digits, '0'));
}
