import type { AuditEntryView, AuditListQuery } from '../../../ports/audit-api.js';
import type { Page } from '../../../ports/proxycall-api.js';
import { auditNamesOf } from '../../model/audit-names.js';
import { isGenuineEntry, isSequence, type AuditEntry } from '../../model/audit.js';
import { invalidField } from '../../model/errors.js';
import type { RecordHash } from '../../model/record-mac.js';
import { isoTime } from '../../model/time.js';
import { pageOf, readPage } from '../paging.js';
import type { Ports } from '../ports.js';
import { recordHash } from '../record-hash.js';

export async function listAudit({ store, ids }: Ports, query: AuditListQuery): Promise<Page<AuditEntryView>> {
  const page = readPage(query);
  const keyedHash = recordHash(ids);
  const wanted = {
    ...page,
    actor: query.actor,
    from: readTime('from', query.from),
    until: readTime('until', query.until),
  };
  const names = namesIn(keyedHash, query);
  const lists = await Promise.all((names ?? [undefined]).map((record) => store.auditEntries({ ...wanted, record })));
  const found = lists.length === 1 ? (lists[0] ?? []) : lists.flat().sort(newestFirst).slice(0, page.limit);
  return pageOf(
    found,
    page.limit,
    ({ at, id }) => ({ at, id }),
    (entry) => view(keyedHash, entry),
  );
}

function readTime(field: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw invalidField(field, 'must be a time such as 2030-01-31T00:00:00Z');
  return at;
}

function newestFirst(one: AuditEntry, other: AuditEntry): number {
  return other.at - one.at || (one.id < other.id ? 1 : -1);
}

function namesIn(keyedHash: RecordHash, { recordKind, recordId }: AuditListQuery): readonly string[] | undefined {
  if (recordKind === undefined && recordId === undefined) return undefined;
  if (recordKind === undefined) throw invalidField('recordKind', 'is needed with the id of a record');
  if (recordId === undefined) throw invalidField('recordId', 'is needed with the kind of a record');
  return auditNamesOf(keyedHash, { kind: recordKind, key: recordId });
}

function view(keyedHash: RecordHash, entry: AuditEntry): AuditEntryView {
  const { id, at, actor, action, outcome, records, reason, address, requestId } = entry;
  const seal = isSequence(entry.seal) ? entry.seal : undefined;
  const isGenuine = isGenuineEntry(keyedHash, entry);
  return { id, at: isoTime(at), actor, action, outcome, records, reason, address, requestId, seal, isGenuine };
}
