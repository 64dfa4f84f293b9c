import type { Carrier } from './carrier.js';
import type { ClientId } from './client.js';
import type { CountryCode } from './country.js';
import { ProxyCallError } from './errors.js';
import { numberingFacts, type E164 } from './phone-number.js';

/** The types of number, in the order in which they are tried after the preferred one. */
export const NUMBER_TYPES = ['mobile', 'local', 'national', 'toll_free'] as const;
/** What kind of number it is, in the provider's catalogue. */
export type NumberType = (typeof NUMBER_TYPES)[number];

/** What a number can carry: calls, texts, and texts with pictures. */
export interface Capabilities {
  readonly voice: boolean;
  readonly sms: boolean;
  readonly mms: boolean;
}

export function hasCapabilities(own: Capabilities, required: Partial<Capabilities>): boolean {
  return (['voice', 'sms', 'mms'] as const).every((name) => required[name] !== true || own[name]);
}

/** The type of a number according to its numbering plan, for when the provider does not say. */
export function typeByPlan(number: E164): NumberType {
  switch (numberingFacts(number).kind) {
    case 'MOBILE':
      return 'mobile';
    case 'TOLL_FREE':
      return 'toll_free';
    case 'VOIP':
    case 'UAN':
    case 'PERSONAL_NUMBER':
      return 'national';
    default:
      return 'local';
  }
}

/**
 * The status of a number, with its details. Times are milliseconds since the epoch.
 *
 * - `available`: may be given to somebody.
 * - `reserved`: about to be given to a client. Lapses after 10 minutes.
 * - `assigned`: one client's own.
 * - `shared`: carries paired sessions, many at a time.
 * - `quarantined`: taken from its client; available again after `until`.
 * - `held`: kept for a confirmation. Does not lapse.
 * - `error`: taken out of rotation by an operator; given to nobody.
 * - `released`: given back to the provider; not part of the pool any more.
 */
export type NumberState =
  | { readonly status: 'available' }
  | { readonly status: 'reserved'; readonly token: string; readonly by: ClientId; readonly since: number }
  | { readonly status: 'assigned'; readonly to: ClientId; readonly since: number }
  | { readonly status: 'shared'; readonly since: number }
  | { readonly status: 'quarantined'; readonly until: number }
  | { readonly status: 'held'; readonly by: string; readonly since: number }
  | { readonly status: 'error'; readonly since: number }
  | { readonly status: 'released'; readonly since: number };

/** The status of a number: see {@link NumberState}. */
export type NumberStatus = NumberState['status'];
export const NUMBER_STATUSES = [
  ...(['available', 'reserved', 'assigned', 'shared', 'quarantined', 'held', 'error', 'released'] as const),
] as const;

/** The statuses that a number of the pool may have, in the order of reports. */
export const POOL_STATUSES = [
  ...(['available', 'assigned', 'shared', 'reserved', 'quarantined', 'held', 'error'] as const),
] as const;
/** The status of a number of the pool: not `released`. */
export type PoolStatus = (typeof POOL_STATUSES)[number];

/** A number that is or was rented from the provider. */
export interface ProxyNumber {
  readonly number: E164;
  readonly carrier: Carrier;
  readonly country: CountryCode;
  /** The type of the number, which may differ from the type that was asked for. */
  readonly type: NumberType;
  readonly capabilities: Capabilities;
  /** The provider's own id of the number, for example Twilio's `PN…`. */
  readonly providerId: string;
  /** Its label at the provider, at most 64 characters. */
  readonly friendlyName: string;
  /** When it was added to the pool, in milliseconds since the epoch. */
  readonly boughtAt: number;
  readonly state: NumberState;
}

/**
 * What happens to a number. `hold`: it is kept for a confirmation, whose id is `by`. `promote`: that was confirmed, and it becomes the
 * client's own. `unhold`: that ended without. Somebody may have called it meanwhile, so it cools off like one that was a client's.
 */
