import type { AuditEntry } from '../../domain/model/audit.js';
import { sealKey } from '../../domain/model/audit.js';
import type { Mapping } from './mapping.js';

// Whoever can write to the database can write anything into these tables. Such a row must not keep the others from being read: what is
// no value of its column is read as one that ProxyCall never writes, so that the MAC shows it.

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
    ...{
      id: typeof id === 'string' ? id : LAST_KEY,
      at: readTime(at),
      actor: readText(actor),
      action: readText(action),
    },
    outcome: readText(outcome) as AuditEntry['outcome'],
    records: readNames(records),
    reason: optional(reason, readText) as AuditEntry['reason'],
    address: optional(address, readText),
    requestId: optional(requestId, readText),
    seal: optional(row.seal, readNumber),
    sealedAt: optional(row.sealed_at, readTime),
    mac: readText(row.mac),
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
  fromRow: ({ key, at, count, entries_mac: entriesMac, previous_mac: previousMac, mac, ...row }) => ({
    // From the key, so that a copy under another key is no link of the chain.
    ...{ sequence: /^\d{12}$/.test(key) ? Number(key) : 0, at: readTime(at), count: readNumber(count) },
    ...{ entriesMac: readText(entriesMac), mac: readText(mac) },
    previousMac: optional(previousMac, readText),
    supersededAt: optional(row.superseded_at, readTime),
  }),
};

function optional<T, R>(column: T | null, read: (column: T) => R): R | undefined {
  return column === null ? undefined : read(column);
}

function readText(column: unknown): string {
  return typeof column === 'string' ? column : UNREADABLE;
}

/** SQLite sorts what is no text after all texts. */
const LAST_KEY = '\u{10FFFF}';

const UNREADABLE = '(unreadable)';

function readNumber(column: unknown): number {
  return typeof column === 'number' ? column : NaN;
}

/** Within the times that a date can be. Texts come last in SQLite, as the latest time does. */
function readTime(column: unknown): number {
  return typeof column === 'number' ? Math.max(-LATEST, Math.min(LATEST, Math.trunc(column))) : LATEST;
}

const LATEST = 8_640_000_000_000_000;

function readNames(column: unknown): readonly string[] {
  // A shortcut, as many entries name no record.
  if (column === '[]') return [];
  try {
    const names: unknown = JSON.parse(readText(column));
    return Array.isArray(names) ? names.map(readText) : [UNREADABLE];
  } catch {
    return [UNREADABLE];
  }
}
