import type { ClientId } from '../../domain/model/client.js';
import type { PairedSession } from '../../domain/model/pair.js';
import type { Versioned } from '../../ports/order-store.js';
import { pick } from './queries.js';
import { conflict, createGroups, createTable, type Table } from './table.js';

/** Paired sessions; those that are not closed are found by their client and their code, which no two of them share. */
export interface PairTable {
  readonly table: Table<PairedSession>;
  openOf(clientId: ClientId): Versioned<PairedSession>[];
  byCode(code: string): Versioned<PairedSession> | undefined;
  /** Those that are not closed and should be. */
  expired(now: number): Versioned<PairedSession>[];
}

export function createPairTable(): PairTable {
  const byClient = createGroups();
  const codes = new Map<string, string>();

  const table = createTable<PairedSession>((before, after) => {
    const was = before?.closedAt === undefined ? before : undefined;
    const stays = after?.closedAt === undefined ? after : undefined;
    if (stays?.code !== undefined && (codes.get(stays.code) ?? stays.id) !== stays.id) throw conflict();
    if (was !== undefined) {
      byClient.remove(was.clientId, was.id);
      if (was.code !== undefined) codes.delete(was.code);
    }
    if (stays !== undefined) {
      byClient.add(stays.clientId, stays.id);
      if (stays.code !== undefined) codes.set(stays.code, stays.id);
    }
  });

  return {
    table,
    openOf: (clientId) => pick(table, byClient.of(clientId)),
    byCode: (code) => table.get(codes.get(code) ?? ''),
    expired: (now) => [...table.values()].filter(({ value }) => value.closedAt === undefined && value.expiresAt <= now),
  };
}
