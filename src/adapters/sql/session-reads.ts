import { sql, type Kysely } from 'kysely';
import type { OrderStore } from '../../ports/order-store.js';
import { readAll, readOne } from './read-records.js';
import { toParticipant } from './rows-participants.js';
import { toLivePairedSession, toLiveSession } from './rows-sessions.js';
import type { Schema } from './schema.js';

type SessionReads = Pick<OrderStore, 'liveSessionsOf' | 'sessionByCode' | 'participants' | 'loads'>;

/** Reads of sessions and their participants that no caller waits for. */
export function sessionReads(db: Kysely<Schema>): SessionReads {
  const liveSessions = () => db.selectFrom('sessions').selectAll().where('closed_at', 'is', null);
  const unreleased = () => db.selectFrom('participants').where('released_at', 'is', null);

  return {
    liveSessionsOf: (clientId) => readAll(liveSessions().where('client_id', '=', clientId), toLiveSession),
    sessionByCode: (code) => readOne(liveSessions().where('code', '=', code), toLivePairedSession),
    participants(query) {
      const select = unreleased().selectAll();
      const narrowed = () => {
        switch (query.by) {
          case 'person':
            return select.where('person_key', '=', query.personKey);
          case 'session':
            return select.where('session_id', '=', query.sessionId);
          case 'client':
            return select.where('client_id', '=', query.clientId);
          case 'number':
            // Whoever was not released refers to their number: by this condition there is an index.
            return select.where('proxy_number', '=', query.proxyNumber).where('number_fact', 'is not', null);
        }
      };
      return readAll(narrowed(), toParticipant);
    },
    async loads(numbers) {
      if (numbers.length === 0) return new Map();
      const rows = await unreleased()
        .select('proxy_number')
        .select((row) => row.fn.countAll<number>().as('load'))
        .where('proxy_number', 'in', numbers)
        // Written out, so that the database sees that its index for this has the rows.
        .where('session_kind', '=', sql.lit('paired' as const))
        .groupBy('proxy_number')
        .execute();
      return new Map(rows.map(({ proxy_number: number, load }) => [number, load]));
    },
  };
}
