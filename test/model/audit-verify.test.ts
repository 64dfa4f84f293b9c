import test from 'ava';
import fc from 'fast-check';
import { AUDIT_MS, createAuditVerifier, type AuditResult } from '../../src/domain/model/audit-verify.js';
import {
  auditEntry,
  auditRequestId,
  headText,
  readHead,
  sealOf,
  type AuditEntry,
  type AuditHead,
  type Seal,
} from '../../src/domain/model/audit.js';
import { MINUTE_MS } from '../../src/domain/model/time.js';
import { createSequentialIds } from '../../src/entry/testing/index.js';

const ids = createSequentialIds();
const keyedHash = (purpose: 'record', text: string) => ids.keyedHash(purpose, text);
const NOW = AUDIT_MS * 2;
const NOBODY = { reason: undefined, address: undefined, requestId: undefined };

/** Everything that a store has of an audit trail. */
interface Trail {
  readonly seals: readonly Seal[];
  readonly entries: readonly AuditEntry[];
  readonly head: AuditHead | undefined;
}

/** @param sizes how many entries each seal covers. Each was made a minute after the one before, the last one a minute ago */
function trailOf(sizes: readonly number[], unsealed: number, now = NOW): Trail {
  let head: Seal | undefined;
  const seals: Seal[] = [];
  const entries: AuditEntry[] = [];
  const entry = (at: number, index: number) =>
    auditEntry(keyedHash, at - (index % 3) * 90_000, `${at.toString()}-${index.toString()}`, {
      ...{ actor: `token ${(index % 2).toString()}`, action: 'createOrder', outcome: 'done', ...NOBODY },
      records: [`order:${index.toString()}`],
    });
  for (const [place, size] of sizes.entries()) {
    const at = now - (sizes.length - place) * MINUTE_MS;
    const covered = Array.from({ length: size }, (_, index) => entry(at, index));
    const seal = sealOf(
      keyedHash,
      covered.map(({ mac }) => mac),
      { at, head },
    );
    entries.push(...covered.map((each) => ({ ...each, seal: seal.sequence, sealedAt: at })));
    const former = seals.pop();
    if (former !== undefined) seals.push({ ...former, supersededAt: at });
    seals.push(seal);
    head = seal;
  }
  entries.push(...Array.from({ length: unsealed }, (_, index) => entry(now, index)));
  return { seals, entries, head };
}

/** Reads a trail page by page, as the service does. */
function verify(
  { seals, entries, head }: Trail,
  options: { now?: number; heads?: readonly AuditHead[] } = {},
): AuditResult {
  const newest = seals.at(-1)?.sequence ?? head?.sequence ?? 0;
  const heads = [...(head === undefined ? [] : [head]), ...(options.heads ?? [])];
  const verifier = createAuditVerifier(keyedHash, { now: options.now ?? NOW, upTo: newest, heads, isForgotten: false });
  const unread = [...seals];
  const readTo = (sequence: number) => {
    while (unread.length > 0 && verifier.reached() < sequence) verifier.addSeals(unread.splice(0, 2));
  };
  const sorted = entries.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (let start = 0; start < sorted.length; start += 3) {
    const page = sorted.slice(start, start + 3);
    readTo(verifier.needed(page));
    verifier.addEntries(page);
  }
  readTo(Infinity);
  return verifier.finish(new Set());
}

const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 });
const trails = fc.record({ sizes, unsealed: fc.nat(3) }).map(({ sizes: all, unsealed }) => trailOf(all, unsealed));

test('nothing is wrong with a trail that nobody has touched', (t) => {
  fc.assert(
    fc.property(trails, (trail) => {
      const { problems, ...counts } = verify(trail, { heads: trail.seals });
      t.deepEqual(problems, []);
      t.like(counts, { entries: trail.entries.length, seals: trail.seals.length, problemCount: 0 });
    }),
  );
  t.deepEqual(verify({ seals: [], entries: [], head: undefined }).problems, []);
});

