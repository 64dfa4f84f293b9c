import { sql, type Kysely } from 'kysely';
import type { E164 } from '../../domain/model/phone-number.js';
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
      const { newest } = query;
      const select = () => {
        const all = unreleased().selectAll();
        return newest === undefined ? all : all.orderBy('opened_at', 'desc').orderBy('id', 'desc').limit(newest);
      };
      const narrowed = () => {
        switch (query.by) {
          case 'person':
            return select().where('person_key', '=', query.personKey);
          case 'session':
            return select().where('session_id', '=', query.sessionId);
          case 'client':
            return select().where('client_id', '=', query.clientId);
          case 'number':
            // Whoever was not released refers to their number: by this condition there is an index.
            return select().where('proxy_number', '=', query.proxyNumber).where('number_fact', 'is not', null);
        }
      };
      return readAll(narrowed(), toParticipant);
    },
    async loads(numbers, upTo) {
      if (numbers.length === 0) return new Map();
      // The order is that of the index: without it, Postgres may read the table until it has found so many.
      const participant = sql`select 1 from participants
        where proxy_number = numbers.number and session_kind = 'paired' and released_at is null
        order by released_at limit ${upTo}`;
      const { rows } = await sql<{ readonly number: E164; readonly load: number }>`
        select number, (select count(*) from (${participant}) as counted) as load from numbers
        where number in (${sql.join(numbers)})`.execute(db);
      return new Map(rows.map(({ number, load }) => [number, load]));
    },
  };
}
