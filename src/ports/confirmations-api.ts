import type { ClientId } from '../domain/model/client.js';
import type {
  ConfirmationChannel,
  ConfirmationPurpose,
  ConfirmationStatus,
  Proof,
} from '../domain/model/confirmation/confirmation.js';
import type { CountryCode } from '../domain/model/country.js';
import type { OutboxMessage, OutboxStatus } from '../domain/model/outbox.js';
import type { E164 } from '../domain/model/phone-number.js';
import type { Language } from '../domain/model/phrases.js';
import type { NumberType } from '../domain/model/proxy-number.js';
import type { TypedPhone } from '../domain/model/typed-phone.js';
import type { IsoTime } from './orders-api.js';
import type { Page, PageQuery } from './pages.js';

// Proofs that a phone or a mail address is somebody's own: see ProxyCallApi.

export type { EarlierStatus } from '../domain/model/confirmation/earlier-status.js';

/**
 * What is to be confirmed. Without a client on record, all of name, mail and phone: then a client is created once the phone is proved.
 * Of a client on record, a new phone or a new mail address, which replaces theirs once it is proved; or neither: then their phone is
 * confirmed again.
 */
export interface NewConfirmation {
  /** The merchant's own id of the confirmation, as long as a client id may be. Default: one of ours. */
  readonly confirmationId?: string | undefined;
  /** Default: the next free number, given when the client is created. */
  readonly clientId?: ClientId | undefined;
  readonly clientName?: string | undefined;
  readonly clientMail?: string | undefined;
  readonly clientRealPhone?: TypedPhone | undefined;
  readonly clientIsoResidency?: CountryCode | undefined;
  /** The preferred type of the number that is held. Default: as in the settings. */
  readonly numberType?: NumberType | undefined;
  /** How the first code or link is sent. Default: the first step of the settings that reaches them. */
  readonly channel?: ConfirmationChannel | undefined;
  /** Default: a language of the phone's country, else that of the settings. */
  readonly language?: Language | undefined;
}

/** What was sent, and what happens next. */
export interface ConfirmationReceipt {
  readonly confirmationId: string;
  readonly purpose: ConfirmationPurpose;
  readonly status: ConfirmationStatus;
  readonly channel: ConfirmationChannel;
  /** Masked: `+****1234`, `a***@***`. */
  readonly sentTo: string;
  /** The number that is held, or that the client has. Undefined when there is none. */
  readonly clientProxyNumber?: E164 | undefined;
  readonly expiresAt: IsoTime;
  /** When the next channel is tried by itself. Undefined when there is none left. */
  readonly nextStepAt?: IsoTime | undefined;
}

/** One text, call or mail of a confirmation, without what is in it. */
export interface ConfirmationMessage {
  readonly message: OutboxMessage;
  readonly channel: ConfirmationChannel;
  /** `unknown`: nobody can tell whether it was sent. Of these, only mails are sent again by themselves. */
  readonly status: OutboxStatus;
  readonly createdAt: IsoTime;
  /** Why it was not sent. */
  readonly reason?: string | undefined;
}

/** A confirmation as it is at present. */
export interface ConfirmationView {
  readonly confirmationId: string;
  readonly purpose: ConfirmationPurpose;
  readonly status: ConfirmationStatus;
  /** Undefined while a new client has no id yet. */
  readonly clientId?: ClientId | undefined;
  readonly clientProxyNumber?: E164 | undefined;
  readonly proved: readonly Proof[];
  /** Whether somebody approved it in place of a proof. */
  readonly approved: boolean;
  /** How many wrong codes may still be entered before a new one is needed. */
  readonly attemptsLeft: number;
  /** The newest last. */
  readonly messages: readonly ConfirmationMessage[];
  readonly createdAt: IsoTime;
  readonly expiresAt: IsoTime;
  readonly nextStepAt?: IsoTime | undefined;
  readonly endedAt?: IsoTime | undefined;
}

/** A confirmation in a list. */
export type ConfirmationSummary = Omit<ConfirmationView, 'messages'>;

/** A confirmation that an order or a client waits for. */
export interface AwaitedConfirmation {
  readonly confirmationId: string;
  readonly status: 'pending';
}

/** What `expireConfirmations` did. */
export interface ExpiryReport {
  /** Those that were ended. */
  readonly expired: readonly { readonly confirmationId: string; readonly clientProxyNumber?: E164 | undefined }[];
  /** How many numbers were held for them, and are quarantined now. */
  readonly releasedTotal: number;
}

/** The operations that prove whose a phone or a mail address is. */
export interface ConfirmationsApi {
  /**
   * Begins a confirmation and sends the first code or link. The same request again, with the same `confirmationId`, gets the same answer.
   * @throws ProxyCallError with code `invalid_request`, also when both phone and mail of a client on record would change;
   *   `confirmation_closed` when there is another confirmation with this id, or one of this client that waits; `channel_unavailable`;
   *   `too_many_sends`; `pool_exhausted` when no number can be held, and what the purchase of a number may fail with
   */
  createConfirmation(request: NewConfirmation): Promise<ConfirmationReceipt>;
  /** Lists confirmations, newest first. */
  listConfirmations(
    query: PageQuery & { clientId?: ClientId | undefined; status?: ConfirmationStatus | undefined },
  ): Promise<Page<ConfirmationSummary>>;
  /**
   * Reads one confirmation.
   * @throws ProxyCallError with code `confirmation_not_found`
   */
  getConfirmation(confirmationId: string): Promise<ConfirmationView>;
  /**
   * Sends a new code or link, which voids those before.
   * @throws ProxyCallError with code `confirmation_not_found`, `confirmation_closed`, `channel_unavailable`, or `too_many_sends`
   */
  sendConfirmation(
    confirmationId: string,
    request: { readonly channel: ConfirmationChannel },
  ): Promise<ConfirmationReceipt>;
  /**
   * Checks a code that somebody received by text or by call. The right one again gets the same answer.
   * @throws ProxyCallError with code `confirmation_not_found`, `confirmation_closed`; `code_wrong` with `attemptsLeft`, also for a code that
   *   has run out; `code_locked` after too many wrong ones
   */
  verifyConfirmation(confirmationId: string, request: { readonly code: string }): Promise<ConfirmationView>;
  /**
   * Makes it true without a proof. Of a client on record, the phone or mail address that is replaced is told.
   * @throws ProxyCallError with code `confirmation_not_found` or `confirmation_closed`
   */
  approveConfirmation(confirmationId: string): Promise<ConfirmationView>;
  /**
   * Ends it without effect. One that was cancelled already stays so.
   * @throws ProxyCallError with code `confirmation_not_found` or `confirmation_closed`
   */
  cancelConfirmation(confirmationId: string): Promise<ConfirmationView>;
  /**
   * Ends all confirmations that have waited longer.
   * @param request.olderThanHours a whole number from 0 to 8760
   */
  expireConfirmations(request: { readonly olderThanHours: number }): Promise<ExpiryReport>;
}
