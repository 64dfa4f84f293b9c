import type { Carrier } from '../domain/model/carrier.js';
import type { ClientId } from '../domain/model/client.js';
import type { CountryCode } from '../domain/model/country.js';
import type { E164 } from '../domain/model/phone-number.js';
import type { Capabilities, NumberType, PoolStatus } from '../domain/model/proxy-number.js';
import type { IsoTime } from './orders-api.js';
import type { Page, PageQuery } from './pages.js';

// The pool number by number: see ProxyCallApi.

/** Which numbers of the pool. All that are given must hold. */
export interface NumberListQuery extends PageQuery {
  readonly countryIso?: CountryCode | undefined;
  readonly numberType?: NumberType | undefined;
  /** At this moment: `available` includes numbers whose reservation or quarantine has run out. */
  readonly status?: PoolStatus | undefined;
}

/** A number of the pool, as it is at present. */
export interface NumberView {
  /** Roles that see numbers masked are shown those in clear that nobody has, if they may share and assign them. */
  readonly phoneNumber: E164;
  readonly countryIso: CountryCode;
  readonly numberType: NumberType;
  readonly capabilities: Capabilities;
  readonly carrier: Carrier;
  /** At this moment: a number whose reservation or quarantine has run out is `available`. */
  readonly status: PoolStatus;
  /** The label of the number at the provider. */
  readonly friendlyName: string;
  /** Whom it is assigned to, reserved for, or held for. Undefined where there is no client yet. */
  readonly clientId?: ClientId | undefined;
  /** Of a `held` number: the confirmation that it waits for. */
  readonly confirmationId?: string | undefined;
  /** Of a `quarantined` number: when it is available again. */
  readonly until?: IsoTime | undefined;
  /** How many participants of paired sessions are on it, live or cooling off. 0 unless it is `shared`. */
  readonly load: number;
  /** Of a number with the status `error`: why, in English, for people. Undefined where the store does not say. */
  readonly reason?: string | undefined;
  /** When it was added to the pool. */
  readonly boughtAt: IsoTime;
}

/** The operation of `ProxyCallApi` that lists the pool. */
export interface NumbersApi {
  /** Lists the pool, number by number, in the order of the numbers. */
  listNumbers(query: NumberListQuery): Promise<Page<NumberView>>;
}
