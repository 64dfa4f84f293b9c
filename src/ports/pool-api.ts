import type { ClientId } from '../domain/model/client.js';
import type { CountryCode } from '../domain/model/country.js';
import type { ErrorCode } from '../domain/model/errors.js';
import type { E164 } from '../domain/model/phone-number.js';
import type { Capabilities, NumberStatus, NumberType } from '../domain/model/proxy-number.js';
import type { PoolCount } from './order-store.js';

// Requests and reports of the number pool: see ProxyCallApi.

/** A number that may be given to somebody. */
export interface AvailableNumber {
  readonly phoneNumber: E164;
  readonly countryIso: CountryCode;
  readonly numberType: NumberType;
  readonly capabilities: Capabilities;
  /** At this moment: a number whose reservation or quarantine has run out is `available`. */
  readonly status: NumberStatus;
  /** The label of the number at the provider. */
  readonly friendlyName: string;
}

/** The answer of `listAvailableNumbers`: the query and what it found, in no particular order. */
export interface AvailableNumbers {
  readonly countryIso: CountryCode;
  readonly numberType: NumberType | 'all';
  readonly available: readonly AvailableNumber[];
}

/** The answer of `poolStats`: how many numbers there are of each country and type, in each status. */
export interface PoolStats {
  readonly pools: readonly (Omit<PoolCount, 'country' | 'type'> & {
    readonly countryIso: CountryCode;
    readonly numberType: NumberType;
  })[];
}

/** The request of `assignNumber`. */
export interface AssignmentRequest {
  readonly clientId: ClientId;
  /** Default: the client's country, as for an order. */
  readonly countryIso?: CountryCode | undefined;
  /** The preferred type. Other types are tried when there is none of it. */
  readonly numberType: NumberType;
  /** Whether to buy numbers when none is free, as an order does. Default: false. */
  readonly buy?: boolean | undefined;
}

/** The request of `provisionNumbers`. */
export interface ProvisionRequest {
  readonly countryIso: CountryCode;
  /** How many numbers to buy: a whole number from 1 to 100. */
  readonly batchSize: number;
  /** Only this type is bought; for `national` also `local`, when no national numbers are for sale. */
  readonly numberType: NumberType;
  readonly requireSmsCapability: boolean;
  readonly requireVoiceCapability: boolean;
  /**
   * How many offers the last number of the batch may be chosen from, as others may buy some of the offers first. At least 1.
   */
  readonly candidatesLimit: number;
}

/** What `provisionNumbers` has bought: the request and its result. */
export interface ProvisionReport extends ProvisionRequest {
  /** With an idempotency key: everything that was bought under the key so far. */
  readonly purchasedNow: readonly E164[];
  /** Why there are not more, in the provider's words. */
  readonly failed: readonly { readonly code: ErrorCode; readonly reason: string }[];
}

/** What `syncPool` has found and done. */
export interface SyncReport {
  /** Numbers that we rent from the provider and that were not in the pool. */
  readonly missingNumbers: readonly E164[];
  /** Those of them that were added to the pool. */
  readonly addedNumbers: readonly E164[];
  /** Numbers of the pool that we no longer rent. They are only reported. */
  readonly lostNumbers: readonly E164[];
  /** Numbers that we rent from the provider, whichever it is. */
  readonly totalTwilio: number;
  /** Numbers in the pool, whatever the store. */
  readonly totalSheet: number;
}

/** The request of `fixWebhooks`. */
export interface WebhookFixRequest {
  /** True to report only, and change nothing at the provider. */
  readonly dryRun: boolean;
  readonly onlyCountry?: CountryCode | undefined;
  readonly onlyStatus?: NumberStatus | undefined;
  /** Whether to check the webhook for texts too. */
  readonly fixSms: boolean;
}

/** What `fixWebhooks` has found and done. */
export interface WebhookFixReport {
  readonly dryRun: boolean;
  /** Where the webhooks should point. */
  readonly targetVoiceUrl: string;
  readonly targetSmsUrl: string;
  /** How many numbers of the pool were looked at. */
  readonly checked: number;
  /** Numbers whose calls go elsewhere, and where: a URL, or a description. */
  readonly needFixVoice: readonly { readonly phoneNumber: E164; readonly currentVoiceUrl: string }[];
  readonly fixedVoice: readonly E164[];
  /** Numbers whose texts go elsewhere. Empty without `fixSms`. */
  readonly needFixSms: readonly { readonly phoneNumber: E164; readonly currentSmsUrl: string }[];
  readonly fixedSms: readonly E164[];
  /** Numbers of the pool that we do not rent from the provider, whichever it is. */
  readonly notFoundOnTwilio: readonly E164[];
  /** Numbers that could not be fixed, and the provider's reason. */
  readonly errors: readonly { readonly phoneNumber: E164; readonly err: string }[];
}

