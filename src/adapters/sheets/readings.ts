import { DAY_MS } from '../../domain/model/time.js';
import type { Client } from '../../domain/model/client.js';
import { parseCountry, type CountryCode } from '../../domain/model/country.js';
import type { Order } from '../../domain/model/order.js';
import {
  numberingFacts,
  parsePhoneNumber,
  PHONE_NUMBER_FAULTS,
  toE164,
  type E164,
} from '../../domain/model/phone-number.js';
import {
  NUMBER_STATUSES,
  NUMBER_TYPES,
  typeByPlan,
  type NumberState,
  type ProxyNumber,
} from '../../domain/model/proxy-number.js';
import type { Cells, HiddenParts } from './cells.js';

/** What is wrong with a cell, for the person who edits the sheet. Never with what it holds. */
export type Complain = (column: string, problem: string) => void;

/** The text of a cell as the key of its record; undefined when it can be none. */
export function readKey(kind: 'client' | 'order' | 'number', text: string): string | undefined {
  return kind === 'number' ? readPhone(text) : text;
}

/**
 * A client as a row tells it. A cell that cannot be understood is complained about and leaves what was known before;
 * undefined when nothing was, and the client cannot be reached without it.
 */
export function readClient(
  cells: Cells,
  hidden: Partial<HiddenParts['client']>,
  before: Client | undefined,
  complain: Complain,
): Client | undefined {
  const realPhone = phoneCell(cells, 'client_real_phone', complain) ?? before?.realPhone;
  if (realPhone === undefined) {
    if (textOf(cells, 'client_real_phone') === '') complain('client_real_phone', 'is empty');
    return undefined;
  }
  const proxyNumber = phoneCell(cells, 'client_proxy_number', complain, before?.proxyNumber);
  return {
    id: textOf(cells, 'client_id'),
    name: textOf(cells, 'client_name'),
    mail: textOf(cells, 'client_mail'),
    realPhone,
    proxyNumber,
    residency: countryCell(cells, 'client_iso_residency', complain, before?.residency),
    createdAt: before?.createdAt ?? hidden.createdAt ?? 0,
  };
}

export function readLastCaller(cells: Cells, complain: Complain, before: E164 | undefined): E164 | undefined {
  return phoneCell(cells, 'client_last_caller', complain, before);
}

export interface NumberFacts {
  /** The client whose row names this number. */
  readonly holder: string | undefined;
  readonly now: number;
  readonly quarantineMs: number;
}

export function readNumber(
  cells: Cells,
  hidden: Partial<HiddenParts['number']>,
  before: ProxyNumber | undefined,
  facts: NumberFacts,
  complain: Complain,
): ProxyNumber | undefined {
  const number = readPhone(textOf(cells, 'phone_number'));
  if (number === undefined) return undefined;
  const country =
    countryCell(cells, 'country_iso', complain, before?.country) ?? before?.country ?? numberingFacts(number).country;
  if (country === undefined) {
    complain('country_iso', 'is empty, and the number does not tell its country');
    return undefined;
  }
  return {
    number,
    country,
    type: readType(cells, complain) ?? before?.type ?? typeByPlan(number),
    capabilities: hidden.capabilities ?? { voice: true, sms: true, mms: false },
    providerId: hidden.providerId ?? '',
    friendlyName: textOf(cells, 'friendly_name'),
    boughtAt: timeCell(cells, 'date_achat', complain) ?? before?.boughtAt ?? 0,
    state: readState(cells, before?.state ?? hidden.state, facts, complain),
  };
}

function readType(cells: Cells, complain: Complain): ProxyNumber['type'] | undefined {
  const text = textOf(cells, 'number_type').toLowerCase().replaceAll(/[\s-]/g, '_');
  if (text === '') return undefined;
  const type = NUMBER_TYPES.find((known) => known === text || known.replace('_', '') === text);
  if (type === undefined) complain('number_type', `must be one of: ${NUMBER_TYPES.join(', ')}`);
  return type;
}

