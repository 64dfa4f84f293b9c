import type { PurchaseIntent, RelabelIntent, ReleaseIntent } from '../../domain/model/intent.js';
import type { E164 } from '../../domain/model/phone-number.js';
import type { NumberState, NumberStatus, ProxyNumber } from '../../domain/model/proxy-number.js';

/** The carrier of every sample record, unless a test says otherwise: the simulated one. */
export const TEST_CARRIER = 'simulated';

/** An available French mobile number. */
export function aNumber(number: E164, fields: Partial<ProxyNumber> = {}): ProxyNumber {
  return {
    number,
    carrier: TEST_CARRIER,
    country: 'FR',
    type: 'mobile',
    capabilities: { voice: true, sms: true, mms: false },
    providerId: `PN-${number}`,
    friendlyName: 'ProxyCall',
    boughtAt: 1,
    state: { status: 'available' },
    ...fields,
  };
}

/** A number state of each status. */
export const NUMBER_STATES: { readonly [S in NumberStatus]: Extract<NumberState, { status: S }> } = {
  available: { status: 'available' },
  reserved: { status: 'reserved', token: 'token', by: '1', since: 1 },
  assigned: { status: 'assigned', to: '1', since: 2 },
  shared: { status: 'shared', since: 3 },
  quarantined: { status: 'quarantined', until: 4 },
  held: { status: 'held', by: 'confirmation', since: 5 },
  error: { status: 'error', since: 6 },
  released: { status: 'released', since: 7 },
};

/** A number in this status: see {@link NUMBER_STATES}. */
export function aNumberThatIs(status: NumberStatus, number: E164, fields: Partial<ProxyNumber> = {}): ProxyNumber {
  return aNumber(number, { state: NUMBER_STATES[status], ...fields });
}

/** The intent of a purchase without an idempotency key. */
export function aPurchaseIntent(number: E164, fields: Partial<PurchaseIntent> = {}): PurchaseIntent {
  return {
    action: 'buy',
    number,
    id: 'intent',
    carrier: TEST_CARRIER,
    at: 1,
    country: 'FR',
    type: 'mobile',
    requestKey: undefined,
    label: 'Pool-FR-1',
    ...fields,
  };
}

/** The intent of a new label. */
export function aRelabelIntent(number: E164): RelabelIntent {
  return { action: 'relabel', number, id: 'intent', carrier: TEST_CARRIER, at: 1, providerId: `PN-${number}` };
}

/** The intent of a release of a number that was available. */
export function aReleaseIntent(number: E164, fields: Partial<ReleaseIntent> = {}): ReleaseIntent {
  return {
    action: 'release',
    number,
    id: 'intent',
    carrier: TEST_CARRIER,
    at: 1,
    providerId: `PN-${number}`,
    otherwise: { status: 'available' },
    ...fields,
  };
}
