import type { ClientId } from '../domain/model/client.js';
import type { CountryCode } from '../domain/model/country.js';
import type { ErrorCode } from '../domain/model/errors.js';
import type { E164 } from '../domain/model/phone-number.js';
import type { Capabilities, NumberStatus, NumberType } from '../domain/model/proxy-number.js';
import type { PoolCount } from './order-store.js';

// What is asked and answered about the pool: see ProxyCallApi.

export interface AvailableNumber {
  readonly phoneNumber: E164;
  readonly countryIso: CountryCode;
  readonly numberType: NumberType;
  readonly capabilities: Capabilities;
  readonly status: NumberStatus;
  readonly friendlyName: string;
}

export interface AvailableNumbers {
  readonly countryIso: CountryCode;
  readonly numberType: NumberType | 'all';
  readonly available: readonly AvailableNumber[];
}

export interface PoolStats {
  readonly pools: readonly (Omit<PoolCount, 'country' | 'type'> & {
    readonly countryIso: CountryCode;
    readonly numberType: NumberType;
  })[];
}

export interface AssignmentRequest {
  readonly clientId: ClientId;
  readonly countryIso: CountryCode;
  readonly numberType: NumberType;
  readonly friendlyName?: string | undefined;
}

export interface ProvisionRequest {
  readonly countryIso: CountryCode;
  /** 1 to 100. */
  readonly batchSize: number;
  readonly numberType: NumberType;
  readonly requireSmsCapability: boolean;
  readonly requireVoiceCapability: boolean;
  /** How many offers the last number may be chosen from. */
  readonly candidatesLimit: number;
}

export interface ProvisionReport extends ProvisionRequest {
  readonly purchasedNow: readonly E164[];
  /** Why there are not more, in the provider's words. */
  readonly failed: readonly { readonly code: ErrorCode; readonly reason: string }[];
}

export interface SyncReport {
  /** What the provider rents out to us and the pool did not have. */
  readonly missingNumbers: readonly E164[];
  /** Those of them that were added to the pool. */
  readonly addedNumbers: readonly E164[];
  /** What the pool has and the provider does not rent out to us any more. */
  readonly lostNumbers: readonly E164[];
  readonly totalTwilio: number;
  /** Numbers in the pool, whatever the store. */
  readonly totalSheet: number;
}

export interface WebhookFixRequest {
  readonly dryRun: boolean;
  readonly onlyCountry?: CountryCode | undefined;
  readonly onlyStatus?: NumberStatus | undefined;
  readonly fixSms: boolean;
}

export interface WebhookFixReport {
  readonly dryRun: boolean;
  readonly targetVoiceUrl: string;
  readonly targetSmsUrl: string;
  readonly checked: number;
  readonly needFixVoice: readonly { readonly phoneNumber: E164; readonly currentVoiceUrl: string }[];
  readonly fixedVoice: readonly E164[];
  readonly needFixSms: readonly { readonly phoneNumber: E164; readonly currentSmsUrl: string }[];
  readonly fixedSms: readonly E164[];
  readonly notFoundOnTwilio: readonly E164[];
  readonly errors: readonly { readonly phoneNumber: E164; readonly err: string }[];
}

export interface NumberFault {
  readonly phoneNumber: E164;
  readonly reason: string;
}

/** What to plan for: the log of the last days, or a load that is described (then there is `ordersPerDay`). */
export interface PlanRequest {
  /** The share of orders that may find no number at once, 0 to 1; 0.01 when absent. */
  readonly blocking?: number | undefined;
  /** How far to look back; 30 when absent. */
  readonly days?: number | undefined;
  /** By how many percent the load is to grow; 0 when absent. */
  readonly growthPercent?: number | undefined;
  readonly ordersPerDay?: number | undefined;
  /** How long an order is open; 1 when absent. */
  readonly durationHours?: number | undefined;
  /** How many couriers share the orders; 1 when absent. */
  readonly couriers?: number | undefined;
  /** How many times the mean the busiest hours bring; 2 when absent. */
  readonly peak?: number | undefined;
  /** Of the described load; by configuration when absent. */
  readonly countryIso?: CountryCode | undefined;
  readonly numberType?: NumberType | undefined;
}

/** Numbers of one use. */
export interface PlannedUse {
  readonly now: number;
  /**
   * With so many, nobody would ever have been refused: the most that one person held at the same time. Of a described load,
   * what one person holds on average in the busiest hours.
   */
  readonly bound: number;
  /** The least with which no more than the accepted share is refused. */
  readonly needed: number;
}

export interface PlannedPool {
  readonly countryIso: CountryCode;
  readonly numberType: NumberType;
  readonly owned: number;
  readonly available: number;
  /** Numbers that carry sessions with known couriers. */
  readonly shared: PlannedUse;
  /** Numbers of clients' own. */
  readonly dedicated: PlannedUse;
  /** Of a described load: how many it would take if each client had a number of their own. */
  readonly dedicatedInstead?: number | undefined;
  /** Calls and texts in the time that was looked at. */
  readonly interactions: number;
  readonly buy: number;
  /** Of what is available or shared and idle, so many are more than needed. */
  readonly release: number;
  /** What it costs a month; absent where no price is known. */
  readonly monthlyCost?: number | undefined;
  readonly plannedMonthlyCost?: number | undefined;
}

export interface PoolPlan {
  readonly basis: 'log' | 'description';
  readonly blocking: number;
  readonly growthPercent: number;
  /** Of a plan by the log. */
  readonly days?: number | undefined;
  readonly pools: readonly PlannedPool[];
}

export interface SharingReport {
  /** What was asked for: shared, or free again. */
  readonly shared: boolean;
  readonly changed: readonly E164[];
  readonly kept: readonly NumberFault[];
}

export interface ReleaseReport {
  /** Given back to the provider, and out of the pool. */
  readonly released: readonly E164[];
  /** Out of the pool; the provider did not rent them out to us any more. */
  readonly removed: readonly E164[];
  readonly kept: readonly NumberFault[];
  readonly failed: readonly NumberFault[];
}

export interface PurgeReport extends ReleaseReport {
  /** True when nothing was done: the report says what would be. */
  readonly dryRun: boolean;
  readonly checked: number;
}
