import { randomInt } from 'node:crypto';
import { conflict } from '../../domain/model/errors.js';
import { CALL_GROUPS, createGrouping } from './grouping.js';
import type { IncomingChanges } from './incoming-changes.js';
import { isOfOneRow, type RunStatement } from './postgres-pool.js';
import { INTERACTION_COLUMNS, interaction as interactionMapping } from './rows-interactions.js';

/** The columns of an interaction, and behind them what it was decided on. */
const COLUMNS: readonly string[] = [...INTERACTION_COLUMNS, 'participant', 'participant_version', 'session', 'phone'];

/** Columns that are not text. */
const TYPES: Readonly<Record<string, string>> = {
  version: 'bigint',
  at: 'bigint',
  ended_at: 'bigint',
  duration_seconds: 'integer',
  participant_version: 'bigint',
};

const typeOf = (column: string) => TYPES[column] ?? 'text';
const listOf = (columns: readonly string[], toSql: (column: string, index: number) => string) =>
  columns.map(toSql).join(', ');
/** What follows the columns among the parameters. */
const after = (offset: number) => `$${(COLUMNS.length + offset).toString()}`;

/**
 * Writes a group of incoming calls and texts: those whose participant is at the expected version and whose session is live. One statement
 * is a transaction by itself, and one round trip.
 *
 * - First all sessions are locked, then all participants, as other transactions do, each sorted, so that no two of them deadlock. A row
 *   that had to be waited for is judged as it is then.
 * - The database looks the rows up one by one, whatever its statistics say, because of `lateral` and `offset 0`, and because it does not
 *   see how long the arrays are: otherwise it may choose to read whole tables, and plan again each time.
 * - Of two with the same id one is written. The random version of a row tells which.
 * - A group waits for a lock a limited time, so that nobody waits long for a session of somebody else.
 */
const GROUP = `
  with given as materialized (
    select ${listOf(COLUMNS, (column, index) => `$${(index + 1).toString()}::${typeOf(column)}[] as ${column}`)},
      ${after(1)}::text[] as sessions, ${after(2)}::text[] as participants
  ), patience as materialized (
    select set_config('lock_timeout', ${after(3)}::text, true)
  ), incoming as materialized (
    select incoming.* from given, unnest(${listOf(COLUMNS, (column) => `given.${column}`)})
      with ordinality as incoming(${COLUMNS.join(', ')}, place)
  ), live as materialized (
    select locked.id from given, unnest(given.sessions) as wanted(id) cross join lateral (
      select id, kind, closed_at from sessions where id = wanted.id offset 0 for no key update
    ) as locked
    where locked.kind = 'open' and locked.closed_at is null and (select count(*) from patience) >= 0
  ), relied as materialized (
    select locked.id, locked.version from given, unnest(given.participants) as wanted(id) cross join lateral (
      select id, version from participants where id = wanted.id offset 0 for share
    ) as locked
    where (select count(*) from live) >= 0
  ), written as (
    insert into interactions (${INTERACTION_COLUMNS.join(', ')})
    select ${listOf(INTERACTION_COLUMNS, (column) => `incoming.${column}`)} from incoming
    where (participant is null or (participant, participant_version) in (select id, version from relied))
      and (session is null or session in (select id from live))
    order by incoming.id, place
    on conflict do nothing returning version
  ), latest as (
    select distinct on (session) session, phone, place from incoming join written using (version)
    where session is not null
    order by session, place desc
  ), noted as (
    update sessions set last_caller = latest.phone, version = sessions.version + 1 from latest
    -- Always true: without it the planner expects so many rows that it reads the whole table.
    where sessions.id = latest.session and latest.place % 1 = 0
  )
  select version from written`;

const valueOf = (column: string) => `$${(COLUMNS.indexOf(column) + 1).toString()}::${typeOf(column)}`;

/** The same for one alone, which takes the database a third less. */
const ALONE = `
  with patience as materialized (
    select set_config('lock_timeout', ${after(1)}::text, true)
  ), live as materialized (
    select kind, closed_at from sessions
    where id = ${valueOf('session')} and (select count(*) from patience) >= 0 for no key update
  ), relied as materialized (
    select version from participants
    where id = ${valueOf('participant')} and (select count(*) from live) >= 0 for share
  ), written as (
    insert into interactions (${INTERACTION_COLUMNS.join(', ')})
    select ${listOf(INTERACTION_COLUMNS, valueOf)}
    where (${valueOf('participant')} is null or ${valueOf('participant_version')} in (select version from relied))
      and (${valueOf('session')} is null or exists (select from live where kind = 'open' and closed_at is null))
    on conflict do nothing returning version
  ), noted as (
    update sessions set last_caller = ${valueOf('phone')}, version = version + 1
    where id = ${valueOf('session')} and exists (select from written)
  )
  select version from written`;

export interface IncomingCommit {
  readonly commit: (changes: IncomingChanges) => Promise<void>;
  /** Resolves once nothing is waiting or under way. */
  readonly drain: () => Promise<void>;
}

export function createIncomingCommit(run: RunStatement, timeoutMs: number): IncomingCommit {
  // Who may wait long gives up a little before the connection would be given up.
  const patienceOf = (mayWait: boolean) => Math.ceil(timeoutMs * (mayWait ? 0.9 : 0.25)).toString();
  const { add, drain } = createGrouping<IncomingChanges, boolean>({
    ...CALL_GROUPS,
    timeoutMs,
    isOfOne: isOfOneRow,
    keyOf: ({ lastCaller, guard }) => lastCaller?.sessionId ?? guard?.key,
    async run(group, mayWait) {
      const rows = group.map(rowOf);
      const [first] = rows;
      const returned =
        first !== undefined && rows.length === 1
          ? await run(ALONE, [...COLUMNS.map((column) => first[column]), patienceOf(mayWait)])
          : await run(GROUP, [
              ...COLUMNS.map((column) => rows.map((row) => row[column])),
              sortedIds(group.map(({ lastCaller }) => lastCaller?.sessionId)),
              sortedIds(group.map(({ guard }) => guard?.key)),
              patienceOf(mayWait),
            ]);
      const written = new Set(returned.map(([version]) => version));
      return rows.map(({ version }) => written.has(version));
    },
  });
  return {
    async commit(changes) {
      if (!(await add(changes))) throw conflict();
    },
    drain,
  };
}

function rowOf({ interaction, guard, lastCaller }: IncomingChanges): Readonly<Record<string, unknown>> {
  return {
    ...interactionMapping.toRow(interaction),
    version: randomInt(2 ** 40),
    participant: guard?.key,
    participant_version: guard?.expected,
    session: lastCaller?.sessionId,
    phone: lastCaller?.phone,
  };
}

function sortedIds(ids: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(ids.filter((id) => id !== undefined))].sort();
}
