import { KINDS, keyOf, recordIdOf, recordOf } from '../../../domain/model/records.js';
import type { AnyRecord, ChangeSet, LastCaller, RecordId } from '../../../ports/order-store.js';
import type { RecordIndex } from '../../memory/index.js';
import type { Erasure } from '../../../domain/model/erasure.js';
import { tryWrite } from '../edits/write-records.js';
import { fromJson, toJson } from '../tabs/record-json.js';
import { isPhone, isRecord } from '../tabs/record-shapes.js';
import { rowId } from '../tabs/records-tab.js';
import { isErasedCaller, withoutErased } from './erase-entries.js';

/** A write that is acknowledged before it is in the sheet. */
export interface Entry {
  /** A value of undefined: the record was erased. */
  readonly records: readonly (RecordId & { readonly value: AnyRecord['value'] | undefined })[];
  readonly lastCaller: LastCaller | undefined;
}

/** The entry as one line of text. */
export function entryText(entry: Entry): string {
  return toJson(entry);
}

/** @throws SyntaxError if the text is not JSON */
export function readEntry(text: string): Entry {
  return fromJson(text) as Entry;
}

/**
 * An entry from the tab through which entries are forwarded, which people can edit.
 * @throws SyntaxError if the text is not JSON
 * @throws TypeError if it is no entry
 */
export function readForwardedEntry(text: string): Entry {
  const entry = fromJson(text);
  if (!isEntry(entry)) throw new TypeError('no entry');
  return entry;
}

function isEntry(value: unknown): value is Entry {
  if (typeof value !== 'object' || value === null) return false;
  const { records, lastCaller } = value as Partial<Record<keyof Entry, unknown>>;
  return (
    Array.isArray(records) && records.every(isEntryRecord) && (lastCaller === undefined || isLastCaller(lastCaller))
  );
}

function isEntryRecord(record: unknown): boolean {
  if (typeof record !== 'object' || record === null) return false;
  const { kind, key, value } = record as Partial<Record<'kind' | 'key' | 'value', unknown>>;
  const known = KINDS.find((each) => each === kind);
  if (known === undefined || typeof key !== 'string') return false;
  return value === undefined || (isRecord(known, value) && keyOf(known, value as never) === key);
}

function isLastCaller(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { sessionId, phone } = value as Partial<Record<keyof LastCaller, unknown>>;
  return typeof sessionId === 'string' && (phone === undefined || isPhone(phone));
}

/**
 * The entry of a change set that was applied to the index. A session that only got a last caller is left out, because
 * another instance may change the rest of it meanwhile.
 */
export function entryOf({ puts, lastCaller }: ChangeSet, touched: readonly RecordId[], index: RecordIndex): Entry {
  const written = new Set(puts.map((change) => rowId(recordIdOf(change))));
  const records = touched
    .filter((id) => !(id.kind === 'session' && id.key === lastCaller?.sessionId) || written.has(rowId(id)))
    .map(({ kind, key }) => ({ kind, key, value: index.get(kind, key)?.value }));
  return { records, lastCaller };
}

/**
 * Applies an entry to the index. `failed`: records that contradict others.
 * @param erasures of the last minutes: they may be newer than the entry
 */
export function applyEntry(
  { records, lastCaller }: Entry,
  index: RecordIndex,
  erasures: readonly Erasure[] = [],
): { readonly touched: readonly RecordId[]; readonly failed: readonly RecordId[] } {
  const touched: RecordId[] = [];
  let pending = records;
  // A record may claim what another record of the entry gives up: try again as long as some of them can be written.
  for (let before = Infinity; pending.length > 0 && pending.length < before;) {
    before = pending.length;
    pending = pending.filter(({ kind, key, value }) => {
      const record = value === undefined ? undefined : withoutErased(recordOf(kind, value), index, erasures);
      if (value === undefined) index.remove({ kind, key });
      else if (record !== undefined && !tryWrite(record, index)) return true;
      touched.push({ kind, key });
      return false;
    });
  }
  const session = lastCaller && index.get('session', lastCaller.sessionId)?.value;
  if (lastCaller !== undefined && isErasedCaller(lastCaller, erasures)) return { touched, failed: pending };
  if (session?.kind === 'open' && session.closedAt === undefined) {
    index.write({ kind: 'session', value: { ...session, lastCaller: lastCaller?.phone } });
    touched.push({ kind: 'session', key: session.id });
  }
  return { touched, failed: pending };
}
