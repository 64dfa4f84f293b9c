import type { Client, ClientId } from '../../domain/model/client.js';
import { SCRUBBED_KINDS, afterErasure, type Erasure } from '../../domain/model/erasure.js';
import { conflict } from '../../domain/model/errors.js';
import type { OutboxEntry } from '../../domain/model/outbox.js';
import type { Participant } from '../../domain/model/participant.js';
import type { E164 } from '../../domain/model/phone-number.js';
import {
  recordIdOf,
  recordOf,
  type AnyRecord,
  type Kind,
  type RecordId,
  type Records,
} from '../../domain/model/records.js';
import type { LiveSession, Session } from '../../domain/model/session.js';
import type { ChangeSet, ParticipantQuery, Retention, RoutingRead, Versioned } from '../../ports/order-store.js';
import { changesToForget } from './forget.js';
import { createReads, findParticipants, liveSessionsOf, openSessionOn, outboxOf, type StoreReads } from './reads.js';
import { createRecordTables, type Change, type RecordTables } from './record-tables.js';

/** What a change set did. */
export interface Applied {
  readonly touched: readonly RecordId[];
  /** As long as nothing else has changed since. */
  undo(): void;
}

/**
 * All records in memory, indexed for every read of an OrderStore, with its versions and invariants. A store whose records are
 * kept elsewhere can serve its reads from it.
 */
export interface RecordIndex {
  /** The reads of an OrderStore. */
  readonly reads: StoreReads;
  /** The record of this kind with this key. */
  get<K extends Kind>(kind: K, key: string): Versioned<Records[K]> | undefined;
  /** All records of a kind, in no particular order. */
  values<K extends Kind>(kind: K): Versioned<Records[K]>[];
  /** The sessions of a client that were not closed. */
  liveSessionsOf(clientId: ClientId): Versioned<LiveSession>[];
  /** The live open session on a number, with its client. */
  openSessionOn(number: E164): RoutingRead['open'];
  /** Participants that were not released. */
  participants(query: ParticipantQuery): Versioned<Participant>[];
  /** The entries of the outbox for a confirmation, the newest last. */
  outboxOf(confirmationId: string): Versioned<OutboxEntry>[];
  /** The client whose own number this is. */
  holderOf(number: E164): Versioned<Client> | undefined;
  /**
   * Applies the whole change set, or nothing.
   * @throws ProxyCallError with code `conflict` when a version differs or an invariant would not hold
   */
  apply(changes: ChangeSet): Applied;
  /**
   * Writes one record whatever its version. Throws `conflict` when another record holds one of its claims. References are
   * not checked, because the rows of a spreadsheet may be read in any order: the caller is responsible for them.
   */
  write(record: AnyRecord): void;
  /** Removes a record, whatever its version. */
  remove(id: RecordId): void;
  /**
   * Drops what was kept long enough.
   * @returns the records that were removed, were reduced, or lost their plan
   */
  forget(before: Retention): readonly RecordId[];
}

/** Creates an index without records. */
export function createRecordIndex(): RecordIndex {
  const tables = createRecordTables();

  return {
    reads: createReads(tables),
    get: tables.get,
    values: (kind) => [...tables.all(kind).values()],
    liveSessionsOf: (clientId) => liveSessionsOf(tables, clientId),
    openSessionOn: (number) => openSessionOn(tables, number),
    participants: (query) => findParticipants(tables, query),
    outboxOf: (confirmationId) => outboxOf(tables, confirmationId),
    holderOf: (number) => tables.claimant('client', `holder of ${number}`),
    apply(changes) {
      expectVersions(tables, changes);
      const list = changesOf(tables, changes);
      const undo = tables.change(list, true);
      return { touched: list, undo };
    },
    write: (record) => void tables.change([changeOf(record)], false),
    remove: (id) => void tables.change([{ ...id, value: undefined, isIndexed: true }], false),
    forget(before) {
      const changes = changesToForget(tables, before);
      tables.change(changes, false);
      return changes;
    },
  };
}

function expectVersions(tables: RecordTables, { puts, removals = [], guards = [] }: ChangeSet): void {
  if (puts.length + removals.length > 1) {
    const written = [...puts.map(recordIdOf), ...removals].map(({ kind, key }) => `${kind} ${key}`);
    // The second write of a record expects a version that is gone.
    if (new Set(written).size < written.length) throw conflict();
  }
  for (const change of puts) {
    const { kind, key } = recordIdOf(change);
    if ((tables.get(kind, key)?.version ?? null) !== change.expected) throw conflict();
  }
  for (const list of [removals, guards]) {
    for (const { kind, key, expected } of list) {
      if (tables.get(kind, key)?.version !== expected) throw conflict();
    }
  }
}

function changesOf(tables: RecordTables, { puts, lastCaller, removals, scrub }: ChangeSet): Change[] {
  const changes = puts.map(changeOf);
  if (removals !== undefined) {
    changes.push(...removals.map(({ kind, key }) => ({ kind, key, value: undefined, isIndexed: true })));
  }
  if (lastCaller !== undefined) {
    const { sessionId: key, phone } = lastCaller;
    const written = changes.findIndex((change) => change.kind === 'session' && change.key === key);
    const session = written < 0 ? tables.get('session', key)?.value : (changes[written]?.value as Session | undefined);
    if (session?.closedAt !== undefined || session?.kind !== 'open') throw conflict();
    const change: Change = { kind: 'session', key, value: { ...session, lastCaller: phone }, isIndexed: written >= 0 };
    changes.splice(written < 0 ? changes.length : written, 1, change);
  }
  return scrub === undefined ? changes : withScrubbed(tables, changes, scrub);
}

function changeOf(record: AnyRecord): Change {
  const { kind, key } = recordIdOf(record);
  return { kind, key, value: record.value, isIndexed: true };
}

/** The same changes, scrubbed, and those that scrub what was written before. */
function withScrubbed(tables: RecordTables, changes: readonly Change[], erasure: Erasure): Change[] {
  const written = new Set(changes.map(({ kind, key }) => `${kind} ${key}`));
  const kept = SCRUBBED_KINDS.flatMap((kind) =>
    [...tables.all<Kind>(kind)].flatMap(([key, { value }]): Change[] => {
      if (written.has(`${kind} ${key}`)) return [];
      const left = afterErasure(recordOf<Kind>(kind, value), erasure).value;
      // No claim or reference depends on what an erasure removes, and no group but those of the people of confirmations.
      return left === value ? [] : [{ kind, key, value: left, isIndexed: kind === 'confirmation' }];
    }),
  );
  return [...changes.map((change) => scrubbed(change, erasure)), ...kept];
}

function scrubbed(change: Change, erasure: Erasure): Change {
  const { kind, value } = change;
  return value === undefined ? change : { ...change, value: afterErasure(recordOf<Kind>(kind, value), erasure).value };
}
