import type { ConfirmationChannel } from './confirmation/confirmation.js';
import type { ClientId } from './client.js';
import type { E164 } from './phone-number.js';
import type { Language } from './phrases.js';

// The outbox: texts, calls and mails that we send on our own. An entry is written in the commit that decides on it, claimed by one
// instance, and sent by that instance alone.

/**
 * What an entry says. `code`: the code of a confirmation, by text or call. `link`: its link, by mail. `former_code`, `former_link`: the
 * same to the phone or mail address on record, of a change of phone. `changed`: told to the former phone or mail address that it was
 * replaced, or is to be, with a link that says that it was not them.
 */
export const MESSAGE_KINDS = ['code', 'link', 'former_code', 'former_link', 'changed'] as const;
/** What an entry says. */
export type OutboxMessage = (typeof MESSAGE_KINDS)[number];

/**
 * - `pending`: to be sent.
 * - `claimed`: an instance is sending it.
 * - `sent`: the carrier or the mail server accepted it.
 * - `refused`: it was not sent.
 * - `unknown`: nobody can tell whether it was sent: the instance crashed, or got no answer. Texts and calls are not repeated.
 */
export const OUTBOX_STATUSES = ['pending', 'claimed', 'sent', 'refused', 'unknown'] as const;
/** What became of an entry. */
export type OutboxStatus = (typeof OUTBOX_STATUSES)[number];

/** Times are milliseconds since the epoch. */
export interface OutboxEntry {
  /** Random letters, digits and `-`: the reference of a call, and what the address of a link begins with. */
  readonly id: string;
  readonly confirmationId: string;
  readonly clientId: ClientId | undefined;
  readonly message: OutboxMessage;
  readonly channel: ConfirmationChannel;
  /** Of the confirmation: when it has gone on, the entry is not sent any more. */
  readonly generation: number;
  readonly language: Language;
  /** A phone or a mail address. Undefined once it was sent, or will not be. */
  readonly to: string | undefined;
  /** The number that texts or calls. Undefined of a mail. */
  readonly from: E164 | undefined;
  /** The last two digits of the new phone: of `changed` and `former_…`, where a phone is replaced. */
  readonly digits: string | undefined;
  readonly status: OutboxStatus;
  /** How often it was claimed: mails are tried again. */
  readonly tries: number;
  readonly createdAt: number;
  /** When it is to be sent or, of one that is claimed, when the claim is void. Undefined once its fate is known, or never will be. */
  readonly dueAt: number | undefined;
  /** When its fate was recorded. */
  readonly endedAt: number | undefined;
  /** Why it was not sent, without personal data. */
  readonly reason: string | undefined;
  /** See `recordMac`. An entry whose MAC is wrong is none. */
  readonly mac: string;
}

type NewEntry = Omit<OutboxEntry, 'status' | 'tries' | 'createdAt' | 'dueAt' | 'endedAt' | 'reason' | 'mac'>;

/**
 * An entry that is to be sent at once, not yet signed.
 * @param at milliseconds since the epoch
 */
export function newEntry(given: NewEntry, at: number): OutboxEntry {
  const times = { createdAt: at, dueAt: at, endedAt: undefined };
  return { ...given, ...times, status: 'pending', tries: 0, reason: undefined, mac: '' };
}
