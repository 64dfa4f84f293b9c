import type { Counter } from '../counter.js';
import { DAY_MS, HOUR_MS } from '../time.js';
import type { ConfirmationLimits } from './confirmation-settings.js';

// How often something was sent or asked for. What is counted is a keyed hash where it says something of somebody.

/** One thing that is counted, and how much of it is allowed. */
export interface Allowance {
  readonly key: string;
  readonly most: number;
  readonly periodMs: number;
}

/** Whether this one is allowed, and the counter with it. */
export type Counted =
  { readonly kind: 'counted'; readonly counter: Counter } | { readonly kind: 'refused'; readonly waitMs: number };

/** @param by how many are counted at once */
export function count(
  before: Counter | undefined,
  { key, most, periodMs }: Allowance,
  by: number,
  now: number,
): Counted {
  const isOver = before === undefined || before.until <= now;
  const counter = isOver ? { key, count: by, until: now + periodMs } : { ...before, count: before.count + by };
  if (counter.count <= most) return { kind: 'counted', counter };
  return { kind: 'refused', waitMs: counter.until - now };
}

/**
 * One less, as it was not sent.
 * @param until the end of the time in which it was counted
 * @returns undefined when there is nothing to give back, as that time is over
 */
export function giveBack(before: Counter | undefined, until: number, now: number): Counter | undefined {
  if (before?.until !== until || until <= now || before.count === 0) return undefined;
  return { ...before, count: before.count - 1 };
}

/** Who asks for something to be sent. */
export type Origin = 'token' | 'public';

/** So many texts and calls of a phone's day strangers cannot use up, so that the shop can still reach it. */
const KEPT_FOR_TOKENS = 2;

/** What a text or call to a phone is counted by. @param phoneHash a keyed hash of the phone's line */
export function phoneAllowances(
  { phoneHash, country, origin }: { readonly phoneHash: string; readonly country: string; readonly origin: Origin },
  limits: ConfirmationLimits,
): readonly Allowance[] {
  const ofPhone = origin === 'token' ? limits.phonePerDay : Math.max(1, limits.phonePerDay - KEPT_FOR_TOKENS);
  const most = origin === 'token' ? limits.countryPerDay : limits.publicCountryPerDay;
  return [
    { key: `phone ${phoneHash}`, most: ofPhone, periodMs: DAY_MS },
    { key: `country ${origin} ${country}`, most, periodMs: DAY_MS },
    serviceAllowance(origin, limits),
  ];
}

/** What a mail is counted by. */
export function mailAllowances(
  { mailHash, origin }: { readonly mailHash: string; readonly origin: Origin },
  limits: ConfirmationLimits,
): readonly Allowance[] {
  return [{ key: `mail ${mailHash}`, most: limits.mailPerDay, periodMs: DAY_MS }, serviceAllowance(origin, limits)];
}

/**
 * What a mail with a fixed text to a client is counted by. Apart from confirmations: neither uses up what the other may send.
 * @param perDay how many all clients together get in a day
 */
export function clientMailAllowances(
  mailHash: string,
  { mailPerDay }: Pick<ConfirmationLimits, 'mailPerDay'>,
  perDay: number,
): readonly Allowance[] {
  return [
    { key: `client_mail ${mailHash}`, most: mailPerDay, periodMs: DAY_MS },
    { key: 'client_mails', most: perDay, periodMs: DAY_MS },
  ];
}

/** What a request on a public page is counted by. @param addressHash a keyed hash of the network address */
export function addressAllowance(addressHash: string, { addressPerHour }: ConfirmationLimits): Allowance {
  return { key: `address ${addressHash}`, most: addressPerHour, periodMs: HOUR_MS };
}

function serviceAllowance(origin: Origin, { sendsPerDay, publicPerDay }: ConfirmationLimits): Allowance {
  return { key: `sends ${origin}`, most: origin === 'token' ? sendsPerDay : publicPerDay, periodMs: DAY_MS };
}

/**
 * Whether one more number may be held: at most a share of the numbers that are free or held, and at least one.
 * @param free how many numbers are free, and how many are held
 */
export function mayHoldOneMore(
  { free, held }: { readonly free: number; readonly held: number },
  { heldPercent }: Pick<ConfirmationLimits, 'heldPercent'>,
): boolean {
  return held < Math.max(1, Math.floor(((free + held) * heldPercent) / 100));
}
