import { spellingsOf } from '../../domain/model/line.js';
import type { Person } from '../../domain/model/person.js';
import type { E164 } from '../../domain/model/phone-number.js';
import type { OrderStore, RoutingRead } from '../../ports/order-store.js';
import { CALL_GROUPS, createGrouping } from './grouping.js';
import { isOfOneRow, type RunStatement } from './postgres-pool.js';
import { callerPart, clientPart, numberPart, openPart, otherPart, readRouting, sessionPart } from './routing-rows.js';

interface Asked {
  readonly number: E164;
  readonly caller: Person | undefined;
}

const parts = [numberPart, openPart, clientPart, callerPart, sessionPart, otherPart];

/**
 * Reads what routing needs to know for a group of calls and texts: one row for each, in their order. The same joins as those of SQLite,
 * but the database looks the rows up one by one, whatever its statistics say: because of `lateral` and `offset 0`, and because it does
 * not see how long the arrays are.
 */
const STATEMENT = `
  with given as materialized (
    select $1::text[] as numbers, $2::text[] as person_keys, $3::text[] as phones, $4::text[] as other_spellings
  )
  select ${parts.map(({ columns }) => columns).join(', ')},
    (select 1 from numbers where number in (asked.phone, asked.other_spelling) and status <> 'released' limit 1)
  from given, unnest(numbers, person_keys, phones, other_spellings)
    with ordinality as asked(number, person_key, phone, other_spelling, place)
  left join lateral (select * from numbers where number = asked.number offset 0) n on true
  left join lateral (
    select * from sessions where proxy_number = n.number and kind = 'open' and closed_at is null offset 0
  ) o on true
  left join lateral (
    select * from participants
    where session_id = o.id and role = 'client' and admitted_by = 'order' and closed_at is null offset 0
  ) c on true
  left join lateral (
    select * from participants
    where person_key = asked.person_key and proxy_number = n.number and released_at is null offset 0
  ) p on true
  left join lateral (select * from sessions where id = p.session_id offset 0) s on true
  left join lateral (
    select * from participants
    where session_id = s.id and s.kind = 'paired' and role <> p.role and admitted_by = 'order' and closed_at is null
    offset 0
  ) x on true
  order by asked.place`;

/** The read that a caller waits for, together with those of others who call at the same time. */
export function createGroupedRouting(run: RunStatement, timeoutMs: number): OrderStore['routing'] {
  const { add } = createGrouping<Asked, RoutingRead>({
    ...CALL_GROUPS,
    timeoutMs,
    isOfOne: isOfOneRow,
    async run(group) {
      const rows = await run(STATEMENT, [
        group.map(({ number }) => number),
        group.map(({ caller }) => caller?.personKey),
        group.map(({ caller }) => caller?.phone),
        group.map(({ caller }) => caller && spellingsOf(caller.phone)[1]),
      ]);
      return rows.map(readRouting);
    },
  });
  return (number, caller) => add({ number, caller });
}
