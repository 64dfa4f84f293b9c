import type { Ids } from '../../../ports/runtime.js';
import type { PartyKey, PartyKeys } from '../../model/leg.js';
import type { Party } from '../../model/party.js';
import type { E164 } from '../../model/phone-number.js';

const HASHED = 'hash:';

/** A person as legs may write them. Hashing takes a while, and most calls are to numbers without legs. */
export function partyKeys(ids: Pick<Ids, 'keyedHash'>, phone: E164): PartyKeys {
  let hash: string | undefined;
  return {
    phone,
    get hash() {
      return (hash ??= HASHED + ids.keyedHash(phone));
    },
  };
}

/** Undefined for one who shows no number. */
export function keysOf(ids: Pick<Ids, 'keyedHash'>, party: Party): PartyKeys | undefined {
  return party.kind === 'number' ? partyKeys(ids, party.number) : undefined;
}

/** What is kept of a person when their phone is not to be kept. */
export function hider(ids: Pick<Ids, 'keyedHash'>): (party: PartyKey) => PartyKey {
  return (party) => (party.startsWith(HASHED) ? party : HASHED + ids.keyedHash(party));
}
