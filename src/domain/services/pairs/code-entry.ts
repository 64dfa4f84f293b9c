import type { Put, Versioned } from '../../../ports/order-store.js';
import { releaseLeg, type Leg } from '../../model/leg.js';
import { CALLER_TRIES, NUMBER_TRIES, clearStrikes, countStrike, isLocked, type Lockout } from '../../model/lockout.js';
import { isLivePair, openGuestLeg, sideOn } from '../../model/pair.js';
import type { Party } from '../../model/party.js';
import type { E164 } from '../../model/phone-number.js';
import { across, refuse, type Route } from '../../model/routing.js';
import { put } from '../commit.js';
import type { Ports } from '../ports.js';
import { hider, keysOf } from './parties.js';

export interface CodeEntry {
  readonly decided: Route;
  /** What is to be written with it, or the decision does not hold. */
  readonly puts: readonly Put[];
}

/**
 * What becomes of a stranger on a shared number: asked for the code, let in by it, or locked out. Every look at a code
 * writes both counts, so that of many guesses at the same moment one after the other is judged.
 * @param stale what is left of an earlier leg of the caller there
 */
export async function enterCode(
  ports: Ports,
  to: E164,
  from: Party,
  digits: string | undefined,
  stale: Versioned<Leg> | undefined,
): Promise<CodeEntry> {
  const { store, clock, ids } = ports;
  const now = clock.now();
  const keys = keysOf(ids, from);
  const callerKey = keys === undefined ? `withheld ${to}` : `caller ${keys.hash}`;
  const numberKey = `number ${to}`;
  const [caller, number] = await Promise.all([store.record('lockout', callerKey), store.record('lockout', numberKey)]);
  if (isLocked(caller?.value, now) || isLocked(number?.value, now)) {
    return { decided: refuse('code_locked', undefined), puts: [] };
  }
  if (digits === undefined) return { decided: { kind: 'ask_code', session: undefined }, puts: [] };

  const pair = await store.pairByCode(digits);
  const side = pair === undefined || !isLivePair(pair.value, now) ? undefined : sideOn(pair.value, to);
  if (pair === undefined || side === undefined) {
    const byCaller = countStrike(caller?.value, callerKey, now, CALLER_TRIES);
    const onNumber = countStrike(number?.value, numberKey, now, NUMBER_TRIES);
    const locked = isLocked(byCaller, now) || isLocked(onNumber, now);
    return {
      decided: locked ? refuse('code_locked', undefined) : { kind: 'ask_code', session: undefined },
      puts: [count(byCaller, caller), count(onNumber, number)],
    };
  }
  const leg = keys === undefined ? undefined : openGuestLeg(ids.next(), pair.value, side, keys.phone, now);
  return {
    decided: across(pair.value, side),
    puts: [
      count(clearStrikes(caller?.value, callerKey, now), caller),
      // Unchanged, but written: see above.
      count(number?.value ?? { key: numberKey, strikes: 0, level: 0, lastAt: now, until: 0 }, number),
      put('pair', pair.value.id, pair.value, pair),
      ...(stale === undefined ? [] : [put('leg', stale.value.id, releaseLeg(stale.value, now, hider(ids)), stale)]),
      ...(leg === undefined ? [] : [put('leg', leg.id, leg)]),
    ],
  };
}

function count(lockout: Lockout, read: Versioned<Lockout> | undefined): Put {
  return put('lockout', lockout.key, lockout, read);
}
