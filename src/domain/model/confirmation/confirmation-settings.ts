import type { Range } from '../telephony-limits.js';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../time.js';
import type { ConfirmationChannel } from './confirmation.js';

/** A step of the cascade: a channel, and how long after the code was made it is tried. */
export interface ConfirmationStep {
  readonly channel: ConfirmationChannel;
  readonly afterMs: number;
}

/** How phones and mail addresses are confirmed. Times are in milliseconds. */
export interface ConfirmationSettings {
  /** Whether a client who is not on record must be confirmed before their number is in service. */
  readonly required: boolean;
  /** Whether customers may register on their own, on the page `/activate`. */
  readonly activation: boolean;
  /** By the time at which they are tried: at most one for each channel. */
  readonly steps: readonly ConfirmationStep[];
  readonly limits: ConfirmationLimits;
}

/** Limits hold on all instances together. */
export interface ConfirmationLimits {
  /** The length of a code, in digits. */
  readonly codeDigits: number;
  /** How long a code is valid. */
  readonly codeMs: number;
  /** How many wrong codes are looked at in a generation. */
  readonly attempts: number;
  /** How many generations of codes a confirmation has. */
  readonly generations: number;
  /** How long a confirmation waits. */
  readonly lifetimeMs: number;
  /** How much time lies between two sends that somebody asks for. */
  readonly pauseMs: number;
  /** Texts and calls to a phone in a day. */
  readonly phonePerDay: number;
  /** Mails to an address in a day. */
  readonly mailPerDay: number;
  /** Requests from a network address in an hour, on public pages. */
  readonly addressPerHour: number;
  /** Texts, calls and mails in a day for holders of tokens. */
  readonly sendsPerDay: number;
  /** The same for public pages. */
  readonly publicPerDay: number;
  /** Texts and calls in a day to one country for holders of tokens. */
  readonly countryPerDay: number;
  /** The same for public pages. */
  readonly publicCountryPerDay: number;
  /** How many of the free numbers may be held, in per cent; at least one. */
  readonly heldPercent: number;
}

/** The limits of an installation that configures none. */
export const DEFAULT_CONFIRMATION_LIMITS: ConfirmationLimits = {
  codeDigits: 6,
  codeMs: 10 * MINUTE_MS,
  attempts: 5,
  generations: 3,
  lifetimeMs: DAY_MS,
  pauseMs: MINUTE_MS,
  phonePerDay: 5,
  mailPerDay: 10,
  addressPerHour: 10,
  sendsPerDay: 5_000,
  publicPerDay: 500,
  countryPerDay: 5_000,
  publicCountryPerDay: 200,
  heldPercent: 20,
};

/**
 * The names of the limits in `PROXYCALL_CONFIRM_LIMITS`, what they count, in which unit, and what is allowed. A code that can be guessed, or
 * a confirmation that never ends, cannot be configured.
 */
export const CONFIRMATION_LIMIT_NAMES: Readonly<
  Record<string, { readonly limit: keyof ConfirmationLimits; readonly unitMs?: number; readonly range: Range }>
> = {
  code_digits: { limit: 'codeDigits', range: [6, 8] },
  code_minutes: { limit: 'codeMs', unitMs: MINUTE_MS, range: [1, 60] },
  attempts: { limit: 'attempts', range: [1, 10] },
  generations: { limit: 'generations', range: [1, 10] },
  hours: { limit: 'lifetimeMs', unitMs: HOUR_MS, range: [1, 168] },
  pause_seconds: { limit: 'pauseMs', unitMs: SECOND_MS, range: [10, 3600] },
  phone_per_day: { limit: 'phonePerDay', range: [1, 100] },
  mail_per_day: { limit: 'mailPerDay', range: [1, 100] },
  address_per_hour: { limit: 'addressPerHour', range: [1, 1000] },
  sends_per_day: { limit: 'sendsPerDay', range: [1, 1_000_000] },
  public_per_day: { limit: 'publicPerDay', range: [1, 1_000_000] },
  country_per_day: { limit: 'countryPerDay', range: [1, 1_000_000] },
  public_country_per_day: { limit: 'publicCountryPerDay', range: [1, 1_000_000] },
  held_percent: { limit: 'heldPercent', range: [1, 100] },
};

/** Nothing is required; a text at once, a call after a minute, a mail after three. */
export const DEFAULT_CONFIRMATION_SETTINGS: ConfirmationSettings = {
  required: false,
  activation: false,
  steps: [
    { channel: 'sms', afterMs: 0 },
    { channel: 'voice', afterMs: MINUTE_MS },
    { channel: 'email', afterMs: 3 * MINUTE_MS },
  ],
  limits: DEFAULT_CONFIRMATION_LIMITS,
};
