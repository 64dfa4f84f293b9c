import type { RoutingRead } from '../../ports/order-store.js';
import type { Read } from './mapping.js';
import { optional, versioned } from './read-records.js';
import { number as numberMapping } from './rows-numbers.js';
import { toLiveParticipant, toParticipant } from './rows-participants.js';
import { session as sessionMapping, toLiveOpenSession } from './rows-sessions.js';
import type { NumberRow, ParticipantRow, SessionRow } from './schema.js';

/** The values of all joined tables, one after the other. */
type JoinedRow = readonly unknown[];

type Columns<Row> = { readonly [C in keyof Read<Row>]: true };

const NUMBER: Columns<NumberRow> = {
  ...{ number: true, version: true, carrier: true, country: true, type: true, voice: true, sms: true, mms: true },
  ...{ provider_id: true, friendly_name: true, bought_at: true },
  ...{ status: true, holder: true, token: true, since: true, until: true },
};
const SESSION: Columns<SessionRow> = {
  ...{ id: true, version: true, kind: true, client_id: true, carrier: true, opened_at: true, closed_at: true },
  ...{ has_forgotten_calls: true },
  ...{ masked_name: true, home_country: true, opted_out: true, proxy_number: true, last_caller: true },
  ...{ order_id: true, code: true, code_suffix: true, expires_at: true, max_call_seconds: true, ring_seconds: true },
};
const PARTICIPANT: Columns<ParticipantRow> = {
  ...{ id: true, version: true, session_id: true, session_kind: true, client_id: true, carrier: true, role: true },
  ...{ admitted_by: true, proxy_number: true, person_key: true, phone: true, contact_key: true },
  ...{ opened_at: true, expires_at: true, closed_at: true, released_at: true },
};

/** One of the joined tables: its columns are adjacent in the joined row. */
interface Part<Row> {
  readonly columns: string;
  /** Where the next part begins. */
  readonly end: number;
  /** Undefined where the join found nothing. */
  readonly read: (joined: JoinedRow) => Read<Row> | undefined;
}

function part<Row>(alias: string, columns: Columns<Row>, begin: number): Part<Row> {
  const names = Object.keys(columns);
  const empty = Object.fromEntries<unknown>(names.map((name) => [name, null]));
  const version = begin + names.indexOf('version');
  return {
    columns: names.map((name) => `${alias}.${name}`).join(', '),
    end: begin + names.length,
    read(joined) {
      if (typeof joined[version] !== 'number') return undefined;
      const row = { ...empty };
      names.forEach((name, index) => (row[name] = joined[begin + index]));
      return row as Read<Row>;
    },
  };
}

export const numberPart = part<NumberRow>('n', NUMBER, 0);
export const openPart = part<SessionRow>('o', SESSION, numberPart.end);
export const clientPart = part<ParticipantRow>('c', PARTICIPANT, openPart.end);
export const callerPart = part<ParticipantRow>('p', PARTICIPANT, clientPart.end);
export const sessionPart = part<SessionRow>('s', SESSION, callerPart.end);
export const otherPart = part<ParticipantRow>('x', PARTICIPANT, sessionPart.end);

/** @param joined the columns of all parts, then 1 if the caller is ours. Shorter without a caller. */
export function readRouting(joined: JoinedRow): RoutingRead {
  return {
    number: optional(numberPart.read(joined), numberMapping.fromRow),
    open: readOpen(joined),
    caller: readCaller(joined),
    callerIsOurs: joined[otherPart.end] === 1,
  };
}

function readOpen(joined: JoinedRow): RoutingRead['open'] {
  const session = openPart.read(joined);
  const client = clientPart.read(joined);
  if (session === undefined || client === undefined) return undefined;
  return { session: versioned(session, toLiveOpenSession), client: versioned(client, toLiveParticipant) };
}

function readCaller(joined: JoinedRow): RoutingRead['caller'] {
  const participant = callerPart.read(joined);
  if (participant === undefined) return undefined;
  return {
    participant: versioned(participant, toParticipant),
    session: optional(sessionPart.read(joined), sessionMapping.fromRow),
    other: optional(otherPart.read(joined), toLiveParticipant),
  };
}
