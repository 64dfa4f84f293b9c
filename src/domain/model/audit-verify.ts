import { entriesMac, isGenuineEntry, isGenuineSeal, type AuditEntry, type AuditHead, type Seal } from './audit.js';
import type { RecordHash } from './record-mac.js';
import { DAY_MS, HOUR_MS } from './time.js';

/** How long the audit trail is kept, counted from the seal of an entry. */
export const AUDIT_MS = 400 * DAY_MS;

/** How far the clocks of two instances may differ, of which one purges and the other one verifies. */
const CLOCKS_MS = HOUR_MS;

/**
 * What is wrong with the audit trail.
 *
 * - `entry_invalid`: this entry was changed, or somebody else wrote it.
 * - `entry_unsealed`: this entry names a seal that is not there and never was.
 * - `entries_missing`: entries under this seal were deleted, moved or changed.
 * - `seal_invalid`: this seal was changed, or somebody else wrote it.
 * - `seals_missing`: seals before this one were deleted, and purging does not explain it.
 * - `chain_broken`: this seal does not follow the one before it.
 * - `head_missing`: this seal was the newest one once, and it is not there, or another one is in its place.
 */
export const AUDIT_PROBLEMS = [
  'entry_invalid',
  'entry_unsealed',
  'entries_missing',
  'seal_invalid',
  'seals_missing',
  'chain_broken',
  'head_missing',
] as const;

/** Something that is wrong, and with what. */
export interface AuditProblem {
  readonly problem: (typeof AUDIT_PROBLEMS)[number];
  /** Of a problem with an entry. */
  readonly entryId: string | undefined;
  /** Of a problem with a seal. */
  readonly sequence: number | undefined;
}

/** What was verified, and what is wrong. */
export interface AuditResult {
  readonly entries: number;
  /** Entries that no seal covers yet. */
  readonly unsealed: number;
  readonly seals: number;
  readonly problems: readonly AuditProblem[];
  /** How many problems there are: the list may be shorter. */
  readonly problemCount: number;
}

/** What is known before an audit trail is read. */
export interface AuditBounds {
  /** Milliseconds since the epoch, by which is judged what was purged. */
  readonly now: number;
  /** The newest seal, 0 when there is none. Later ones are made while the trail is read, and are not judged. */
  readonly upTo: number;
  /** What the newest seal was at earlier times: from the store, and from the log. */
  readonly heads: readonly AuditHead[];
}

/** Verifies an audit trail that is read page by page, in the order of keys: the seals of a page of entries before the page itself. */
export interface AuditVerifier {
  /** The seals that were read so far reach to this one. */
  readonly reached: () => number;
  readonly addSeals: (seals: readonly Seal[]) => void;
  readonly addEntries: (entries: readonly AuditEntry[]) => void;
  /** Seals beyond `upTo` that entries name: made since, or never. */
  readonly laterSeals: () => readonly number[];
  /** @param madeSince those of `laterSeals` that are there now */
  readonly finish: (madeSince: ReadonlySet<number>) => AuditResult;
}

/** A seal whose entries were not all read yet. */
interface OpenSeal {
  readonly seal: Pick<Seal, 'sequence' | 'at' | 'count' | 'entriesMac'>;
  readonly genuine: string[];
  /** The MACs of entries that were changed: if only their content was, the seal still shows that no entry is missing. */
  readonly invalid: string[];
}

const MOST_PROBLEMS = 1000;

