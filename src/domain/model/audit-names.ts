import type { RecordHash } from './record-mac.js';
import type { Kind, RecordId } from './records.js';

// How entries of the audit trail name records. They are kept longer than what they are about, so that no name may say who somebody is.

/** What an entry may name. */
export type AuditKind = 'order' | 'client' | 'confirmation' | 'session' | 'number' | 'token';

/** All kinds, in the order in which an entry names its records. */
export const AUDIT_KINDS = [
  ...(['order', 'client', 'confirmation', 'session', 'number', 'token'] as const),
] as const satisfies readonly AuditKind[];

/** A record that an entry may name. */
export interface Nameable {
  readonly kind: AuditKind;
  readonly key: string;
}

/**
 * The kinds of record that an entry may name, by what they are named. The keys of all other kinds are derived from people, or typed by
 * somebody.
 */
const NAMED_KINDS: Readonly<Partial<Record<Kind, AuditKind>>> = {
  order: 'order',
  client: 'client',
  confirmation: 'confirmation',
  session: 'session',
  number: 'number',
  // Its key is the number that is bought, released or relabelled.
  intent: 'number',
  token: 'token',
};

/**
 * How an entry names a record: `order:O-1001`. Where the id may be a phone, a mail or a name, by a hash: `order:#3fQ2…`.
 * @param isTyped whether somebody typed the key into a spreadsheet: in a column of numbers may then stand a customer's
 */
export function auditName(keyedHash: RecordHash, { kind, key }: Nameable, isTyped = false): string {
  const isTelling = OF_THE_SHOP.has(kind) ? mayTell(key) : kind === 'number' && isTyped;
  if (!isTelling) return `${kind}:${key}`;
  return `${kind}:#${keyedHash('record', `audit name ${kind} ${key}`).slice(0, HASH_LENGTH)}`;
}

/** The kinds whose ids the shop may have chosen. */
const OF_THE_SHOP: ReadonlySet<AuditKind> = new Set(['order', 'client', 'confirmation']);

const HASH_LENGTH = 16;

/** All names that entries may have for a record. @param key its id, or the hash that stands for it in an entry */
export function auditNamesOf(keyedHash: RecordHash, record: Nameable): readonly string[] {
  if (/^#[\w-]{16}$/.test(record.key)) return [`${record.kind}:${record.key}`];
  return [...new Set([false, true].map((isTyped) => auditName(keyedHash, record, isTyped)))];
}

/** When in doubt, it may: a hash finds the record all the same. */
function mayTell(id: string): boolean {
  if (/[@+#\s]/u.test(id) || id.length > LONGEST_ID) return true;
  return /\p{Nd}{9}/u.test(id.replaceAll(/[^\p{L}\p{N}]/gu, ''));
}

const LONGEST_ID = 64;

/** The names of those records of a change that may be named. */
export function auditNames(keyedHash: RecordHash, changed: readonly RecordId[], isTyped = false): readonly string[] {
  const names = changed.flatMap(({ kind, key }) => {
    const named = NAMED_KINDS[kind];
    if (named === undefined) return [];
    return [{ at: AUDIT_KINDS.indexOf(named), name: auditName(keyedHash, { kind: named, key }, isTyped) }];
  });
  const sorted = names.sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1)).map(({ name }) => name);
  return [...new Set(sorted)];
}
