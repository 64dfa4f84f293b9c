/** The audit trail, with its indexes. */
export const AUDIT_TABLES = [
  `create table audit_entries (
    id text primary key,
    version bigint not null,
    at bigint not null,
    actor text not null,
    action text not null,
    outcome text not null,
    records text not null,
    reason text,
    address text,
    request_id text,
    seal bigint,
    sealed_at bigint,
    mac text not null,
    due_at bigint
  )`,
  `create table seals (
    key text primary key,
    version bigint not null,
    sequence bigint not null,
    at bigint not null,
    count integer not null,
    entries_mac text not null,
    previous_mac text,
    superseded_at bigint,
    mac text not null
  )`,
  'create index audit_time on audit_entries (at, id)',
  'create index audit_due on audit_entries (due_at) where due_at is not null',
  'create index audit_sealed on audit_entries (sealed_at) where sealed_at is not null',
  'create index seals_superseded on seals (superseded_at) where superseded_at is not null',
] as const;
