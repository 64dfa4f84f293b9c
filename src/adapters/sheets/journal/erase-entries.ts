import { SCRUBBED_KINDS, afterErasure, type Erasure } from '../../../domain/model/erasure.js';
import { withoutPlan } from '../../../domain/model/interaction.js';
import { sameLine } from '../../../domain/model/line.js';
import { closeParticipant, eraseParticipant, type Participant } from '../../../domain/model/participant.js';
import { recordOf, type AnyRecord, type Kind, type RecordId } from '../../../domain/model/records.js';
import type { LastCaller } from '../../../ports/order-store.js';
import type { RecordIndex } from '../../memory/index.js';
import { rowId } from '../tabs/records-tab.js';
import type { Entry } from './entry.js';

// Entries are written before an erasure and read after it: by this instance again, by the next process, or by the lease holder.

/** An erasure that took effect, and the records that it changed. */
export interface DoneErasure {
  readonly erasure: Erasure;
  readonly touched: readonly RecordId[];
}

/** The entry without what was erased: its records are as they are in the index now, after the erasure. */
export function entryAfter(entry: Entry, { erasure, touched }: DoneErasure, index: RecordIndex): Entry {
  const changed = new Set(touched.map(rowId));
  const records = entry.records.map((record) => {
    if (record.value === undefined) return record;
    if (changed.has(rowId(record))) return { ...record, value: index.get(record.kind, record.key)?.value };
    const current = index.get(record.kind, record.key)?.value ?? record.value;
    return { ...record, value: scrubbed(record.kind, current, erasure) };
  });
  return { records, lastCaller: currentLastCaller(entry, index) };
}

function scrubbed(kind: Kind, value: AnyRecord['value'], erasure: Erasure): AnyRecord['value'] {
  const isScrubbed = SCRUBBED_KINDS.some((scrubbedKind) => scrubbedKind === kind);
  return isScrubbed ? afterErasure(recordOf<Kind>(kind, value), erasure).value : value;
}

/** An entry that was applied to the index, with its records as they are there. */
export function currentEntry(entry: Entry, index: RecordIndex): Entry {
  return entryAfter(entry, { erasure: {}, touched: [] }, index);
}

/**
 * The entry without what an erasure by another instance may have removed in the meantime: the last caller, and what was answered. The
 * calls and texts themselves stay.
 */
export function withoutPersons({ records }: Entry): Entry {
  return {
    records: records.map((record) => {
      const { value } = record;
      if (value === undefined) return record;
      if ('lastCaller' in value) return { ...record, value: { ...value, lastCaller: undefined } };
      return 'plan' in value ? { ...record, value: withoutPlan(value) } : record;
    }),
    lastCaller: undefined,
  };
}

/** Whether this last caller was erased after the entry was written. */
export function isErasedCaller({ phone }: LastCaller, erasures: readonly Erasure[]): boolean {
  return erasures.some(({ persons = [] }) => persons.some((person) => sameLine(person.phone, phone)));
}

/** Undefined when the session is closed, or has another last caller or none by now. */
function currentLastCaller({ lastCaller }: Entry, index: RecordIndex): Entry['lastCaller'] {
  const session = lastCaller && index.get('session', lastCaller.sessionId)?.value;
  const isCurrent = session?.kind === 'open' && session.closedAt === undefined;
  return isCurrent && session.lastCaller === lastCaller?.phone ? lastCaller : undefined;
}

/**
 * A record of an entry as it may be written to the index. A call or text that another instance handled at the moment of an erasure
 * must bring nothing of the client back. Undefined: it is not written.
 */
export function withoutErased(
  record: AnyRecord,
  index: RecordIndex,
  erasures: readonly Erasure[],
): AnyRecord | undefined {
  switch (record.kind) {
    case 'interaction': {
      const clientId = record.value.channel === undefined ? undefined : record.value.clientId;
      const isGone = clientId !== undefined && index.get('client', clientId) === undefined;
      return [...erasures, ...(isGone ? [{ clientId }] : [])].reduce<AnyRecord>(afterErasure, record);
    }
    case 'session': {
      const isClosed = index.get('session', record.value.id)?.value.closedAt !== undefined;
      return isClosed && record.value.closedAt === undefined ? undefined : record;
    }
    case 'participant':
      return { kind: 'participant', value: ofSession(record.value, index) };
    case 'confirmation':
    case 'outbox':
      return erasures.reduce<AnyRecord>(afterErasure, record);
    default:
      return record;
  }
}

function ofSession(participant: Participant, index: RecordIndex): Participant {
  const closedAt = index.get('session', participant.sessionId)?.value.closedAt;
  if (participant.closedAt !== undefined || closedAt === undefined) return participant;
  const isErased = participant.role === 'client' && index.get('client', participant.clientId) === undefined;
  return (isErased ? eraseParticipant : closeParticipant)(participant, closedAt);
}
