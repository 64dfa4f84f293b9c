import type { CountryCode } from '../domain/model/country.js';
import type { ClientId } from '../domain/model/client.js';
import type { OrderStatus } from '../domain/model/order.js';
import type { E164 } from '../domain/model/phone-number.js';
import type { TypedPhone } from '../domain/model/typed-phone.js';
import type { AwaitedConfirmation } from './confirmations-api.js';

// Requests and answers about orders and clients: see ProxyCallApi.

/** A time in RFC 3339, in UTC with milliseconds: `2026-11-23T02:21:00.000Z`. Another offset is understood in requests. */
export type IsoTime = string;

/** A client to create. */
export interface NewClient {
  readonly clientId: ClientId;
  readonly clientName: string;
  readonly clientMail: string;
  /**
   * The phone to protect. Not a premium-rate number, and not a number of the pool. Digits alone must be an international number, and no
   * national one of the client's country or the default country.
   */
  readonly clientRealPhone: TypedPhone;
  /** Decides the country of the proxy number. Default: the country of the real phone. */
  readonly clientIsoResidency?: CountryCode | undefined;
}

/** An order to create, with its client. */
export interface NewOrder extends NewClient {
  readonly orderId: string;
  /**
   * The phone of a courier who is known already. Then the order gets a paired session on shared numbers, instead of a number
   * of the client's own. The same restrictions apply as to `clientRealPhone`, and it must be another phone.
   */
  readonly courierPhone?: TypedPhone | undefined;
  /**
   * When the paired session ends by itself: within 365 days from now. Default: after `sessionMs` of the settings. Only with
   * `courierPhone`.
   */
  readonly expiresAt?: IsoTime | undefined;
  /** How long a conversation may last, in whole seconds: 60 to 86,400. Default: as in the settings. Only with `courierPhone`. */
  readonly maxCallSeconds?: number | undefined;
  /** How long the phone of the other person rings, in whole seconds: 5 to 600. Default: as in the settings. Only with `courierPhone`. */
  readonly ringSeconds?: number | undefined;
}

/** What an order with a known courier has in addition. All are undefined for an order without one, the codes for a closed one too. */
export interface CourierView {
  /** The number that the courier calls, and sees when the client calls. */
  readonly courierProxyNumber?: E164 | undefined;
  /** Admits the courier from another phone: `codeDigits` decimal digits. */
  readonly orderCode?: string | undefined;
  /**
   * `orderCode` and four digits more. Admits the courier too, even while somebody guesses codes on the number: then it asks
   * for long codes only.
   */
  readonly orderCodeLong?: string | undefined;
  /** When the paired session ends by itself. */
  readonly expiresAt?: IsoTime | undefined;
}

/** The answer to a new order. */
export interface OrderReceipt extends CourierView {
  readonly orderId: string;
  readonly clientId: ClientId;
  /** The number to pass on instead of the client's real phone. With a known courier: the number that the client calls. */
  readonly clientProxyNumber: E164;
  /** Where the settings require it and the client is new: the number is held, and in service once this is confirmed. */
  readonly confirmation?: AwaitedConfirmation | undefined;
}

/** An order as it is at present. */
export interface OrderView extends CourierView {
  readonly orderId: string;
  readonly clientId: ClientId;
  /** The number that the client was given for this order. They may have lost it since. */
  readonly clientProxyNumber: E164;
  /** An order whose paired session has expired is closed. */
  readonly status: OrderStatus;
  readonly createdAt: IsoTime;
  /** Undefined while the order is open. */
  readonly closedAt?: IsoTime | undefined;
}

/** The answer of `closeOrder`. */
export interface ClosedOrder {
  readonly order: OrderView;
  /**
   * Whether the session that this order used is over. Always true for an order with a known courier; otherwise true when the
   * client has no open session any more.
   */
  readonly sessionEnded: boolean;
}

/** The answer to a new client. */
export interface ClientReceipt {
  readonly clientId: ClientId;
  /** The client's own number. */
  readonly clientProxyNumber: E164;
  /** Where the settings require it: the number is held, and the client is created once this is confirmed. */
  readonly confirmation?: AwaitedConfirmation | undefined;
}

/** A client as they are at present. */
export interface ClientView {
  readonly clientId: ClientId;
  readonly clientName: string;
  readonly clientMail: string;
  readonly clientRealPhone: E164;
  /** The client's own number. Undefined when they have none, for instance when all their orders have a known courier. */
  readonly clientProxyNumber?: E164 | undefined;
  /** Undefined when the merchant did not say. */
  readonly clientIsoResidency?: CountryCode | undefined;
  /** The calling code of the real phone, without `+`: `33`. */
  readonly clientCountryCode: string;
  /** Whom the client reaches by calling their own number. Undefined before anybody has called. */
  readonly clientLastCaller?: E164 | undefined;
}

/** Changes to a client. An absent field stays as it is. */
export interface ClientChanges {
  readonly clientName?: string | undefined;
  readonly clientMail?: string | undefined;
  /** Live sessions follow the new phone in the same commit. */
  readonly clientRealPhone?: TypedPhone | undefined;
  /** Null removes it. */
  readonly clientIsoResidency?: CountryCode | null | undefined;
  /**
   * The number that they have stays theirs. A free number of the pool becomes theirs, and the one that they had is quarantined. As
   * people write it: what counts is that one number of the pool is meant.
   */
  readonly clientProxyNumber?: string | undefined;
}

/** What the erasure of a client did. */
export interface ErasureReceipt {
  readonly clientId: ClientId;
  readonly erasedAt: IsoTime;
  readonly ordersClosed: number;
  readonly sessionsClosed: number;
  /** The client's own number, which is quarantined. Undefined when they had none. */
  readonly quarantinedNumber?: E164 | undefined;
  readonly quarantinedUntil?: IsoTime | undefined;
}