export type NumberEvent =
  | { readonly type: 'reserve'; readonly token: string; readonly by: ClientId; readonly at: number }
  | { readonly type: 'confirm'; readonly token: string; readonly at: number }
  | { readonly type: 'cancel'; readonly token: string }
  | { readonly type: 'assign'; readonly to: ClientId; readonly at: number }
  | { readonly type: 'share'; readonly token?: string | undefined; readonly at: number }
  | { readonly type: 'unshare' }
  | { readonly type: 'quarantine'; readonly until: number }
  | { readonly type: 'hold'; readonly by: string; readonly token?: string | undefined; readonly at: number }
  | { readonly type: 'promote'; readonly by: string; readonly to: ClientId; readonly at: number }
  | { readonly type: 'unhold'; readonly by: string; readonly until: number }
  | { readonly type: 'release'; readonly at: number };

/** A reservation that was neither confirmed nor cancelled is void after this time. */
export const RESERVATION_MS = 10 * 60_000;

/**
 * Whether a number may be given to somebody: it is available, or its quarantine or reservation has run out.
 * @param now milliseconds since the epoch
 */
export function isFree({ state }: ProxyNumber, now: number): boolean {
  switch (state.status) {
    case 'available':
      return true;
    case 'quarantined':
      return state.until <= now;
    case 'reserved':
      return state.since + RESERVATION_MS <= now;
    case 'assigned':
    case 'shared':
    case 'held':
    case 'error':
    case 'released':
      return false;
  }
}

/**
 * The status to report at the time `now`: `available` if the number is free, whatever is stored.
 * @param now milliseconds since the epoch
 */
export function effectiveStatus(number: ProxyNumber, now: number): NumberStatus {
  return isFree(number, now) ? 'available' : number.state.status;
}

const RELEASABLE: ReadonlySet<NumberStatus> = new Set(['available', 'reserved', 'quarantined', 'error']);

/**
 * The state machine of a number.
 * @throws `number_state` when the event does not fit the state
 */
export function transition(number: ProxyNumber, event: NumberEvent): ProxyNumber {
  return { ...number, state: nextState(number, event) };
}

function nextState(number: ProxyNumber, event: NumberEvent): NumberState {
  const { state } = number;
  switch (event.type) {
    case 'reserve':
      if (!isFree(number, event.at)) break;
      return { status: 'reserved', token: event.token, by: event.by, since: event.at };
    case 'confirm':
      // Even with the right token: after the time limit another request may have found it free.
      if (state.status !== 'reserved' || state.token !== event.token || isFree(number, event.at)) break;
      return { status: 'assigned', to: state.by, since: event.at };
    case 'cancel':
      if (state.status !== 'reserved' || state.token !== event.token) break;
      return { status: 'available' };
    case 'assign':
      if (!isFree(number, event.at)) break;
      return { status: 'assigned', to: event.to, since: event.at };
    case 'share':
      if (!isFreeOrReservedFor(number, event)) break;
      return { status: 'shared', since: event.at };
    case 'unshare':
      // That no participant is on it any more is an invariant of the store.
      if (state.status !== 'shared') break;
      return { status: 'available' };
    case 'quarantine':
      if (state.status !== 'assigned') break;
      return { status: 'quarantined', until: event.until };
    case 'hold':
      if (!isFreeOrReservedFor(number, event)) break;
      return { status: 'held', by: event.by, since: event.at };
    case 'promote':
      if (state.status !== 'held' || state.by !== event.by) break;
      return { status: 'assigned', to: event.to, since: event.at };
    case 'unhold':
      if (state.status !== 'held' || state.by !== event.by) break;
      return { status: 'quarantined', until: event.until };
    case 'release':
      if (!RELEASABLE.has(state.status)) break;
      return { status: 'released', since: event.at };
  }
  throw new ProxyCallError('number_state', `a number that is ${state.status} cannot take the step "${event.type}"`);
}

function isFreeOrReservedFor(
  number: ProxyNumber,
  { token, at }: { readonly token?: string | undefined; readonly at: number },
): boolean {
  const { state } = number;
  return isFree(number, at) || (state.status === 'reserved' && state.token === token);
}

/** Whether a number belongs to the pool: it is known, and was not given back. */
export function isInPool(number: ProxyNumber | undefined): number is ProxyNumber {
  return number !== undefined && number.state.status !== 'released';
}
