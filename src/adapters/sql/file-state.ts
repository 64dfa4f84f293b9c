import { statSync, type BigIntStats } from 'node:fs';
import { codeOf } from './faults.js';

export type Found = BigIntStats | undefined | 'unknown';

/** Undefined: it is not there. Unknown: the system does not say, for instance because the folder may not be read. */
export function statOf(name: string): Found {
  try {
    return statSync(name, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    // A folder of its path is a file now.
    return codeOf(error) === 'ENOTDIR' ? undefined : 'unknown';
  }
}

export function isSame(one: Found, other: Found): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  return one.ino === other.ino && one.dev === other.dev;
}
