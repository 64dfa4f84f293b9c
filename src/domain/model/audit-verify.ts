import {
  entriesMac,
  isGenuineEntry,
  isGenuineSeal,
  isSequence,
  type AuditEntry,
  type AuditHead,
  type Seal,
} from './audit.js';
import type { RecordHash } from './record-mac.js';
import { DAY_MS, HOUR_MS } from './time.js';

/** How long the audit trail is kept, counted from the seal of an entry. */
export const AUDIT_MS = 400 * DAY_MS;

/** How far the clocks of two instances may differ, of which one purges and the other one verifies. */
const CLOCKS_MS = HOUR_MS;

/** How long an entry may wait for its seal. */
export const SEALED_WITHIN_MS = HOUR_MS;

/**
 * What is wrong with the audit trail.
 *
 * - `entry_invalid`: this entry was changed, or somebody else wrote it.
 * - `entry_unsealed`: this entry is older than an hour and under no seal, or names one that does not cover it or is not there.
 * - `entries_missing`: entries under this seal were deleted, moved or changed, or others were put under it.
 * - `seal_invalid`: this seal was changed, or somebody else wrote it.
 * - `seals_missing`: seals before this one were deleted, and purging does not explain it.
 * - `chain_broken`: this seal does not follow the one before it.
 * - `head_invalid`: this seal is the newest one, and what the store remembers of it was changed or removed.
 * - `head_missing`: this seal was the newest one once, and it is not there, or another one is in its place.
 */
export const AUDIT_PROBLEMS = [
  'entry_invalid',
  'entry_unsealed',
  'entries_missing',
  'seal_invalid',
  'seals_missing',
  'chain_broken',
  'head_invalid',
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
  /** Whether there are seals, and the store does not remember which one is the newest. */
  readonly isForgotten: boolean;
}

