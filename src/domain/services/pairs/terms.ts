import type { NewOrder } from '../../../ports/proxycall-api.js';
import { invalidField } from '../../model/errors.js';
import { CALL_SECONDS, RING_SECONDS, type CallLimits } from '../../model/pair.js';
import type { E164 } from '../../model/phone-number.js';
import { DAY_MS } from '../../model/time.js';

/** What an order says of its session with a known courier. */
export interface PairTerms extends CallLimits {
  readonly courierPhone: E164;
  readonly expiresAt: number;
}

const LONGEST_SESSION_MS = 365 * DAY_MS;

/**
 * Undefined for an order without a courier.
 * @param sessionMs how long a session lasts whose order does not say
 * @throws `invalid_request`
 */
export function readTerms(order: NewOrder, now: number, sessionMs: number): PairTerms | undefined {
  const { courierPhone, expiresAt, maxCallSeconds, ringSeconds } = order;
  if (courierPhone === undefined) {
    refuseLonely({ expires_at: expiresAt, max_call_seconds: maxCallSeconds, ring_seconds: ringSeconds });
    return undefined;
  }
  const end = expiresAt === undefined ? now + sessionMs : Date.parse(expiresAt);
  if (!(end > now && end <= now + LONGEST_SESSION_MS)) {
    throw invalidField('expires_at', 'must be within a year from now');
  }
  refuseOutside('max_call_seconds', maxCallSeconds, CALL_SECONDS);
  refuseOutside('ring_seconds', ringSeconds, RING_SECONDS);
  return { courierPhone, expiresAt: end, maxCallSeconds, ringSeconds };
}

function refuseLonely(fields: Readonly<Record<string, unknown>>): void {
  for (const [field, value] of Object.entries(fields)) {
    if (value !== undefined) throw invalidField(field, 'is for orders with a courier_phone');
  }
}

function refuseOutside(field: string, value: number | undefined, [least, most]: readonly [number, number]): void {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
  throw invalidField(field, `must be a whole number from ${least.toString()} to ${most.toString()}`);
}
