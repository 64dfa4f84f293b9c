/** Confirmations, with what is sent and counted for them. They refer to numbers, so that the tables of these come before. */
export const CONFIRMATION_TABLES = [
  `create table confirmations (
    id text primary key,
    version bigint not null,
    purpose text not null,
    status text not null,
    client_id text,
    wanted text,
    person_key text,
    former_phone text,
    held_number text,
    proxy_number text,
    carrier text not null,
    language text not null,
    origin text not null,
    fingerprint text,
    generation integer not null,
    generation_at bigint not null,
    attempts integer not null,
    sends text not null,
    step integer not null,
    next_step_at bigint,
    proved text not null,
    created_at bigint not null,
    expires_at bigint not null,
    ended_at bigint,
    approved integer not null,
    mac text not null,
    due_at bigint,
    number_fact text,
    constraint confirmations_number foreign key (held_number, number_fact) references numbers (number, fact)
  )`,
  `create table outbox (
    id text primary key,
    version bigint not null,
    confirmation_id text not null,
    client_id text,
    message text not null,
    channel text not null,
    generation integer not null,
    language text not null,
    recipient text,
    sender text,
    digits text,
    status text not null,
    tries integer not null,
    created_at bigint not null,
    ended_at bigint,
    reason text,
    mac text not null,
    due_at bigint
  )`,
  'create table counters (key text primary key, version bigint not null, count bigint not null, until bigint not null)',

  // Invariants.
  `create unique index confirmations_holder on confirmations (held_number)
    where held_number is not null and status = 'pending'`,
  `create unique index confirmations_live_of_client on confirmations (client_id)
    where client_id is not null and status = 'pending'`,

  // Look-ups.
  'create index confirmations_time on confirmations (created_at, id)',
  'create index confirmations_client on confirmations (client_id, created_at, id) where client_id is not null',
  // Those that are pending have a person, as long as they can have an effect.
  'create index confirmations_person on confirmations (person_key) where person_key is not null',
  'create index confirmations_due on confirmations (due_at) where due_at is not null',
  'create index confirmations_ended on confirmations (ended_at) where ended_at is not null',
  // By this a database that changes a number finds the confirmation that it is held for.
  'create index confirmations_number on confirmations (held_number, number_fact) where number_fact is not null',
  'create index outbox_confirmation on outbox (confirmation_id)',
  'create index outbox_client on outbox (client_id) where client_id is not null',
  'create index outbox_recipient on outbox (recipient) where recipient is not null',
  'create index outbox_due on outbox (due_at) where due_at is not null',
  'create index outbox_ended on outbox (ended_at) where ended_at is not null',
  'create index counters_until on counters (until)',
] as const;