/** What somebody who can write to the store, and has no key, may do to one entry or seal. */
const TAMPERING: Readonly<Record<string, (trail: Trail, at: number) => Trail | undefined>> = {
  'an entry is deleted': ({ entries, ...trail }, at) =>
    entries[at]?.seal === undefined ? undefined : { ...trail, entries: entries.toSpliced(at, 1) },
  'an entry says that another actor did it': changing((entry) => ({ ...entry, actor: 'another' })),
  'an entry says another time': changing((entry) => ({ ...entry, at: entry.at + 1 })),
  'an entry names other records': changing((entry) => ({ ...entry, records: [] })),
  'an entry has another MAC': changing((entry) => ({ ...entry, mac: `${entry.mac}x` })),
  'an entry is copied under another id': ({ entries, ...trail }, at) => {
    const [entry] = entries.slice(at, at + 1);
    return entry && { ...trail, entries: [...entries, { ...entry, id: `${entry.id}x` }] };
  },
  'an entry is written without the key': ({ entries, ...trail }, at) => {
    const [entry] = entries.slice(at, at + 1);
    const forged = entry && auditEntry((_, text) => text.length.toString(), entry.at, 'forged', entry);
    return forged && { ...trail, entries: [...entries, { ...forged, seal: entry.seal, sealedAt: entry.sealedAt }] };
  },
  'an entry loses its seal': changing((entry) =>
    entry.seal === undefined ? undefined : { ...entry, seal: undefined, sealedAt: undefined },
  ),
  'an entry is put under another seal': changing((entry) =>
    entry.seal === undefined ? undefined : { ...entry, seal: entry.seal + 1 },
  ),
  'an entry that is not sealed is put under a seal that never was': changing((entry, { seals }) =>
    entry.seal === undefined ? { ...entry, seal: seals.length + 7 } : undefined,
  ),
  'an entry that is not sealed is put under a seal that covers others': changing((entry, { seals }) =>
    entry.seal === undefined ? { ...entry, seal: seals.length } : undefined,
  ),
  'an entry that is not sealed is put under no number of a seal': changing((entry, { entries }) =>
    entry.seal === undefined ? { ...entry, seal: [0, -5, 1.5, NaN][entries.length % 4] } : undefined,
  ),
  'an entry was never sealed': changing(({ id: _, at, seal, ...entry }) =>
    seal === undefined ? auditEntry(keyedHash, at - 4_000_000, 'old', entry) : undefined,
  ),
  'a seal is deleted': ({ seals, ...trail }, at) =>
    seals[at] === undefined ? undefined : { ...trail, seals: seals.toSpliced(at, 1) },
  'a seal is changed': ({ seals, ...trail }, at) => {
    const seal = seals[at];
    return seal && { ...trail, seals: seals.with(at, { ...seal, count: seal.count - 1 }) };
  },
  'the seals and entries from one on are deleted': ({ seals, entries, head }, at) => {
    if (seals[at] === undefined) return undefined;
    return { head, seals: seals.slice(0, at), entries: entries.filter(({ seal = 0 }) => seal <= at) };
  },
  'the seals and entries up to one are deleted': ({ seals, entries, head }, at) => {
    if (seals[at] === undefined || at === seals.length - 1) return undefined;
    return { head, seals: seals.slice(at + 1), entries: entries.filter(({ seal = Infinity }) => seal > at + 1) };
  },
};

test('an entry that a seal does not cover is named, and nothing else is', (t) => {
  const trail = trailOf([2, 3], 1);
  const added = trail.entries.at(-1);
  for (const seal of [1, 2, 3, 0, -5, 1.5, NaN]) {
    const entries = [...trail.entries.slice(0, -1), ...(added === undefined ? [] : [{ ...added, seal }])];
    t.deepEqual(verify({ ...trail, entries }).problems, [
      { problem: 'entry_unsealed', entryId: added?.id, sequence: undefined },
    ]);
  }
});

function changing(change: (entry: AuditEntry, trail: Trail) => AuditEntry | undefined) {
  return (trail: Trail, at: number): Trail | undefined => {
    const entry = trail.entries[at];
    const changed = entry && change(entry, trail);
    return changed && { ...trail, entries: trail.entries.with(at, changed) };
  };
}

