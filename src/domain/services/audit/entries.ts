import type { Actor } from '../../../ports/proxycall-api.js';
import type { Clock, Ids } from '../../../ports/runtime.js';
import { auditNames } from '../../model/audit-names.js';
import { auditEntry, auditRequestId, type AuditContent, type AuditEntry } from '../../model/audit.js';
import type { RecordId } from '../../model/records.js';
import { recordHash } from '../record-hash.js';

/** What is left to say of an action when its actor is known. */
export type ActionContent = Pick<AuditContent, 'action' | 'outcome'> &
  Partial<Pick<AuditContent, 'reason'>> & { readonly records: readonly RecordId[] };

/** The entries of an action: one, or several if it is about many records. */
export function entriesBy(
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
  { name, address, requestId }: Actor,
  { action, outcome, records, reason }: ActionContent,
): readonly AuditEntry[] {
  const keyedHash = recordHash(ids);
  return inParts(auditNames(keyedHash, records)).map((part) =>
    auditEntry(keyedHash, clock.now(), ids.next(), {
      ...{ actor: name, action, outcome, records: part, reason, address },
      requestId: auditRequestId(requestId),
    }),
  );
}

/** How many records an entry names, at most: a cell of a spreadsheet takes 50,000 characters. */
const MOST_RECORDS = 200;

function inParts(names: readonly string[]): readonly (readonly string[])[] {
  const count = Math.max(1, Math.ceil(names.length / MOST_RECORDS));
  return Array.from({ length: count }, (_, part) => names.slice(part * MOST_RECORDS, (part + 1) * MOST_RECORDS));
}

/**
 * Makes entries of the audit trail about edits in a spreadsheet. Nobody knows which of its users made them: the version history of the
 * spreadsheet does.
 * @param ids with the hash key of the store
 */
export function editAuditor(
  ids: Pick<Ids, 'keyedHash' | 'next'>,
): (changed: readonly RecordId[], at: number) => readonly AuditEntry[] {
  const keyedHash = recordHash(ids);
  return (changed, at) =>
    inParts(auditNames(keyedHash, changed, true)).map((records) =>
      auditEntry(keyedHash, at, ids.next(), {
        ...{ actor: 'spreadsheet', action: 'editSpreadsheet', outcome: 'done', records },
        ...{ reason: undefined, address: undefined, requestId: undefined },
      }),
    );
}