export function createAuditVerifier(keyedHash: RecordHash, { now, upTo, heads }: AuditBounds): AuditVerifier {
  const purgedBefore = now - AUDIT_MS + CLOCKS_MS;
  const problems = createProblems();
  // Without those that are whole, so that not all MACs are kept in memory.
  const open = new Map<number, OpenSeal>();
  const later = new Map<number, string[]>();
  const awaited = new Set(heads);
  const counts = { entries: 0, unsealed: 0, seals: 0 };
  let first: number | undefined;
  let previous: Seal | undefined;

  return {
    reached: () => previous?.sequence ?? 0,
    addSeals(seals) {
      for (const seal of seals) if (seal.sequence <= upTo) addSeal(seal);
    },
    addEntries(entries) {
      for (const entry of entries) addEntry(entry);
    },
    laterSeals: () => [...later.keys()],
    finish(madeSince) {
      for (const [sequence, ids] of later) {
        if (madeSince.has(sequence)) continue;
        for (const entryId of ids) problems.add({ problem: 'entry_unsealed', entryId, sequence: undefined });
      }
      for (const { seal, genuine, invalid } of open.values()) {
        if (seal.at < purgedBefore || isWhole(keyedHash, seal, [...genuine, ...invalid])) continue;
        problems.add({ problem: 'entries_missing', entryId: undefined, sequence: seal.sequence });
      }
      for (const { sequence } of awaited) {
        const isPurged = first !== undefined && sequence < first;
        if (!isPurged) problems.add({ problem: 'head_missing', entryId: undefined, sequence });
      }
      return { ...counts, problems: problems.list, problemCount: problems.count() };
    },
  };

  function addSeal(seal: Seal): void {
    const { sequence, at, count } = seal;
    counts.seals += 1;
    first ??= sequence;
    problems.add(...sealProblems(seal, previous));
    for (const head of awaited) if (isHead(seal, head)) awaited.delete(head);
    const judged = { sequence, at, count, entriesMac: seal.entriesMac };
    open.set(sequence, { seal: judged, genuine: [], invalid: [] });
    previous = seal;
  }

  function sealProblems(seal: Seal, before: Seal | undefined): AuditProblem[] {
    const { sequence } = seal;
    const found: AuditProblem[] = isGenuineSeal(keyedHash, seal)
      ? []
      : [{ problem: 'seal_invalid', entryId: undefined, sequence }];
    if (before === undefined) {
      // The seal before it is kept until this one is as old as that.
      if (sequence !== 1 && seal.at >= purgedBefore)
        found.push({ problem: 'seals_missing', entryId: undefined, sequence });
    } else if (sequence !== before.sequence + 1) {
      found.push({ problem: 'seals_missing', entryId: undefined, sequence });
    } else if (seal.previousMac !== before.mac || seal.at < before.at) {
      found.push({ problem: 'chain_broken', entryId: undefined, sequence });
    }
    return found;
  }

  function addEntry(entry: AuditEntry): void {
    const { id, seal, mac } = entry;
    counts.entries += 1;
    const isGenuine = isGenuineEntry(keyedHash, entry);
    if (!isGenuine) problems.add({ problem: 'entry_invalid', entryId: id, sequence: undefined });
    if (seal === undefined) {
      if (isGenuine) counts.unsealed += 1;
      return;
    }
    if (seal > upTo) later.set(seal, [...(later.get(seal) ?? []), id]);
    // Of a seal that is whole or purged nothing is awaited. An entry that has come there from another seal is missed in that one.
    const covering = open.get(seal);
    if (covering === undefined) return;
    (isGenuine ? covering.genuine : covering.invalid).push(mac);
    if (isWhole(keyedHash, covering.seal, covering.genuine)) open.delete(seal);
  }
}

function isWhole(keyedHash: RecordHash, seal: OpenSeal['seal'], macs: readonly string[]): boolean {
  return macs.length === seal.count && entriesMac(keyedHash, macs) === seal.entriesMac;
}

/** The MAC of a head that somebody copied from the log may be cut short. */
function isHead(seal: Seal, { sequence, mac }: AuditHead): boolean {
  return seal.sequence === sequence && seal.mac.startsWith(mac);
}

function createProblems() {
  const list: AuditProblem[] = [];
  let count = 0;
  return {
    list,
    count: () => count,
    add(...more: readonly AuditProblem[]) {
      count += more.length;
      list.push(...more.slice(0, Math.max(0, MOST_PROBLEMS - list.length)));
    },
  };
}
