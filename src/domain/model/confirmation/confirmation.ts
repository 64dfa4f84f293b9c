import type { Carrier } from '../carrier.js';
import type { ClientId } from '../client.js';
import type { CountryCode } from '../country.js';
import type { PersonKey } from '../person.js';
import type { E164 } from '../phone-number.js';
import type { Language } from '../phrases.js';
import type { NumberType } from '../proxy-number.js';

// A confirmation proves that a phone or a mail address is somebody's own, before it is used. Codes and links are derived from it, and
// nowhere stored: see secrets.ts.

/** How a code or a link is sent. */
export const CHANNELS = ['sms', 'voice', 'email'] as const;
/** How a code or a link is sent. */
export type ConfirmationChannel = (typeof CHANNELS)[number];

/**
 * What becomes true once it is confirmed.
 *
 * - `new_client`: the client is created, and gets their number.
 * - `change_phone`, `change_mail`: the client's phone or mail address is replaced.
 * - `reconfirm`: nothing changes; the client still has their phone.
 */
export const PURPOSES = ['new_client', 'change_phone', 'change_mail', 'reconfirm'] as const;
/** What becomes true once it is confirmed. */
export type ConfirmationPurpose = (typeof PURPOSES)[number];

/**
 * - `pending`: something is still to be proved.
 * - `confirmed`: it was proved or approved, and is true now.
 * - `expired`, `cancelled`: it ended without having any effect.
 * - `blocked`: the person whose phone or mail address was to be replaced said that it was not them, before or after.
 */
export const CONFIRMATION_STATUSES = ['pending', 'confirmed', 'expired', 'cancelled', 'blocked'] as const;
/** Whether something is still to be proved or, once it is over, how it ended. */
export type ConfirmationStatus = (typeof CONFIRMATION_STATUSES)[number];

/**
 * Whose phone or mail address was proved. `phone`: the one that is to be used. `mail`: the address that is to be used or, of a change of
 * phone, the one on record. `former_phone`: the one that is to be replaced.
 */
export const PROOFS = ['phone', 'mail', 'former_phone'] as const;
/** Whose phone or mail address was proved. */
export type Proof = (typeof PROOFS)[number];

/** What is to become true. Personal data: goes when the confirmation ends. */
export interface WantedContact {
  readonly name: string;
  readonly mail: string;
  readonly phone: E164;
  readonly residency: CountryCode | undefined;
  readonly numberType: NumberType | undefined;
}

/** Times are milliseconds since the epoch. */
export interface Confirmation {
  /** The merchant's own `pending_id`, or one of ours. */
  readonly id: string;
  readonly purpose: ConfirmationPurpose;
  readonly status: ConfirmationStatus;
  /** Whom it is about. Undefined while a new client has no id yet. */
  readonly clientId: ClientId | undefined;
  /** Undefined once it has ended; and of a request by somebody who is known already, which has no effect. */
  readonly wanted: WantedContact | undefined;
  /** Of the phone that is to be used. Undefined once it has ended. */
  readonly personKey: PersonKey | undefined;
  /** The phone on record that is to be replaced. Undefined once it has ended. */
  readonly formerPhone: E164 | undefined;
  /** The number that is kept for the client. Undefined where none is kept, and once it has ended. */
  readonly heldNumber: E164 | undefined;
  /** The number that was held, or that the client has, for the answers of later. */
  readonly proxyNumber: E164 | undefined;
  readonly carrier: Carrier;
  readonly language: Language;
  /** Who asked for it: a holder of a token, or anybody, on a public page. */
  readonly origin: 'token' | 'public';
  /** A keyed hash of the request, by which its repetition is recognised. Undefined once its client was erased. */
  readonly fingerprint: string | undefined;
  /** Counts what was sent for it with codes and links of their own, from 1. Those of an earlier generation are void. */
  readonly generation: number;
  /** When the generation began: its code is valid for some minutes. */
  readonly generationAt: number;
  /** How many wrong codes were looked at in this generation. */
  readonly attempts: number;
  /** How many texts, calls and mails were put into the outbox for it. */
  readonly sends: Readonly<Record<ConfirmationChannel, number>>;
  /** How many steps of the cascade were taken. */
  readonly step: number;
  /** When the next step is taken. Undefined when there is none. */
  readonly nextStepAt: number | undefined;
  readonly proved: readonly Proof[];
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly endedAt: number | undefined;
  /** Whether a holder of a token approved it instead of a proof. */
  readonly approved: boolean;
  /** See `recordMac`. A confirmation whose MAC is wrong is none. */
  readonly mac: string;
}

/** The earlier service has a page of its own under each of these: a confirmation with this id could not be read over HTTP. */
const ROUTES: ReadonlySet<string | undefined> = new Set(['status', 'verify']);
export const NOT_A_ROUTE = 'must not be status or verify';

export function isRouteName(id: string | undefined): boolean {
  return ROUTES.has(id);
}

/** A confirmation that is not over. */
export function isPending({ status }: Pick<Confirmation, 'status'>): boolean {
  return status === 'pending';
}

/** When maintenance has something to do with it. */
export function confirmationDueAt({ status, nextStepAt, expiresAt }: Confirmation): number | undefined {
  if (status !== 'pending') return undefined;
  return nextStepAt === undefined ? expiresAt : Math.min(nextStepAt, expiresAt);
}

/** The unique claims of a confirmation: nobody else is kept the same number, and a client has one at a time. */
export function confirmationClaims({ status, heldNumber, clientId }: Confirmation): readonly string[] {
  if (status !== 'pending') return [];
  return [
    ...(heldNumber === undefined ? [] : [`confirmation that holds ${heldNumber}`]),
    ...(clientId === undefined ? [] : [`confirmation of client ${clientId}`]),
  ];
}
