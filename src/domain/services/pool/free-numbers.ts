import type { Versioned } from '../../../ports/order-store.js';
import type { Carrier } from '../../model/carrier.js';
import type { CountryCode } from '../../model/country.js';
import type { NumberType, ProxyNumber } from '../../model/proxy-number.js';
import { chooseNumber, typesToTry } from '../../model/selection.js';
import type { ClaimingPorts } from './claims.js';

export interface NumberRequest {
  readonly country: CountryCode;
  readonly type: NumberType;
  /** When absent, the carrier whose webhooks this process answers. */
  readonly carrier?: Carrier | undefined;
  /** Whether numbers may be bought when none is free. When absent: yes. */
  readonly mayBuy?: boolean | undefined;
}

export interface FreeNumbers {
  /** An unclaimed number of the best type that has one. */
  readonly chosen: Versioned<ProxyNumber> | undefined;
  /** Whether there is any free number, claimed or not. */
  readonly hasAny: boolean;
  /** How many free numbers of the same type are left besides the chosen one. */
  readonly left: number;
}

/** How many free numbers one is chosen from. */
const CANDIDATES = 200;

export async function lookForFree(ports: ClaimingPorts, request: NumberRequest): Promise<FreeNumbers> {
  const { store, clock, ids, telephony, underWay } = ports;
  const { country, type, carrier = telephony.carrier } = request;
  let hasAny = false;
  for (const candidateType of typesToTry(type)) {
    const now = clock.now();
    const free = await store.freeNumbers({ country, type: candidateType, now, limit: CANDIDATES });
    const fitting = free.filter(({ value }) => value.carrier === carrier);
    const unclaimed = fitting.filter(({ value }) => !underWay.numbers.include(value.number));
    const chosen = chooseNumber(unclaimed, now, ids.random());
    if (chosen !== undefined) return { chosen, hasAny: true, left: fitting.length - 1 };
    hasAny ||= unclaimed.length < fitting.length;
  }
  return { chosen: undefined, hasAny, left: 0 };
}
