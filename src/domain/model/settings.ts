import { DEFAULT_CONFIRMATION_SETTINGS, type ConfirmationSettings } from './confirmation/confirmation-settings.js';
import { isBlank, sayable } from './characters.js';
import { DEFAULT_ALLOWED_COUNTRIES, type CountryCode } from './country.js';
import { sameLine } from './line.js';
import type { Language } from './phrases.js';
import type { PoolAlert } from './pool-alert.js';
import type { NumberType } from './proxy-number.js';
import { DEFAULT_REPORT_SETTINGS, type ReportSettings } from './report/report-settings.js';
import type { E164 } from './phone-number.js';
import type { RoutingPolicy } from './routing.js';
import { DAY_MS, HOUR_MS } from './time.js';
import type { Cooling } from './participant.js';
import type { CallLimits } from './session.js';

/** How ProxyCall behaves for this merchant. Defaults: `DEFAULT_SETTINGS`. The ranges are those of the configuration. */
export interface Settings extends Cooling, CallLimits {
  /** The language of announcements and answers. */
  readonly language: Language;
  /** Who may call a client through an open session, and who is called. */
  readonly policy: RoutingPolicy;
  /** The merchant's country: of a client's number when neither residency nor real phone tells one. Its numbers may be called. */
  readonly defaultCountry: CountryCode;
  /** How long a conversation may last, in seconds: 60 to 86,400. */
  readonly maxCallSeconds: number;
  /** The preferred type of number. Other types are tried when there is none of it. */
  readonly numberType: NumberType;
  /** How many numbers to buy when no number is free: 1 to 100. */
  readonly topUpSize: number;
  /** How long a client's own number is quarantined before somebody else may get it, in milliseconds: up to 365 days. */
  readonly quarantineMs: number;
  /**
   * How long interactions, closed orders and sessions, released participants and released numbers are kept, in milliseconds: 1 to
   * 3650 days.
   */
  readonly retentionMs: number;
  /** How long a paired session lasts when its order has no `expiresAt`, in milliseconds: 1 hour to 365 days. */
  readonly sessionMs: number;
  /** The maximum number of participants, live or cooling, on one shared number. Undefined: no limit. */
  readonly maxSessionsPerNumber: number | undefined;
  /** The length of order codes: 4 to 8 digits. */
  readonly codeDigits: number;
  /** What callers of shared numbers reach who cannot be connected. Undefined: they hear an announcement. */
  readonly fallback: Fallback | undefined;
  /** Who people are told has texted them, when they text HELP: at most 60 characters. Undefined: no name. */
  readonly shopName: string | undefined;
  /** Whether a caller who entered an order code hears the client's masked name: `A***`. */
  readonly sayName: boolean;
  /** Whether the callee hears what the call is about before the two are connected. Paired sessions only. */
  readonly whisper: boolean;
  /** What numbers cost, for `planPool`. */
  readonly numberPrices: readonly NumberPrice[];
  /** What becomes of a number whose webhooks lead elsewhere when it is assigned: they are repaired, or it is refused. */
  readonly foreignWebhooks: 'repair' | 'refuse';
  /** `pool.low` is logged when fewer numbers than this are available. Up to 1000. */
  readonly poolAlert: PoolAlert;
  /** A mail address that is told when numbers run low. Undefined: nobody is. */
  readonly alertMail: string | undefined;
  /** How many mails `mailClients` sends in a day, on all instances together: 1 to 1,000,000. */
  readonly clientMailsPerDay: number;
  /** How phones and mail addresses are confirmed. */
  readonly confirmations: ConfirmationSettings;
  /** How the weekly report is counted and sent. */
  readonly report: ReportSettings;
}

/** What a number of this country and type costs. */
export interface NumberPrice {
  readonly country: CountryCode;
  readonly type: NumberType;
  /** A month, in any currency; the same one for all prices. */
  readonly monthly: number;
}

/** A phone that is dialled, or a text that is said (at most 1000 characters). */
export type Fallback =
  { readonly kind: 'phone'; readonly number: E164 } | { readonly kind: 'message'; readonly text: string };

/** Whether a number is the shop's phone, in whatever spelling. It never becomes a proxy number: it would be called by itself. */
export function isFallbackPhone({ fallback }: Pick<Settings, 'fallback'>, number: E164): boolean {
  return fallback?.kind === 'phone' && sameLine(fallback.number, number);
}

/** The settings of an installation that gives only some of them, without what cannot be said to a caller or written in a text. */
export function completeSettings(given: Partial<Settings> | undefined): Settings {
  const chosen = Object.fromEntries(Object.entries(given ?? {}).filter(([, value]) => value !== undefined));
  const settings: Settings = { ...DEFAULT_SETTINGS, ...chosen };
  const { fallback, shopName } = settings;
  return { ...settings, fallback: fallback && sayableFallback(fallback), shopName: shopName && sayableText(shopName) };
}

function sayableFallback(fallback: Fallback): Fallback | undefined {
  if (fallback.kind === 'phone') return fallback;
  const text = sayableText(fallback.text);
  return text === undefined ? undefined : { kind: 'message', text };
}

/** Undefined where nothing is left. */
function sayableText(text: string): string | undefined {
  const said = sayable(text);
  return isBlank(said) ? undefined : said;
}

/** How many numbers are bought by one request, at most. */
export const LARGEST_PURCHASE = 100;

/**
 * The settings of an installation that configures none: French, calls from `DEFAULT_ALLOWED_COUNTRIES`, withheld callers
 * refused, French mobile numbers bought three at a time, 7 days of quarantine and of soft cooling, 2 hours of hard cooling, 90
 * days of history, paired sessions of 3 days with order codes of 6 digits, conversations of an hour at most.
 */
export const DEFAULT_SETTINGS: Settings = {
  language: 'fr',
  policy: { allowedCountries: new Set(DEFAULT_ALLOWED_COUNTRIES), withheldCallers: 'refuse' },
  defaultCountry: 'FR',
  numberType: 'mobile',
  topUpSize: 3,
  quarantineMs: 7 * DAY_MS,
  retentionMs: 90 * DAY_MS,
  sessionMs: 3 * DAY_MS,
  hardCoolingMs: 2 * HOUR_MS,
  softCoolingMs: 7 * DAY_MS,
  maxSessionsPerNumber: undefined,
  codeDigits: 6,
  maxCallSeconds: 3600,
  fallback: undefined,
  shopName: undefined,
  sayName: false,
  whisper: false,
  numberPrices: [],
  foreignWebhooks: 'repair',
  poolAlert: 1,
  alertMail: undefined,
  clientMailsPerDay: 1000,
  confirmations: DEFAULT_CONFIRMATION_SETTINGS,
  report: DEFAULT_REPORT_SETTINGS,
};
