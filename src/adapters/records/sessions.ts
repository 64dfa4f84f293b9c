import type { ClientId } from '../../domain/model/client.js';
import type { E164 } from '../../domain/model/phone-number.js';
import { isLive, type OpenSession } from '../../domain/model/session.js';
import type { Versioned } from '../../ports/order-store.js';
import { pick } from './queries.js';
import { conflict, createGroups, createTable, type Table } from './table.js';

/** Open sessions; those that live are found by their number, of which each has one at most, and by their client. */
export interface SessionTable {
  readonly table: Table<OpenSession>;
  liveOn(number: E164): Versioned<OpenSession>[];
  liveOf(clientId: ClientId): Versioned<OpenSession>[];
}

export function createSessionTable(): SessionTable {
  const [byNumber, byClient] = [createGroups(), createGroups()];

  const table = createTable<OpenSession>((before, after) => {
    const wasLive = before !== undefined && isLive(before);
    const staysLive = after !== undefined && isLive(after);
    // Its number and client never change: a session that was live and stays so is in its groups already.
    if (wasLive && staysLive) return;
    if (staysLive && byNumber.of(after.number).size > 0) throw conflict();
    if (wasLive) {
      byNumber.remove(before.number, before.id);
      byClient.remove(before.clientId, before.id);
    }
    if (staysLive) {
      byNumber.add(after.number, after.id);
      byClient.add(after.clientId, after.id);
    }
  });

  return {
    table,
    liveOn: (number) => pick(table, byNumber.of(number)),
    liveOf: (clientId) => pick(table, byClient.of(clientId)),
  };
}
