import type { Participant } from '../../../domain/model/participant.js';
import { recordIdOf, type AnyRecord, type RecordId } from '../../../domain/model/records.js';
import type { LiveSession, Session } from '../../../domain/model/session.js';
import type { ChangeSet, Put } from '../../../ports/order-store.js';
import type { RecordIndex } from '../../memory/index.js';
import { rowId } from '../tabs/records-tab.js';

// A change set takes effect in memory once it is in the sheet. Calls and texts may change some of its records meanwhile.

/** The values of records that a change set replaces, by row id, as they were when it was sent. */
export type ValuesBefore = ReadonlyMap<string, AnyRecord['value'] | undefined>;

export function idsIn({ puts, removals = [], guards = [] }: ChangeSet): readonly RecordId[] {
  return [...puts.map(recordIdOf), ...[...removals, ...guards].map(({ kind, key }) => ({ kind, key }))];
}

export function valuesBefore({ puts }: ChangeSet, index: RecordIndex): ValuesBefore {
  return new Map(puts.map(recordIdOf).map((id) => [rowId(id), index.get(id.kind, id.key)?.value]));
}

/** The same changes, based on the current records: what calls and texts have changed since then is kept. */
export function rebase(changes: ChangeSet, before: ValuesBefore, index: RecordIndex): ChangeSet {
  return {
    ...changes,
    guards: [],
    removals: (changes.removals ?? []).flatMap((removal) => {
      const version = index.get(removal.kind, removal.key)?.version;
      return version === undefined ? [] : [{ ...removal, expected: version }];
    }),
    puts: changes.puts.map((change): Put => {
      const id = recordIdOf(change);
      const read = index.get(id.kind, id.key);
      const expected = read?.version ?? null;
      const former = before.get(rowId(id));
      if (read === undefined || former === undefined || former === read.value) return { ...change, expected };
      if (change.kind === 'session') {
        return { ...change, expected, value: newerSession(change.value, former as Session, read.value as Session) };
      }
      if (change.kind === 'participant') {
        return { ...change, expected, value: newerParticipant(change.value, read.value as Participant) };
      }
      return { ...change, expected };
    }),
  };
}

function newerSession(next: Session, former: Session, current: Session): Session {
  const value = current.hasForgottenCalls ? { ...next, hasForgottenCalls: true } : next;
  if (!isLive(value) || !isLive(former) || !isLive(current)) return value;
  const optedOut = current.optedOut === former.optedOut ? value.optedOut : current.optedOut;
  if (value.kind !== 'open' || former.kind !== 'open' || current.kind !== 'open') return { ...value, optedOut };
  const lastCaller = current.lastCaller === former.lastCaller ? value.lastCaller : current.lastCaller;
  return { ...value, optedOut, lastCaller };
}

function isLive(session: Session): session is LiveSession {
  return session.closedAt === undefined;
}

/** A tombstone that was released because the same person was admitted again stays released. */
function newerParticipant(value: Participant, current: Participant): Participant {
  return current.releasedAt === undefined ? value : current;
}
