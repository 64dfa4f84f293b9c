import type { ErasureCounts } from '../domain/model/person-data.js';
import type { CountryCode } from '../domain/model/country.js';
import type { ClientId } from '../domain/model/client.js';
import type {
  ConfirmationChannel,
  ConfirmationPurpose,
  ConfirmationStatus,
  Proof,
} from '../domain/model/confirmation/confirmation.js';
import type { Channel, Outcome } from '../domain/model/interaction.js';
import type { OrderStatus } from '../domain/model/order.js';
import type { OutboxMessage, OutboxStatus } from '../domain/model/outbox.js';
import type { NumberType } from '../domain/model/proxy-number.js';
import type { Role } from '../domain/model/participant.js';
import type { E164 } from '../domain/model/phone-number.js';
import type { Direction } from '../domain/model/routing.js';
import type { IsoTime } from './orders-api.js';

// What is stored about one person, who may be a client, a courier and a caller at once: see ProxyCallApi.

/** Names a person by their phone, in any spelling of their line. */
export interface PersonRequest {
  readonly phone: E164;
}

/**
 * Everything that is stored about a person, and that an erasure would remove. Of other people it has what they and this person
 * share, with their phones masked (`+****1234`): an export may be handed to the person whom it is about.
 */
export interface PersonExport {
  readonly exportedAt: IsoTime;
  /** As it was given. */
  readonly phone: E164;
  /** The clients with this phone. */
  readonly clients: readonly ExportedClient[];
  /** Orders of these clients, and orders whose courier the person is or was. */
  readonly orders: readonly ExportedOrder[];
  /** Sessions of these clients; and those in which the person takes part, is the last caller, or wants no texts. */
  readonly sessions: readonly ExportedSession[];
  /** The person's participants, live and ended, and all in the role of these clients. */
  readonly participants: readonly ExportedParticipant[];
  /** Calls and texts of these clients, by the person, or in a paired session of the person. Newest first. */
  readonly interactions: readonly ExportedInteraction[];
  /** Confirmations of these clients, and pending ones of the person's phone. */
  readonly confirmations: readonly ExportedConfirmation[];
  /** Texts, calls and mails of ours for these confirmations. */
  readonly messages: readonly ExportedMessage[];
  /** From which numbers the person got the one automatic reply of a day. */
  readonly replies: readonly ExportedReply[];
  /** Requests with an idempotency key for one of the orders. */
  readonly requests: readonly ExportedRequest[];
  /** The count of wrong order codes from this phone. Undefined when there is none. */
  readonly lockout?: ExportedLockout | undefined;
}

/** A client, as stored. */
export interface ExportedClient {
  readonly clientId: ClientId;
  readonly clientName: string;
  readonly clientMail: string;
  readonly clientRealPhone: E164;
  readonly clientIsoResidency?: CountryCode | undefined;
  readonly clientProxyNumber?: E164 | undefined;
  /** The name of their own number, here and at the provider. */
  readonly clientNumberName?: string | undefined;
  readonly createdAt: IsoTime;
  /** When one of their confirmations was confirmed first. */
  readonly confirmedAt?: IsoTime | undefined;
}

/** An order, as stored. */
export interface ExportedOrder {
  readonly orderId: string;
  readonly clientId: ClientId;
  /** What the person is in it. */
  readonly role: 'client' | 'courier';
  readonly status: OrderStatus;
  readonly clientProxyNumber: E164;
  readonly courierProxyNumber?: E164 | undefined;
  readonly orderCode?: string | undefined;
  readonly orderCodeLong?: string | undefined;
  /** The digest by which the same request is recognised. */
  readonly fingerprint?: string | undefined;
  readonly createdAt: IsoTime;
  readonly expiresAt?: IsoTime | undefined;
  readonly closedAt?: IsoTime | undefined;
}

/** A session, as stored. */
export interface ExportedSession {
  readonly sessionId: string;
  readonly kind: 'open' | 'paired';
  readonly clientId: ClientId;
  /** Of a paired session. */
  readonly orderId?: string | undefined;
  /** Of an open session: the client's own number. */
  readonly proxyNumber?: E164 | undefined;
  /** Of a live session of this client: `A***`. */
  readonly maskedName?: string | undefined;
  /** Of a live session of this client. */
  readonly homeCountry?: CountryCode | undefined;
  /** Of a live open session: who last reached its client. Masked when this is the client. Undefined for anybody else. */
  readonly lastCaller?: string | undefined;
  /** Whether the person wants no texts through it. */
  readonly optedOut: boolean;
  readonly openedAt: IsoTime;
  readonly expiresAt?: IsoTime | undefined;
  readonly closedAt?: IsoTime | undefined;
}

