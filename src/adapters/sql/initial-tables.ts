import { createHash } from 'node:crypto';
import { sql, type Kysely, type Migration } from 'kysely';
import { AUDIT_TABLES } from './audit-tables.js';
import { CONFIRMATION_TABLES } from './confirmation-tables.js';

/**
 * All tables, in SQL that SQLite and Postgres both read. The indexes and foreign keys under "Invariants" are the claims
 * and references of the record rules: the columns `fact`, `number_fact` and `session_fact` are written by those rules.
 */
const STATEMENTS = [
  `create table clients (
    id text primary key,
    version bigint not null,
    id_number bigint,
    name text not null,
    mail text not null,
    real_phone text not null,
    residency text,
    proxy_number text,
    created_at bigint not null,
    confirmed_at bigint
  )`,
  `create table orders (
    id text primary key,
    version bigint not null,
    client_id text not null,
    status text not null,
    proxy_number text not null,
    session text,
    fingerprint text,
    created_at bigint not null,
    closed_at bigint
  )`,
  `create table numbers (
    number text primary key,
    version bigint not null,
    carrier text not null,
    country text not null,
    type text not null,
    voice integer not null,
    sms integer not null,
    mms integer not null,
    provider_id text not null,
    friendly_name text not null,
    bought_at bigint not null,
    status text not null,
    holder text,
    token text,
    since bigint,
    until bigint,
    due_at bigint,
    fact text
  )`,
  `create table sessions (
    id text primary key,
    version bigint not null,
    kind text not null,
    client_id text not null,
    carrier text not null,
    opened_at bigint not null,
    closed_at bigint,
    has_forgotten_calls integer not null,
    masked_name text,
    home_country text,
    opted_out text,
    proxy_number text,
    last_caller text,
    order_id text,
    code text,
    code_suffix text,
    expires_at bigint,
    max_call_seconds integer,
    ring_seconds integer,
    due_at bigint,
    fact text
  )`,

  // Invariants. The two keys that foreign keys refer to come before the table that refers.
  'create unique index numbers_fact on numbers (number, fact)',
  'create unique index sessions_fact on sessions (id, fact)',
  `create table participants (
    id text primary key,
    version bigint not null,
    session_id text not null,
    session_kind text not null,
    client_id text not null,
    carrier text not null,
    role text not null,
    admitted_by text not null,
    proxy_number text not null,
    person_key text not null,
    phone text,
    contact_key text,
    opened_at bigint not null,
    expires_at bigint,
    closed_at bigint,
    released_at bigint,
    due_at bigint,
    number_fact text,
    session_fact text,
    constraint participants_number foreign key (proxy_number, number_fact) references numbers (number, fact),
    constraint participants_session foreign key (session_id, session_fact) references sessions (id, fact)
  )`,
  'create unique index clients_holder on clients (proxy_number)',
  // An index of some rows names its first column in its condition: without that, a database that has no statistics yet may read the whole
  // of another such index instead, because it takes both to be small.
  `create unique index sessions_open_on_number on sessions (proxy_number)
    where closed_at is null and kind = 'open' and proxy_number is not null`,
  `create unique index sessions_open_of_client on sessions (client_id)
    where closed_at is null and kind = 'open' and client_id is not null`,
  'create unique index sessions_code on sessions (code) where closed_at is null and code is not null',
  `create unique index participants_person_on_number on participants (person_key, proxy_number)
    where released_at is null and person_key is not null`,
  `create unique index participants_role on participants (session_id, role)
    where closed_at is null and admitted_by = 'order' and session_id is not null`,

  `create table lockouts (
    key text primary key,
    version bigint not null,
    strikes integer not null,
    level integer not null,
    last_at bigint not null,
    until bigint not null,
    weighs_until bigint not null,
    due_at bigint
  )`,
  `create table interactions (
    id text primary key,
    version bigint not null,
    channel text,
    carrier text,
    session_id text,
    client_id text,
    direction text,
    from_masked text,
    to_masked text,
    outcome text,
    at bigint not null,
    ended_at bigint,
    plan text,
    call_id text,
    duration_seconds integer,
    message_id text,
    failed_parts text,
    retried_parts text
  )`,
  `create table requests (
    key text primary key,
    version bigint not null,
    fingerprint text,
    client_id text,
    at bigint not null,
    purchases text not null
  )`,
  `create table replies (
    key text primary key,
    version bigint not null,
    at bigint not null
  )`,
  `create table tokens (
    id text primary key,
    version bigint not null,
    name text not null,
    role text not null,
    digest text not null,
    created_at bigint not null,
    expires_at bigint,
    last_used_at bigint,
    mac text not null
  )`,
  'create unique index tokens_name on tokens (name)',
  `create table signins (
    id text primary key,
    version bigint not null,
    digest text not null,
    credential text,
    created_at bigint not null,
    expires_at bigint not null,
    last_seen_at bigint not null,
    mac text not null
  )`,
  `create table intents (
    number text primary key,
    version bigint not null,
    id text not null,
    carrier text not null,
    at bigint not null,
    action text not null,
    country text,
    type text,
    request_key text,
    label text,
    provider_id text,
    otherwise text
  )`,
  'create table leases (key text primary key, version bigint not null, holder text not null, until bigint not null)',
  'create table facts (key text primary key, version bigint not null, value text not null)',
  ...AUDIT_TABLES,
  ...CONFIRMATION_TABLES,

  // Look-ups.
  'create index clients_id_number on clients (id_number)',
  'create index clients_phone on clients (real_phone)',
  'create index orders_client on orders (client_id, created_at, id)',
  'create index orders_time on orders (created_at, id)',
  'create index orders_closed on orders (closed_at) where closed_at is not null',
  // The status first: of most numbers it is none that anybody looks for.
  'create index numbers_choice on numbers (status, country, type, until)',
  'create index numbers_due on numbers (due_at) where due_at is not null',
  'create index sessions_live_of_client on sessions (client_id) where closed_at is null and client_id is not null',
  'create index sessions_due on sessions (due_at) where due_at is not null',
  'create index sessions_closed on sessions (closed_at) where closed_at is not null',
  // With the column of its condition, so that SQLite counts a number's load in the index alone. A caller is not looked up in it: a number
  // may have thousands.
  `create index participants_on_number on participants (proxy_number, session_kind, released_at)
    where released_at is null and session_kind = 'paired' and proxy_number is not null`,
  'create index participants_of_session on participants (session_id) where released_at is null and session_id is not null',
  'create index participants_of_client on participants (client_id) where released_at is null and client_id is not null',
  'create index participants_due on participants (due_at) where due_at is not null',
  'create index participants_released on participants (released_at) where released_at is not null',
  'create index lockouts_due on lockouts (due_at) where due_at is not null',
  'create index requests_client on requests (client_id) where client_id is not null',
  'create index interactions_client on interactions (client_id, at) where client_id is not null',
  // Without the id, by which those of one millisecond are sorted: each call writes to these.
  // Without a channel a row only remembers a delivery. There are many of these, and only maintenance looks for them.
  'create index interactions_time on interactions (at) where channel is not null',
  // Plans are dropped after a day, and an erasure looks through those that are there.
  'create index interactions_planned on interactions (at) where plan is not null',
  'create index interactions_remembered on interactions (at) where channel is null',
  // By these a database that changes a number or session finds who refers to it.
  'create index participants_number on participants (proxy_number, number_fact) where number_fact is not null',
  'create index participants_session on participants (session_id, session_fact) where session_fact is not null',
] as const;

/** Names the tables: while nothing is released, they change, and a database with other ones must be refused and not misread. */
export const INITIAL_TABLES = `0001_${createHash('sha256').update(STATEMENTS.join(';')).digest('hex').slice(0, 8)}`;

export const initialTables: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
