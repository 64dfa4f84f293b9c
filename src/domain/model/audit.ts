import type { RevealReason } from './reveal.js';
import { hasRecordMac, recordMac, type RecordHash } from './record-mac.js';
import type { RecordId } from './records.js';

// The audit trail: who changed what, and when. It holds no personal data: the records are named by ids of the shop and of this service.
// Each entry has a MAC. Seals chain what was written, so that a deleted entry is missed.

/** `done`: the change was made, or the data given out. `refused`: the actor may not do this. */
export type AuditOutcome = 'done' | 'refused';

/** One line of the audit trail. */
export interface AuditEntry {
  /** Begins with the time, so that the order of keys is that of time. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Who: the name of an API token, `cli`, `library`, `spreadsheet`. */
  readonly actor: string;
  /** The operation, as `ProxyCallApi` names it. */
  readonly action: string;
  readonly outcome: AuditOutcome;
  /** What was changed or read: see `auditNames`. */
  readonly records: readonly string[];
  /** Why data was shown in clear. */
  readonly reason: RevealReason | undefined;
  /** From where: a prefix of the client's address. Undefined where there is none. */
  readonly address: string | undefined;
  /** The id of the HTTP request. */
  readonly requestId: string | undefined;
  /** The sequence number of the seal that covers it, and the time of that seal. Not covered by the MAC, as they come later. */
  readonly seal: number | undefined;
  readonly sealedAt: number | undefined;
  readonly mac: string;
}

/** What is said of an action. The rest of an entry follows from the time and the actor. */
export type AuditContent = Omit<AuditEntry, 'id' | 'at' | 'seal' | 'sealedAt' | 'mac'>;

/** A link of the chain: it covers some entries and the seal before it. */
export interface Seal {
  /** Counted from 1, without gaps. */
  readonly sequence: number;
  /** Milliseconds since the epoch; never before that of the seal before. */
  readonly at: number;
  /** How many entries it covers. */
  readonly count: number;
  /** A MAC over the MACs of these entries, sorted. */
  readonly entriesMac: string;
  /** The MAC of the seal before it; undefined for the first one. */
  readonly previousMac: string | undefined;
  /** When the next seal was made; undefined for the newest one, which is kept for ever. Not covered by the MAC, as it comes later. */
  readonly supersededAt: number | undefined;
  readonly mac: string;
}

/** The newest seal, as it is remembered in a fact of the store and in the log. */
export interface AuditHead {
  readonly sequence: number;
  readonly mac: string;
}

/**
 * The id of a request, if it is one that a program made up: a UUID, or 32 and more hexadecimal digits with a letter among them. Clients
 * may choose it, and people would write anything, such as a telephone number with zeros after it.
 */
export function auditRequestId(requestId: string | undefined): string | undefined {
  return requestId !== undefined && REQUEST_IDS.some((pattern) => pattern.test(requestId)) ? requestId : undefined;
}

const REQUEST_IDS = [/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i, /^(?=\d*[a-f])[\da-f]{32,64}$/i];

const BOOKKEEPING: ReadonlySet<RecordId['kind']> = new Set(['lease', 'outbox', 'counter']);

/** Whether a commit that touches these records is one that somebody made, and not the bookkeeping of two processes. */
export function isAudited(changed: readonly Pick<RecordId, 'kind'>[], isErasure: boolean): boolean {
  return isErasure || changed.some(({ kind }) => !BOOKKEEPING.has(kind));
}

/**
 * A new entry.
 * @param unique distinguishes it from others of the same millisecond
 */
export function auditEntry(keyedHash: RecordHash, at: number, unique: string, content: AuditContent): AuditEntry {
  const { actor, action, outcome, records, reason, address, requestId } = content;
  const signed = {
    id: `${at.toString().padStart(13, '0')}-${unique}`,
    ...{ at, actor, action, outcome, records, reason, address, requestId },
  };
  return { ...signed, seal: undefined, sealedAt: undefined, mac: recordMac(keyedHash, 'audit', signed) };
}

/** Whether ProxyCall wrote this entry, and nobody changed it since. */
export function isGenuineEntry(keyedHash: RecordHash, { seal: _, sealedAt: __, ...signed }: AuditEntry): boolean {
  return hasRecordMac(keyedHash, 'audit', signed);
}

/** The same entry under another hash key. */
export function resignedEntry(keyedHash: RecordHash, entry: AuditEntry): AuditEntry {
  const { seal: _, sealedAt: __, ...signed } = entry;
  return { ...entry, mac: recordMac(keyedHash, 'audit', signed) };
}

/** The seal of these entries, after the one that is the head so far. */
export function sealOf(
  keyedHash: RecordHash,
  entryMacs: readonly string[],
  { at, head }: { readonly at: number; readonly head: AuditHead | undefined },
): Seal {
  const signed = {
    sequence: (head?.sequence ?? 0) + 1,
    at,
    count: entryMacs.length,
    entriesMac: entriesMac(keyedHash, entryMacs),
    previousMac: head?.mac,
  };
  return { ...signed, supersededAt: undefined, mac: recordMac(keyedHash, 'seal', signed) };
}

export function isGenuineSeal(keyedHash: RecordHash, { supersededAt: _, ...signed }: Seal): boolean {
  return hasRecordMac(keyedHash, 'seal', signed);
}

/** The same seal under another hash key, over these entries and after this seal. Its entries may have been purged. */
export function resignedSeal(
  keyedHash: RecordHash,
  { mac: _, supersededAt, ...seal }: Seal,
  entryMacs: readonly string[],
  previous: AuditHead | undefined,
): Seal {
  const previousMac = previous?.mac ?? seal.previousMac;
  const signed = { ...seal, entriesMac: entriesMac(keyedHash, entryMacs), previousMac };
  return { ...signed, supersededAt, mac: recordMac(keyedHash, 'seal', signed) };
}

/** A MAC over a set of entries. */
export function entriesMac(keyedHash: RecordHash, entryMacs: readonly string[]): string {
  return keyedHash('record', ['seal of entries', ...[...entryMacs].sort()].join(' '));
}

/** Whether this is the number of a seal. In a store, anything may stand in its place. */
export function isSequence(value: number | undefined): value is number {
  return Number.isSafeInteger(value) && value !== undefined && value > 0;
}

/** The key of a seal: sorted as texts, they are in sequence. */
export function sealKey({ sequence }: Pick<Seal, 'sequence'>): string {
  return sequence.toString().padStart(12, '0');
}

/** The head as a text: `12:Xk3…`. */
export function headText({ sequence, mac }: AuditHead): string {
  return `${sequence.toString()}:${mac}`;
}

/** Reads what `headText` wrote, or its beginning. Undefined when it is none. */
export function readHead(text: string | undefined): AuditHead | undefined {
  const [, sequence, mac] = /^(\d{1,12}):([\w-]{6,})$/.exec(text ?? '') ?? [];
  return sequence === undefined || mac === undefined || Number(sequence) === 0
    ? undefined
    : { sequence: Number(sequence), mac };
}

/** The head as the store remembers it: with a MAC, so that nobody else makes the chain go on from anywhere. */
export function rememberedText(keyedHash: RecordHash, head: AuditHead): string {
  const text = headText(head);
  return `${text}:${keyedHash('record', `audit head ${text}`)}`;
}

/** Reads what `rememberedText` wrote with the same key. */
export function readRemembered(keyedHash: RecordHash, remembered: string | undefined): AuditHead | undefined {
  const head = readHead(remembered?.slice(0, remembered.lastIndexOf(':')));
  return head !== undefined && rememberedText(keyedHash, head) === remembered ? head : undefined;
}