for (const [title, tamper] of Object.entries(TAMPERING)) {
  test(`found: ${title}`, (t) => {
    fc.assert(
      fc.property(trails, fc.nat(20), (trail, at) => {
        const changed = tamper(trail, at);
        fc.pre(changed !== undefined);
        t.not(verify(changed).problemCount, 0);
      }),
      { numRuns: 100 },
    );
  });
}

test('that the whole end was deleted, with what remembered it, shows with a head from the log, or its beginning', (t) => {
  const trail = trailOf([2, 1, 3], 0);
  const [first, second, third] = trail.seals;
  const former: Trail = {
    head: second,
    seals: trail.seals.slice(0, 2),
    entries: trail.entries.filter(({ seal = 0 }) => seal < 3),
  };
  t.deepEqual(verify(former).problems, []);
  const beginning = third && readHead(headText(third).slice(0, 12));
  const found = verify(former, { heads: beginning === undefined ? [] : [beginning] });
  t.deepEqual(found.problems, [{ problem: 'head_missing', entryId: undefined, sequence: 3 }]);
  t.deepEqual(verify(trail, { heads: first === undefined ? [] : [first] }).problems, []);
  t.is(verify(trail, { heads: [{ sequence: 2, mac: 'another' }] }).problemCount, 1);
});

test('what was purged is not missed: the seals and entries that are older than 400 days, and the newest seal stays', (t) => {
  fc.assert(
    fc.property(sizes, fc.nat(6), fc.nat(4 * MINUTE_MS), (all, purges, later) => {
      const trail = trailOf(all, 0);
      const oldest = trail.seals[0]?.at ?? 0;
      const now = oldest + AUDIT_MS + purges * MINUTE_MS + later;
      const before = now - AUDIT_MS;
      const purged: Trail = {
        head: trail.head,
        seals: trail.seals.filter(({ supersededAt }) => (supersededAt ?? Infinity) >= before),
        entries: trail.entries.filter(({ sealedAt }) => (sealedAt ?? Infinity) >= before),
      };
      t.deepEqual(verify(purged, { now, heads: trail.seals }).problems, []);
    }),
  );
});

test('a deletion from the beginning is no purge where the next seal is younger than 400 days', (t) => {
  const trail = trailOf([1, 1, 1], 0);
  const without: Trail = { ...trail, seals: trail.seals.slice(1), entries: trail.entries.slice(1) };
  const gap = [{ problem: 'seals_missing', entryId: undefined, sequence: 2 }];
  t.deepEqual(verify(without).problems, gap as AuditResult['problems']);
  t.deepEqual(verify(without, { now: NOW + AUDIT_MS }).problems, []);
});

const HEADS: readonly [string | undefined, AuditHead | undefined][] = [
  ['12:abc_-9', { sequence: 12, mac: 'abc_-9' }],
  ['12:abc', undefined],
  ['0:abcdefgh', undefined],
  ['x:abcdefgh', undefined],
  ['abcdefgh', undefined],
  ['', undefined],
  [undefined, undefined],
];
for (const [text, head] of HEADS) test(`a head is read from ${String(text)}`, (t) => t.deepEqual(readHead(text), head));

const HEX = '0d1f3c526a5e4f0e9c3f1b2a3c4d5e6f';
const REQUEST_IDS: readonly [string, boolean][] = [
  ['0d1f3c52-6a5e-4f0e-9c3f-1b2a3c4d5e6f', true],
  ['0D1F3C52-6A5E-4F0E-9C3F-1B2A3C4D5E6F', true],
  [HEX, true],
  [HEX + HEX, true],
  [`${HEX}${HEX}a`, false],
  [HEX.slice(1), false],
  ['33639981234'.padEnd(20, '0'), false],
  ['33639981234'.padEnd(32, '0'), false],
  ['33-6-39-98-12-34-aaaaaaaaaaaa', false],
  ['33-6-39-98-12-34-aaaaaaaaaaaaaaaaaaaaaaaa', false],
  ['', false],
];
for (const [requestId, isKept] of REQUEST_IDS) {
  test(`the id of a request ${isKept ? 'is' : 'is not'} kept: "${requestId}"`, (t) => {
    t.is(auditRequestId(requestId), isKept ? requestId : undefined);
  });
}
