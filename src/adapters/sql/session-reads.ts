import type { Kysely } from 'kysely';
import type { OrderStore } from '../../ports/order-store.js';
import { optional, versioned } from './mapping.js';
import { toParticipant } from './rows-participants.js';
import { toLivePairedSession, toLiveSession } from './rows-sessions.js';
import type { Schema } from './schema.js';

type SessionReads = Pick<OrderStore, 'liveSessionsOf' | 'sessionByCode' | 'participants' | 'loads'>;

/** What is asked about sessions and their participants when nobody is on the line. */
export function sessionReads(db: Kysely<Schema>): SessionReads {
  const liveSessions = () => db.selectFrom('sessions').selectAll().where('closed_at', 'is', null);
  const unreleased = () => db.selectFrom('participants').where('released_at', 'is', null);

  return {
    async liveSessionsOf(clientId) {
      const rows = await liveSessions().where('client_id', '=', clientId).execute();
      return rows.map((row) => versioned(row, toLiveSession));
    },
    async sessionByCode(code) {
      return optional(await liveSessions().where('code', '=', code).executeTakeFirst(), toLivePairedSession);
    },
    async participants(query) {
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
            return select.where('proxy_number', '=', query.proxyNumber);
        }
      };
      return (await narrowed().execute()).map((row) => versioned(row, toParticipant));
    },
    async loads(numbers) {
      if (numbers.length === 0) return new Map();
      const rows = await unreleased()
        .select('proxy_number')
        .select((row) => row.fn.countAll<number>().as('load'))
        .where('proxy_number', 'in', numbers)
        .where('session_kind', '=', 'paired')
        .groupBy('proxy_number')
        .execute();
      return new Map(rows.map(({ proxy_number: number, load }) => [number, load]));
    },
  };
}
