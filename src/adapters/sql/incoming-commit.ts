import { randomInt } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { conflict } from '../../domain/model/errors.js';
import type { InteractionRecord } from '../../domain/model/interaction.js';
import type { ChangeSet, Guard, LastCaller } from '../../ports/order-store.js';
import { rowOf } from './mappings.js';
import { HOT_PATH, prepare, prepareByRow, type Parameter } from './prepared.js';
import type { Schema } from './schema.js';

/** What an incoming call or text nearly always writes. */
interface IncomingChanges {
  /** A new one. */
  readonly interaction: InteractionRecord;
  /** The participant that was decided on. */
  readonly guard: Guard;
  readonly lastCaller: LastCaller | undefined;
}

/** The same changes as such; undefined when there is anything else to write. */
export function asIncoming({
  puts,
  guards = [],
  removals = [],
  lastCaller,
  scrub,
}: ChangeSet): IncomingChanges | undefined {
  const [first, ...morePuts] = puts;
  const [guard, ...moreGuards] = guards;
  const isMore = morePuts.length + moreGuards.length + removals.length > 0 || scrub !== undefined;
  if (isMore || first?.kind !== 'interaction' || first.expected !== null || guard?.kind !== 'participant')
    return undefined;
  return { interaction: first.value, guard, lastCaller };
}

/** Columns of an interaction that are not text. Parameters in a select list have no type, so they are cast. */
const TYPES: Readonly<Record<string, string>> = {
  version: 'bigint',
  at: 'bigint',
  ended_at: 'bigint',
  duration_seconds: 'integer',
};

/**
 * Writes the changes as one Postgres statement, which is a transaction by itself: a call waits for one round trip instead
 * of five. The statement first locks the rows that were decided on, and writes nothing when one of them has changed.
 */
export function createIncomingCommit(db: Kysely<Schema>): (changes: IncomingChanges) => Promise<void> {
  const statement = prepareByRow((notesLastCaller: boolean, columns) =>
    prepare(db, (value) => (notesLastCaller ? withLastCaller(columns, value) : withoutLastCaller(columns, value))),
  );

  return async ({ interaction, guard, lastCaller }) => {
    const row = { ...rowOf('interaction', interaction), version: randomInt(2 ** 40) };
    const relied = { participantId: guard.key, participantVersion: guard.expected };
    const write = statement(lastCaller !== undefined, row);
    const { rows } = await write({ ...row, ...relied, ...lastCaller });
    if (rows[0]?.[0] !== 1) throw conflict();
  };
}

function withoutLastCaller(columns: readonly string[], value: Parameter) {
  return sql<readonly [number]>`${sql.raw(HOT_PATH)}
    with held as (
      select 1 from participants
      where id = ${value('participantId')} and version = ${value('participantVersion')} for share
    ), written as (${insertion(columns, value)})
    select count(*)::integer from written`;
}

function withLastCaller(columns: readonly string[], value: Parameter) {
  return sql<readonly [number]>`${sql.raw(HOT_PATH)}
    with held as (
      select 1 from sessions s, participants p
      where s.id = ${value('sessionId')} and s.kind = 'open' and s.closed_at is null
        and p.id = ${value('participantId')} and p.version = ${value('participantVersion')}
      for no key update of s for share of p
    ), written as (${insertion(columns, value)}), noted as (
      update sessions set last_caller = ${value('phone')}, version = version + 1
      where id = ${value('sessionId')} and exists (select 1 from written)
    )
    select count(*)::integer from written`;
}

function insertion(columns: readonly string[], value: Parameter) {
  const values = columns.map((column) => sql`${value(column)}::${sql.raw(TYPES[column] ?? 'text')}`);
  return sql`insert into interactions (${sql.raw(columns.join(', '))}) select ${sql.join(values)} from held
    on conflict do nothing returning 1`;
}