/** A number with which something was not done, and a sentence that says why. */
export interface NumberFault {
  /** In E.164, or as it was sent. */
  readonly phoneNumber: string;
  readonly reason: string;
}

/**
 * The request of `planPool`. Without `ordersPerDay` the plan is made from the sessions of the last `days`; with it, from a
 * described load. `durationHours`, `couriers`, `peak`, `countryIso` and `numberType` belong to a described load.
 */
export interface PlanRequest {
  /** The share of orders that may find no number at once: 0.000001 to 0.5. Default: 0.01. */
  readonly blocking?: number | undefined;
  /** How many days to look back: 1 to 365. Default: 30. */
  readonly days?: number | undefined;
  /** By how many percent the load is expected to grow: -90 to 1000. Default: 0. */
  readonly growthPercent?: number | undefined;
  /** 1 to 100,000. */
  readonly ordersPerDay?: number | undefined;
  /** How long an order is open, in hours: 0.1 to 720. Default: 1. */
  readonly durationHours?: number | undefined;
  /** How many couriers share the orders: 1 to 100,000. Default: 1. */
  readonly couriers?: number | undefined;
  /** The load of the busiest hours as a multiple of the mean: 1 to 10. Default: 2. */
  readonly peak?: number | undefined;
  /** Default: `defaultCountry` of the settings. */
  readonly countryIso?: CountryCode | undefined;
  /** Default: `numberType` of the settings. */
  readonly numberType?: NumberType | undefined;
}

/** How many numbers are needed for one use. */
export interface PlannedUse {
  /** How many numbers are used like this at present. */
  readonly now: number;
  /**
   * With so many numbers nobody would ever have been refused: the most that one person held at the same time. For a described
   * load: what one person holds on average in the busiest hours, rounded up.
   */
  readonly bound: number;
  /** The smallest number with which at most the accepted share of orders is refused. */
  readonly needed: number;
}

/** The plan for one country and type. */
export interface PlannedPool {
  readonly countryIso: CountryCode;
  readonly numberType: NumberType;
  /** Numbers in the pool, whatever their status. */
  readonly owned: number;
  readonly available: number;
  /** Numbers that carry paired sessions. */
  readonly shared: PlannedUse;
  /** Clients' own numbers. */
  readonly dedicated: PlannedUse;
  /** For a described load: how many numbers it would take if each client had a number of their own. */
  readonly dedicatedInstead?: number | undefined;
  /** Calls and texts in the period that was looked at. 0 for a described load. */
  readonly interactions: number;
  /** How many numbers to buy. */
  readonly buy: number;
  /** How many numbers to give back: not more than are available, or shared without a session. */
  readonly release: number;
  /** What one number costs a month, in the currency of `numberPrices`. Undefined when the price is not known. */
  readonly monthlyPrice?: number | undefined;
  /** What the owned numbers cost a month, in the currency of `numberPrices`. Undefined when the price is not known. */
  readonly monthlyCost?: number | undefined;
  /** The same after buying and giving back. */
  readonly plannedMonthlyCost?: number | undefined;
}

/** What `planPool` recommends. */
export interface PoolPlan {
  /** `log`: by the sessions of the last days. `description`: for a described load. */
  readonly basis: 'log' | 'description';
  readonly blocking: number;
  readonly growthPercent: number;
  /** Only of a plan by the log. */
  readonly days?: number | undefined;
  /** By country, then type. */
  readonly pools: readonly PlannedPool[];
}

/** What `shareNumbers` has done. */
export interface SharingReport {
  /** As requested: true to share the numbers, false to make them available. */
  readonly shared: boolean;
  /** Numbers that are as requested now, including those that already were. */
  readonly changed: readonly E164[];
  readonly kept: readonly NumberFault[];
}

/** The request of `releaseNumbers`. */
export interface ReleaseRequest {
  readonly numbers: readonly string[];
  readonly force: boolean;
  readonly onlyStatus?: NumberStatus | undefined;
}

/** What became of numbers that were to be given back. Each entry of the request is in exactly one of the lists. */
export interface ReleaseReport {
  /** Given back to the provider, and out of the pool. */
  readonly released: readonly E164[];
  /** Out of the pool; we no longer rented them. */
  readonly removed: readonly E164[];
  /** Still in the pool, for instance because they are in use. */
  readonly kept: readonly NumberFault[];
  /** The provider did not take them back; or the entry, as it was sent, may be several numbers of the pool. */
  readonly failed: readonly NumberFault[];
  /** Entries that are no number of the pool, as they were sent. */
  readonly notFound: readonly string[];
}

/** What `purgeWithoutSms` has done, or would do. */
export interface PurgeReport extends ReleaseReport {
  /** True when nothing was changed. */
  readonly dryRun: boolean;
  /** How many numbers were looked at. */
  readonly checked: number;
}
