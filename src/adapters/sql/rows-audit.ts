import type { AuditEntry } from '../../domain/model/audit.js';
import { sealKey } from '../../domain/model/audit.js';
import { fromJson, type Mapping } from './mapping.js';

export const audit: Mapping<'audit', 'audit_entries'> = {
  table: 'audit_entries',
  key: 'id',
  ruleColumns: { due_at: true },
  retainedSince: ['sealed_at'],
  toRow: ({ id, at, actor, action, outcome, records, reason, address, requestId, seal, sealedAt, mac }) => ({
    ...{ id, at, actor, action, outcome, mac },
    records: JSON.stringify(records),
    reason: reason ?? null,
    address: address ?? null,
    request_id: requestId ?? null,
    seal: seal ?? null,
    sealed_at: sealedAt ?? null,
  }),
  fromRow: ({ id, at, actor, action, outcome, records, reason, address, request_id: requestId, ...row }) => ({
    ...{ id, at, actor, action, outcome },
    records: fromJson(records) as AuditEntry['records'],
    reason: reason ?? undefined,
    address: address ?? undefined,
    requestId: requestId ?? undefined,
    seal: row.seal ?? undefined,
    sealedAt: row.sealed_at ?? undefined,
    mac: row.mac,
  }),
};

/** How a name stands in the column `records`. No other text of an array contains it: in JSON, a quotation mark within a text is escaped. */
export function nameInRow(name: string): string {
  return JSON.stringify(name);
}

export const seal: Mapping<'seal', 'seals'> = {
  table: 'seals',
  key: 'key',
  ruleColumns: {},
  retainedSince: ['superseded_at'],
  toRow: ({ sequence, at, count, entriesMac, previousMac, supersededAt, mac }) => ({
    ...{ key: sealKey({ sequence }), sequence, at, count, mac },
    entries_mac: entriesMac,
    previous_mac: previousMac ?? null,
    superseded_at: supersededAt ?? null,
  }),
  fromRow: ({ sequence, at, count, entries_mac: entriesMac, previous_mac: previousMac, mac, ...row }) => ({
    ...{ sequence, at, count, entriesMac, mac },
    previousMac: previousMac ?? undefined,
    supersededAt: row.superseded_at ?? undefined,
  }),
};