/** Verifies an audit trail that is read page by page, in the order of keys: the seals of a page of entries before the page itself. */
export interface AuditVerifier {
  /** The seals that were read so far reach to this one. */
  readonly reached: () => number;
  readonly addSeals: (seals: readonly Seal[]) => void;
  /** The seals up to this one are to be added before these entries. */
  readonly needed: (entries: readonly AuditEntry[]) => number;
  readonly addEntries: (entries: readonly AuditEntry[]) => void;
  /** @param madeSince the seals beyond `upTo` that are there now: entries may name them */
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

/** What was read so far. */
interface Progress {
  readonly problems: ReturnType<typeof createProblems>;
  /** Without those that are whole, so that not all MACs are kept in memory. */
  readonly open: Map<number, OpenSeal>;
  /** Ids of entries, by the seal that they name. */
  readonly later: Map<number, string[]>;
  readonly awaited: Set<AuditHead>;
  readonly counts: { entries: number; unsealed: number; seals: number };
  first: number | undefined;
  previous: Seal | undefined;
}

export function createAuditVerifier(keyedHash: RecordHash, bounds: AuditBounds): AuditVerifier {
  const purgedBefore = bounds.now - AUDIT_MS + CLOCKS_MS;
  const judge: Judge = { ...bounds, purgedBefore, isWhole: (seal, macs) => isWhole(keyedHash, seal, macs) };
  const progress: Progress = {
    problems: createProblems(),
    open: new Map(),
    later: new Map(),
    awaited: new Set(bounds.heads),
    counts: { entries: 0, unsealed: 0, seals: 0 },
    first: undefined,
    previous: undefined,
  };
  return {
    reached: () => progress.previous?.sequence ?? 0,
    addSeals(seals) {
      for (const seal of seals) {
        if (isSequence(seal.sequence) && seal.sequence <= bounds.upTo) addSeal(progress, seal, keyedHash, purgedBefore);
        else if (!isGenuineSeal(keyedHash, seal)) progress.problems.add(sealProblem('seal_invalid', seal.sequence));
      }
    },
    needed: (entries) =>
      entries.reduce((most, { seal }) => (isSequence(seal) && seal <= bounds.upTo ? Math.max(most, seal) : most), 0),
    addEntries(entries) {
      for (const entry of entries) addEntry(progress, entry, isGenuineEntry(keyedHash, entry), judge);
    },
    finish(madeSince) {
      const { problems, open, later, counts } = progress;
      for (const [sequence, ids] of later) {
        if (!madeSince.has(sequence)) problems.add(...ids.map((id) => entryProblem('entry_unsealed', id)));
      }
      for (const { seal, genuine, invalid } of open.values()) {
        if (seal.at < purgedBefore || isWhole(keyedHash, seal, [...genuine, ...invalid])) continue;
        problems.add(sealProblem('entries_missing', seal.sequence));
      }
      if (bounds.isForgotten) problems.add(sealProblem('head_invalid', bounds.upTo));
      problems.add(...missingHeads(progress));
      return { ...counts, problems: problems.list, problemCount: problems.count() };
    },
  };
}

function addSeal(progress: Progress, seal: Seal, keyedHash: RecordHash, purgedBefore: number): void {
  const { problems, open, awaited, counts, previous } = progress;
  const { sequence, at, count } = seal;
  counts.seals += 1;
  progress.first ??= sequence;
  progress.previous = seal;
  if (!isGenuineSeal(keyedHash, seal)) problems.add(sealProblem('seal_invalid', sequence));
  const fault = linkFault(previous, seal, purgedBefore);
  if (fault !== undefined) problems.add(sealProblem(fault, sequence));
  for (const head of awaited) if (isHead(seal, head)) awaited.delete(head);
  open.set(sequence, { seal: { sequence, at, count, entriesMac: seal.entriesMac }, genuine: [], invalid: [] });
}

function linkFault(previous: Seal | undefined, seal: Seal, purgedBefore: number): AuditProblem['problem'] | undefined {
  if (previous === undefined) {
    // The seal before it is kept until this one is as old as that.
    return seal.sequence !== 1 && seal.at >= purgedBefore ? 'seals_missing' : undefined;
  }
  if (seal.sequence !== previous.sequence + 1) return 'seals_missing';
  return seal.previousMac !== previous.mac || seal.at < previous.at ? 'chain_broken' : undefined;
}

/** What entries are judged by. */
interface Judge extends Pick<AuditBounds, 'now' | 'upTo'> {
  readonly purgedBefore: number;
  readonly isWhole: (seal: OpenSeal['seal'], macs: readonly string[]) => boolean;
}

function addEntry({ problems, open, later, counts }: Progress, entry: AuditEntry, isGenuine: boolean, judge: Judge) {
  const { id, at, seal, mac } = entry;
  counts.entries += 1;
  if (!isGenuine) problems.add(entryProblem('entry_invalid', id));
  const covering = seal === undefined ? undefined : open.get(seal);
  if (covering !== undefined) {
    (isGenuine ? covering.genuine : covering.invalid).push(mac);
    if (judge.isWhole(covering.seal, covering.genuine)) open.delete(covering.seal.sequence);
    return;
  }
  if (!isGenuine) return;
  if (seal === undefined) {
    counts.unsealed += 1;
    if (at < judge.now - SEALED_WITHIN_MS) problems.add(entryProblem('entry_unsealed', id));
  } else if (isSequence(seal) && seal > judge.upTo) {
    later.set(seal, [...(later.get(seal) ?? []), id]);
  } else if (at >= judge.purgedBefore) {
    // Its seal is whole without it, or is not there. One that was purged covered nothing that is younger than that.
    problems.add(entryProblem('entry_unsealed', id));
  }
}

function missingHeads({ awaited, first }: Progress): readonly AuditProblem[] {
  const isPurged = (sequence: number) => first !== undefined && sequence < first;
  return [...awaited].flatMap(({ sequence }) => (isPurged(sequence) ? [] : [sealProblem('head_missing', sequence)]));
}

function entryProblem(problem: AuditProblem['problem'], entryId: string): AuditProblem {
  return { problem, entryId, sequence: undefined };
}

function sealProblem(problem: AuditProblem['problem'], sequence: number): AuditProblem {
  return { problem, entryId: undefined, sequence };
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
