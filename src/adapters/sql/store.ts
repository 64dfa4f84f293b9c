import { sql, type Kysely } from 'kysely';
import { spellingsOf } from '../../domain/model/line.js';
import type { ChangeSet, OrderStore } from '../../ports/order-store.js';
import { confirmationReads } from './confirmation-reads.js';
import { historyReads } from './history-reads.js';
import { numberReads } from './number-reads.js';
import { readAll, readOne } from './read-records.js';
import { recordReads } from './record-reads.js';
import { retention } from './retention.js';
import { client as clientMapping } from './rows-clients.js';
import type { Schema } from './schema.js';
import { sessionReads } from './session-reads.js';

export interface SqlStoreOptions {
  /** The read that a caller waits for. */
  readonly routing: OrderStore['routing'];
  /** Makes one change set durable, in a transaction of its own or with others. */
  readonly commit: (changes: ChangeSet) => Promise<void>;
}

/** Everything but the writing and what a caller waits for, in the SQL that SQLite and Postgres share. */
export function createSqlStore(db: Kysely<Schema>, { commit, routing }: SqlStoreOptions): OrderStore {
  return {
    ...recordReads(db),
    ...numberReads(db),
    ...sessionReads(db),
    ...historyReads(db),
    ...confirmationReads(db),
    ...retention(db),

    clientByProxy: (number) =>
      readOne(db.selectFrom('clients').selectAll().where('proxy_number', '=', number), clientMapping.fromRow),
    clientsByPhone(phone, limit) {
      const query = db.selectFrom('clients').selectAll().where('real_phone', 'in', spellingsOf(phone));
      return readAll(query.orderBy('created_at', 'desc').orderBy('id').limit(limit), clientMapping.fromRow);
    },
    async highestClientNumber() {
      const query = db.selectFrom('clients').select((rows) => rows.fn.max('id_number').as('highest'));
      return (await query.executeTakeFirst())?.highest ?? 0;
    },

    routing,
    commit,

    ping: async () => {
      await sql`select 1`.execute(db);
    },
    close: () => db.destroy(),
  };
}
