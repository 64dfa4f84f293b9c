import { randomBytes } from 'node:crypto';

export const ACCOUNT_SID = `AC${'0123456789abcdef'.repeat(2)}`;

/** The path of the account in Twilio's API. */
export const ACCOUNT = `/2010-04-01/Accounts/${ACCOUNT_SID}`;

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

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
}

/** What one Twilio account has rented, and what Twilio has for sale. */
export interface Account {
  readonly rented: Map<string, Rented>;
  /** Numbers for sale, by country and type: `FR Mobile`. */
  readonly sold: Map<string, readonly string[]>;
}

export interface Answer {
  readonly status: number;
  readonly body?: object;
}

/** An account that has rented nothing; numbers from ranges reserved for fiction are for sale. */
export function newAccount(): Account {
  const sold = new Map([
    ['FR Mobile', range('+3363998', 4)],
    ['FR Local', range('+3319900', 4)],
    ['US Local', range('+120255501', 2)],
  ]);
  return { rented: new Map(), sold };
}

/** Rents out a number as if it had been bought in Twilio's console. */
export function rentOut({ rented }: Account, number: string, fields: Partial<Rented>): Rented {
  const made = { ...newNumber(number, new URLSearchParams()), ...fields };
  rented.set(made.sid, made);
  return made;
}

/** Carries out a request on the number, call and message resources. */
export function carryOut(account: Account, { method, path, query, form }: Request): Answer {
  const one = /^\/IncomingPhoneNumbers\/(\w+)\.json$/.exec(path)?.[1];
  const [, country = '', kind = ''] = /^\/AvailablePhoneNumbers\/(\w+)\/(\w+)\.json$/.exec(path) ?? [];
  if (path === '/IncomingPhoneNumbers.json' && method === 'GET') return listNumbers(account, query);
  if (path === '/IncomingPhoneNumbers.json' && method === 'POST') return sell(account, form);
  if (one !== undefined && method === 'POST') return change(account, one, form);
  if (one !== undefined && method === 'DELETE') return account.rented.delete(one) ? { status: 204 } : notThere(path);
  if (path === '/Calls.json' && method === 'POST') return { status: 201, body: { sid: sidOf('CA'), status: 'queued' } };
  if (path === '/Messages.json' && method === 'POST')
    return { status: 201, body: { sid: sidOf('SM'), status: 'queued' } };
  const range = account.sold.get(`${country} ${kind}`);
  return range === undefined || method !== 'GET' ? notThere(path) : offer(account, range, country, query);
}

function offer({ rented }: Account, range: readonly string[], country: string, query: URLSearchParams): Answer {
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

function listNumbers({ rented }: Account, query: URLSearchParams): Answer {
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

function sell({ rented, sold }: Account, form: URLSearchParams): Answer {
  const number = form.get('PhoneNumber') ?? '';
  const isTaken = [...rented.values()].some((other) => other.phone_number === number);
  const isSold = [...sold.values()].some((range) => range.includes(number));
  if (isTaken || !isSold) return refusal(400, 21_422, `${number} is not available`);
  const made = newNumber(number, form);
  rented.set(made.sid, made);
  return { status: 201, body: describe(made) };
}

function change({ rented }: Account, sid: string, form: URLSearchParams): Answer {
  const number = rented.get(sid);
  if (number === undefined) return notThere(`/IncomingPhoneNumbers/${sid}.json`);
  Object.assign(number, settingsIn(form));
  return { status: 200, body: describe(number) };
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

export function refusal(status: number, code: number | undefined, message: string): Answer {
  const moreInfo = `https://www.twilio.com/docs/errors/${String(code)}`;
  return { status, body: { code, message, more_info: moreInfo, status } };
}

function notThere(path: string): Answer {
  return refusal(404, 20_404, `The requested resource ${ACCOUNT}${path} was not found`);
}

function range(prefix: string, digits: number): readonly string[] {
  return Array.from({ length: 10 ** digits }, (_, index) => prefix + index.toString().padStart(digits, '0'));
}
