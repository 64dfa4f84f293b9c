import type { Kysely } from 'kysely';
import type { OrderStore } from '../../ports/order-store.js';
import { isOlder } from './history-reads.js';
import { readAll } from './read-records.js';
import { confirmation as confirmationMapping, outbox as outboxMapping } from './rows-confirmations.js';
import type { Schema } from './schema.js';

type ConfirmationReads = Pick<OrderStore, 'confirmations' | 'liveConfirmations' | 'outboxOf'>;

/** Confirmations, and what is sent for them. */
export function confirmationReads(db: Kysely<Schema>): ConfirmationReads {
  const all = () => db.selectFrom('confirmations').selectAll();
  return {
    async confirmations({ clientId, status, limit, after }) {
      let query = all().orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit);
      if (clientId !== undefined) query = query.where('client_id', '=', clientId);
      if (status !== undefined) query = query.where('status', '=', status);
      if (after !== undefined) query = query.where(isOlder('created_at', after));
      return (await query.execute()).map(confirmationMapping.fromRow);
    },
    liveConfirmations(query) {
      const pending = all().where('status', '=', 'pending');
      const narrowed =
        query.by === 'client'
          ? pending.where('client_id', '=', query.clientId)
          : pending.where('person_key', '=', query.personKey);
      return readAll(narrowed, confirmationMapping.fromRow);
    },
    outboxOf: (confirmationId) =>
      readAll(db.selectFrom('outbox').selectAll().where('confirmation_id', '=', confirmationId), outboxMapping.fromRow),
  };
}
