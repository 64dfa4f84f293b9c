import { brokenInvariant } from '../../src/domain/model/invariants.js';
import { recordIdOf, type AnyRecord } from '../../src/domain/model/records.js';

export function idOf(record: AnyRecord): string {
  const { kind, key } = recordIdOf(record);
  return `${kind} ${key}`;
}
/** Writes records one by one, and fails as soon as one of them breaks an invariant. */
export function written(
  known: readonly AnyRecord[],
  writes: readonly AnyRecord[],
): ReadonlyMap<string, AnyRecord['value']> {
  const records = new Map(known.map((record) => [idOf(record), record]));
  for (const record of writes) {
    records.set(idOf(record), record);
    const broken = brokenInvariant([...records.values()]);
    if (broken !== undefined) throw new Error(`${idOf(record)}: ${broken}`);
  }
  return new Map([...records].map(([id, { value }]) => [id, value]));
}
