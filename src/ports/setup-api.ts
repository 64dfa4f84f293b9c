import type { CountryCode } from '../domain/model/country.js';
import type { NumberType } from '../domain/model/proxy-number.js';
import type { StoreFinding } from '../domain/model/store-finding.js';
import type { IsoTime } from './orders-api.js';

// Whether the service is set up well: see ProxyCallApi.

/**
 * What was found by looking at the set-up.
 *
 * - `webhooks_ok`: the webhooks of `count` numbers point to this service.
 * - `webhooks_elsewhere`: those of `count` numbers do not.
 * - `numbers_lost`: `count` numbers of the pool are no longer at the carrier.
 * - `carrier_failed`: the carrier could not be asked, for example because it does not accept the credentials. `detail` says why.
 * - `no_provider`: there is no carrier that sells numbers, so that nothing was asked.
 * - `numbers_available`: `count` numbers are available.
 * - `no_number_available`: none is.
 * - `numbers_out_of_rotation`: `count` numbers have the status `error`.
 */
export type SetupCode =
  | 'webhooks_ok'
  | 'webhooks_elsewhere'
  | 'numbers_lost'
  | 'carrier_failed'
  | 'no_provider'
  | 'numbers_available'
  | 'no_number_available'
  | 'numbers_out_of_rotation';

/** In the order of reports. */
export type SetupState = 'ok' | 'warning' | 'fault';

/** The result of one check. Contains no number and nothing personal. */
export interface SetupCheck {
  readonly check: 'webhooks' | 'pool';
  readonly state: SetupState;
  readonly code: SetupCode;
  /** How many numbers, where the code counts some. */
  readonly count?: number | undefined;
  /** Of `carrier_failed`: why, in English, for people. */
  readonly detail?: string | undefined;
}

/** A part of the pool of which the settings (`poolAlert`) say how many numbers are to be available. */
export interface WatchedPool {
  readonly countryIso: CountryCode;
  /** Undefined where the country counts as a whole. */
  readonly numberType?: NumberType | undefined;
  readonly available: number;
  /** The alert line: fewer are too few. */
  readonly threshold: number;
}

/** The answer of `checkSetup`. */
export interface SetupReport {
  /** When the carrier was asked: up to five minutes ago, unless `fresh` was set. */
  readonly checkedAt: IsoTime;
  readonly checks: readonly SetupCheck[];
  /** Empty where no alert is set. */
  readonly watched: readonly WatchedPool[];
  /** As `storeFindings` answers: cells that are ignored, forged records, a broken audit trail. */
  readonly findings: readonly StoreFinding[];
}

/** The operation of `ProxyCallApi` that checks the set-up. */
export interface SetupApi {
  /**
   * Checks what the service can know of its set-up: its records, its webhooks at the carrier, and its pool. Does not reject when the
   * carrier cannot be asked: that is a finding.
   * @param request.fresh true to ask the carrier now, which takes some seconds. Default: its last answer, if that is less than five
   *   minutes old
   */
  checkSetup(request: { readonly fresh?: boolean | undefined }): Promise<SetupReport>;
}
