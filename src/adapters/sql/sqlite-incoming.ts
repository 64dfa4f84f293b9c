import { randomInt } from 'node:crypto';
import type { ChangeSet } from '../../ports/order-store.js';
import { asIncoming, type IncomingChanges } from './incoming-changes.js';
import { INTERACTION_COLUMNS, interaction as interactionMapping } from './rows-interactions.js';
import { isOfFile } from './sqlite-faults.js';
import type { SqliteFile } from './sqlite-file.js';

/**
 * Writes a batch in which everything is what incoming calls and texts nearly always write, in one transaction.
 * @returns false when nothing was written: the batch has anything else, something does not hold, or another transaction is under way
 */
export type WriteIncoming = (batch: readonly ChangeSet[]) => boolean;

/** Writes at once, without kysely and without promises, which take longer than SQLite. */
export function createIncomingWriter({ database, prepare }: SqliteFile): WriteIncoming {
  const begin = prepare('begin immediate');
  const commit = prepare('commit');
  const rollback = prepare('rollback');
  const versionOf = prepare('select version from participants where id = ?').pluck();
  const insert = prepare(`
    insert into interactions (${INTERACTION_COLUMNS.join(', ')})
    values (${INTERACTION_COLUMNS.map((column) => `:${column}`).join(', ')})
    on conflict do nothing`);
  const noteCaller = prepare(`
    update sessions set last_caller = :phone, version = version + 1
    where id = :sessionId and kind = 'open' and closed_at is null`);

  return (batch) => {
    const incoming = allIncoming(batch);
    if (incoming === undefined || isInTransaction()) return false;
    begin.run();
    try {
      const hold = incoming.every(apply);
      (hold ? commit : rollback).run();
      return hold;
    } catch (error) {
      // When the disk is full, for instance, SQLite has rolled back already.
      if (isInTransaction()) rollback.run();
      if (isOfFile(error)) throw error;
      return false;
    }
  };

  function isInTransaction(): boolean {
    return database.inTransaction;
  }

  function apply({ interaction, guard, lastCaller }: IncomingChanges): boolean {
    if (guard !== undefined && versionOf.get(guard.key) !== guard.expected) return false;
    const row = { ...interactionMapping.toRow(interaction), version: randomInt(2 ** 40) };
    if (insert.run(row).changes !== 1) return false;
    return lastCaller === undefined || noteCaller.run(lastCaller).changes === 1;
  }
}

/** Undefined when there is anything else. */
function allIncoming(batch: readonly ChangeSet[]): readonly IncomingChanges[] | undefined {
  const incoming: IncomingChanges[] = [];
  for (const changes of batch) {
    const found = asIncoming(changes);
    if (found === undefined) return undefined;
    incoming.push(found);
  }
  return incoming;
}
