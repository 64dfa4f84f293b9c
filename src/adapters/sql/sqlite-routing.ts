import { spellingsOf } from '../../domain/model/line.js';
import type { OrderStore } from '../../ports/order-store.js';
import { callerPart, clientPart, numberPart, openPart, otherPart, readRouting, sessionPart } from './routing-rows.js';
import type { SqliteFile } from './sqlite-file.js';

/** The number with its live open session and the client. Always one row, also for a number that is not ours. */
const NUMBER_COLUMNS = [numberPart, openPart, clientPart].map(({ columns }) => columns).join(', ');
const NUMBER_JOINS = `
  from (select 1) as always
  left join numbers n on n.number = :number
  left join sessions o on o.proxy_number = n.number and o.kind = 'open' and o.closed_at is null
  left join participants c on c.session_id = o.id and c.role = 'client' and c.admitted_by = 'order'
    and c.closed_at is null`;

/** The caller's participant with its session, and in a paired session whom the order names for the other role. */
const CALLER_COLUMNS = [callerPart, sessionPart, otherPart].map(({ columns }) => columns).join(', ');
const CALLER_JOINS = `
  left join participants p on p.proxy_number = n.number and p.person_key = :personKey and p.released_at is null
  left join sessions s on s.id = p.session_id
  left join participants x on x.session_id = s.id and s.kind = 'paired' and x.role <> p.role
    and x.admitted_by = 'order' and x.closed_at is null`;

/**
 * The read that a caller waits for, as one statement, and without kysely, which takes longer than finding the rows. These are arrays:
 * building objects of a hundred columns takes longer, too.
 */
export function createRoutingRead({ prepare }: SqliteFile): OrderStore['routing'] {
  const withoutCaller = prepare(`select ${NUMBER_COLUMNS} ${NUMBER_JOINS}`).raw();
  const withCaller = prepare(`
    select ${NUMBER_COLUMNS}, ${CALLER_COLUMNS},
      (select 1 from numbers where number in (:phone, :otherSpelling) and status <> 'released' limit 1)
    ${NUMBER_JOINS} ${CALLER_JOINS}`).raw();

  return (number, caller) =>
    // In a promise, so that a fault of the file rejects.
    new Promise((resolve) => {
      const row =
        caller === undefined
          ? withoutCaller.get({ number })
          : withCaller.get({
              number,
              personKey: caller.personKey,
              phone: caller.phone,
              otherSpelling: spellingsOf(caller.phone)[1],
            });
      resolve(readRouting(row as readonly unknown[]));
    });
}
