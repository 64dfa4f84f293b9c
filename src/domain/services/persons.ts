import type { Ids } from '../../ports/runtime.js';
import type { Identity } from '../model/identity.js';
import { lineOf } from '../model/line.js';
import type { Person, PersonKey, Pseudonymize } from '../model/person.js';
import type { E164 } from '../model/phone-number.js';

/** Computes person keys: two spellings of one line have the same key. */
export function pseudonymizer(ids: Pick<Ids, 'keyedHash'>): Pseudonymize {
  return (phone) => ids.keyedHash('person', lineOf(phone)) as PersonKey;
}

export function personWith(ids: Pick<Ids, 'keyedHash'>, phone: E164): Person {
  return { phone, personKey: pseudonymizer(ids)(phone) };
}

/** Undefined for an identity without a number. */
export function personOf(ids: Pick<Ids, 'keyedHash'>, identity: Identity): Person | undefined {
  return identity.kind === 'number' ? personWith(ids, identity.number) : undefined;
}