/** A participant, as stored. */
export interface ExportedParticipant {
  readonly participantId: string;
  readonly sessionId: string;
  readonly clientId: ClientId;
  readonly role: Role;
  readonly admittedBy: 'order' | 'code';
  readonly proxyNumber: E164;
  /** Undefined once it was removed. Masked when it is not the person's. */
  readonly phone?: string | undefined;
  readonly openedAt: IsoTime;
  readonly expiresAt?: IsoTime | undefined;
  readonly closedAt?: IsoTime | undefined;
  readonly releasedAt?: IsoTime | undefined;
}

/** A call or text, as stored. */
export interface ExportedInteraction {
  readonly id: string;
  readonly at: IsoTime;
  readonly endedAt?: IsoTime | undefined;
  readonly channel: Channel;
  readonly direction?: Direction | undefined;
  readonly outcome: Outcome;
  readonly durationSeconds?: number | undefined;
  /** Masked, as stored. */
  readonly from: string;
  /** Masked, as stored. */
  readonly to: string;
  readonly clientId?: ClientId | undefined;
  readonly sessionId?: string | undefined;
  /** The carrier's id of the call or message. */
  readonly carrierId?: string | undefined;
  /** For a day: what was answered, with the text of a message. The phones of others are masked. */
  readonly answer?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * A confirmation, as stored. What it wants is there while it is pending: of somebody else who wants the person's phone, only that phone.
 */
export interface ExportedConfirmation {
  readonly confirmationId: string;
  readonly purpose: ConfirmationPurpose;
  readonly status: ConfirmationStatus;
  readonly clientId?: ClientId | undefined;
  readonly clientName?: string | undefined;
  readonly clientMail?: string | undefined;
  /** Masked when it is the phone of somebody else. */
  readonly clientRealPhone?: string | undefined;
  readonly clientIsoResidency?: CountryCode | undefined;
  readonly numberType?: NumberType | undefined;
  /** The one that is to be replaced. Masked when it is the phone of somebody else. */
  readonly formerPhone?: string | undefined;
  /** The number that is held, or that the client has. */
  readonly clientProxyNumber?: E164 | undefined;
  readonly proved: readonly Proof[];
  /** Whether it was approved instead of proved. */
  readonly approved: boolean;
  /** The digest by which the same request is recognised. */
  readonly fingerprint?: string | undefined;
  readonly createdAt: IsoTime;
  readonly expiresAt: IsoTime;
  readonly endedAt?: IsoTime | undefined;
}

/** A text, a call or a mail for a confirmation, as stored: without what it said, which is not kept. */
export interface ExportedMessage {
  readonly messageId: string;
  readonly confirmationId: string;
  readonly message: OutboxMessage;
  readonly channel: ConfirmationChannel;
  readonly status: OutboxStatus;
  /** While it is to be sent: a phone, masked when it is that of somebody else, or the mail address of the person's client. */
  readonly to?: string | undefined;
  /** The last two digits of the new phone, where it names them. */
  readonly digits?: string | undefined;
  readonly createdAt: IsoTime;
  readonly endedAt?: IsoTime | undefined;
}

/** That the person got an automatic reply. */
export interface ExportedReply {
  readonly proxyNumber: string;
  readonly at: IsoTime;
}

/** A request with an idempotency key. */
export interface ExportedRequest {
  readonly idempotencyKey: string;
  readonly fingerprint?: string | undefined;
  readonly at: IsoTime;
}

/** The count of wrong order codes of a caller. */
export interface ExportedLockout {
  readonly strikes: number;
  readonly level: number;
  readonly lastAt: IsoTime;
  readonly lockedUntil?: IsoTime | undefined;
}

/** What the erasure of a person did. All counts are 0 when there was nothing (more) to erase. */
export interface PersonErasure extends ErasureCounts {
  readonly erasedAt: IsoTime;
}
