import type { Actor } from '../../../ports/proxycall-api.js';
import type { Clock, Ids } from '../../../ports/runtime.js';
import { auditEntry, auditRequestId, type AuditContent, type AuditEntry } from '../../model/audit.js';
import type { RecordHash } from '../../model/record-mac.js';

/** The keyed hash of records. */
export function recordHash(ids: Pick<Ids, 'keyedHash'>): RecordHash {
  return (purpose, text) => ids.keyedHash(purpose, text);
}

/** What is left to say of an action when its actor is known. */
export type ActionContent = Pick<AuditContent, 'action' | 'outcome' | 'records'>;

export function entryBy(
  { clock, ids }: { readonly clock: Clock; readonly ids: Ids },
  { name, address, requestId }: Actor,
  content: ActionContent,
): AuditEntry {
  const from = { actor: name, address, requestId: auditRequestId(requestId) };
  return auditEntry(recordHash(ids), clock.now(), ids.next(), { ...content, ...from });
}
