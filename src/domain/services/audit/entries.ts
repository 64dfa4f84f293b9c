import type { Actor } from '../../../ports/proxycall-api.js';
import type { Clock, Ids } from '../../../ports/runtime.js';
import { auditEntry, auditNames, auditRequestId, type AuditContent, type AuditEntry } from '../../model/audit.js';
import type { RecordHash } from '../../model/record-mac.js';
import type { RecordId } from '../../model/records.js';

/** The keyed hash of records. */
export function recordHash(ids: Pick<Ids, 'keyedHash'>): RecordHash {
  return (purpose, text) => ids.keyedHash(purpose, text);
}

/** What is left to say of an action when its actor is known. */
export type ActionContent = Pick<AuditContent, 'action' | 'outcome' | 'records'> &
  Partial<Pick<AuditContent, 'reason'>>;

export function entryBy(
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
  { name, address, requestId }: Actor,
  { action, outcome, records, reason }: ActionContent,
): AuditEntry {
  return auditEntry(recordHash(ids), clock.now(), ids.next(), {
    ...{ actor: name, action, outcome, records, reason, address },
    requestId: auditRequestId(requestId),
  });
}

/**
 * Makes entries of the audit trail about edits in a spreadsheet. Nobody knows which of its users made them: the version history of the
 * spreadsheet does.
 * @param ids with the hash key of the store
 */
export function editAuditor(
  ids: Pick<Ids, 'keyedHash' | 'next'>,
): (changed: readonly RecordId[], at: number) => AuditEntry {
  return (changed, at) =>
    auditEntry(recordHash(ids), at, ids.next(), {
      ...{ actor: 'spreadsheet', action: 'editSpreadsheet', outcome: 'done', records: auditNames(changed) },
      ...{ reason: undefined, address: undefined, requestId: undefined },
    });
}
