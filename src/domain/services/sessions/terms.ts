import type { IsoTime, NewOrder } from '../../../ports/proxycall-api.js';
import { invalidField, refuseOutside } from '../../model/errors.js';
import type { E164 } from '../../model/phone-number.js';
import { CALL_SECONDS, RING_SECONDS, type CallLimits } from '../../model/session.js';
import { DAY_MS } from '../../model/time.js';
import type { Read } from '../read-phones.js';

/** What an order says about its session with a known courier. */
export interface SessionTerms extends CallLimits {
  readonly courierPhone: E164;
  readonly expiresAt: number;
}

const LONGEST_SESSION_MS = 365 * DAY_MS;

/**
 * Undefined for an order without a courier.
 * @param sessionMs how long a session lasts when its order does not say
 * @throws `invalid_request`
 */
export function readTerms(order: Read<NewOrder>, now: number, sessionMs: number): SessionTerms | undefined {
  const { courierPhone, expiresAt, maxCallSeconds, ringSeconds } = order;
  if (courierPhone === undefined) {
    refuseWithoutCourier({ expiresAt, maxCallSeconds, ringSeconds });
    return undefined;
  }
  const end = expiresAt === undefined ? now + sessionMs : readSessionEnd(expiresAt, now);
  if (maxCallSeconds !== undefined) refuseOutside('maxCallSeconds', maxCallSeconds, CALL_SECONDS);
  if (ringSeconds !== undefined) refuseOutside('ringSeconds', ringSeconds, RING_SECONDS);
  return { courierPhone, expiresAt: end, maxCallSeconds, ringSeconds };
}

/** @throws `invalid_request` */
export function readSessionEnd(expiresAt: IsoTime, now: number): number {
  const end = Date.parse(expiresAt);
  if (!(end > now && end <= now + LONGEST_SESSION_MS)) {
    throw invalidField('expiresAt', 'must be within a year from now');
  }
  return end;
}

function refuseWithoutCourier(fields: Readonly<Record<string, unknown>>): void {
  for (const [field, value] of Object.entries(fields)) {
    if (value !== undefined) throw invalidField(field, 'is for orders with a courier phone');
  }
}