/** Whoever has the number in their row holds it, whatever the status says: nobody else must get it. */
function readState(
  cells: Cells,
  known: NumberState | undefined,
  { holder, now, quarantineMs }: NumberFacts,
  complain: Complain,
): NumberState {
  const text = textOf(cells, 'status').toLowerCase();
  const status = text === '' ? 'available' : NUMBER_STATUSES.find((candidate) => candidate === text);
  if (status === undefined) complain('status', `must be one of: ${NUMBER_STATUSES.join(', ')}`);
  if (holder !== undefined) {
    if (known?.status === 'assigned' && known.to === holder) return known;
    return { status: 'assigned', to: holder, since: timeCell(cells, 'date_attribution', complain) ?? now };
  }
  switch (status ?? known?.status ?? 'quarantined') {
    case 'available':
      return { status: 'available' };
    case 'reserved':
      if (known?.status === 'reserved') return known;
      return {
        status: 'reserved',
        token: textOf(cells, 'reserved_token'),
        by: textOf(cells, 'reserved_by_client_id'),
        since: timeCell(cells, 'reserved_at', complain) ?? now,
      };
    case 'assigned':
      // To nobody: a client who was taken out of the sheet. Late callers must not reach the next one.
      return { status: 'quarantined', until: now + quarantineMs };
    case 'shared':
      return known?.status === 'shared' ? known : { status: 'shared', since: now };
    case 'quarantined':
      return known?.status === 'quarantined' ? known : { status: 'quarantined', until: now + quarantineMs };
    case 'released':
      return known?.status === 'released' ? known : { status: 'released', since: now };
  }
}

export function readOrder(
  cells: Cells,
  hidden: Partial<HiddenParts['order']>,
  before: Order | undefined,
  facts: { clientNumber: E164 | undefined; now: number },
  complain: Complain,
): Order | undefined {
  const proxyNumber = before?.proxyNumber ?? hidden.proxyNumber ?? facts.clientNumber;
  if (proxyNumber === undefined) {
    complain('client_id', 'names no client who has a number');
    return undefined;
  }
  const text = textOf(cells, 'status').toLowerCase();
  const status = (['open', 'closed'] as const).find((known) => known === text) ?? before?.status ?? 'open';
  if (text !== status && text !== '') complain('status', 'must be open or closed');
  return {
    id: textOf(cells, 'order_id'),
    clientId: textOf(cells, 'client_id'),
    status,
    proxyNumber,
    pairing: before?.pairing ?? hidden.pairing,
    fingerprint: before?.fingerprint ?? hidden.fingerprint,
    createdAt: timeCell(cells, 'created_at', complain) ?? before?.createdAt ?? 0,
    closedAt: status === 'open' ? undefined : (before?.closedAt ?? hidden.closedAt ?? facts.now),
  };
}

function textOf(cells: Cells, column: string): string {
  return cells[column] ?? '';
}

const PHONES = new Set(['phone_number', 'client_real_phone', 'client_proxy_number', 'client_last_caller']);
const TIMES = new Set(['date_achat', 'date_attribution', 'reserved_at', 'created_at']);
const WORDS = new Set(['status', 'number_type']);

/** The text that we would have written for what a cell says, so that nothing is written for its form alone. */
export function canonical(column: string, text: string): string {
  if (PHONES.has(column)) return readPhone(text) ?? text;
  if (WORDS.has(column)) return text.toLowerCase();
  if (!TIMES.has(column)) return text;
  const at = timeCell({ [column]: text }, column, () => undefined);
  return at === undefined ? text : new Date(at).toISOString();
}

/** People write numbers with spaces, and Sheets takes the `+` away. Those that we wrote are remembered. */
function readPhone(text: string): E164 | undefined {
  const known = toE164(text);
  if (known !== undefined) return known;
  const parsed = parsePhoneNumber(text.replaceAll(/[\s().-]/g, ''));
  return parsed.ok ? parsed.number : undefined;
}

function phoneCell(cells: Cells, column: string, complain: Complain, otherwise?: E164): E164 | undefined {
  const text = textOf(cells, column);
  if (text === '') return undefined;
  const parsed = parsePhoneNumber(text.replaceAll(/[\s().-]/g, ''));
  if (parsed.ok) return parsed.number;
  complain(column, parsed.fault === 'separators' ? 'is not a phone number' : PHONE_NUMBER_FAULTS[parsed.fault]);
  return otherwise;
}

function countryCell(
  cells: Cells,
  column: string,
  complain: Complain,
  otherwise: CountryCode | undefined,
): CountryCode | undefined {
  const text = textOf(cells, column);
  if (text === '') return undefined;
  const country = parseCountry(text);
  if (country === undefined) complain(column, 'must be an ISO 3166 code of two letters, such as FR');
  return country ?? otherwise;
}

/** Sheets counts days from this one. Source: https://developers.google.com/workspace/sheets/api/guides/formats */
const DAY_ZERO = Date.UTC(1899, 11, 30);

/** What we write, or a date as Sheets keeps it. */
function timeCell(cells: Cells, column: string, complain: Complain): number | undefined {
  const text = textOf(cells, column);
  if (text === '') return undefined;
  const serial = Number(text);
  const at = Number.isFinite(serial) ? Math.round(DAY_ZERO + serial * DAY_MS) : Date.parse(text);
  if (Number.isFinite(at)) return at;
  complain(column, 'must be a date and time such as 2026-03-01T09:30:00Z');
  return undefined;
}
