import { sameLine } from '../../src/domain/model/line.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import type { AnyRecord } from '../../src/domain/model/records.js';

export interface Leaf {
  readonly name: string;
  readonly text: string;
}

/** Every string in a value, with the name of its field. */
export function leavesOf(value: unknown, name = ''): readonly Leaf[] {
  if (typeof value === 'string') return [{ name, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, field]) => leavesOf(field, isList ? name : key));
}

export function expectNothingLeft(records: readonly AnyRecord[], phone: E164): void {
  for (const record of records) {
    // A text may quote a number.
    const left = leavesOf(record.value).find(
      ({ text }) => text.startsWith('+') && !text.includes('*') && sameLine(text as E164, phone),
    );
    if (left !== undefined) throw new Error(`${record.kind}: ${left.name} was not erased`);
  }
}
