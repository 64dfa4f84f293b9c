import type { OutboxEntry, OutboxMessage, OutboxStatus } from '../outbox.js';
import type { Confirmation, ConfirmationChannel } from './confirmation.js';

/**
 * Which of the earlier service's states a confirmation is in: `INIT` nothing was sent yet, `PENDING` by text, `PENDING_CALL` by call,
 * `PENDING_MAIL` by mail, `VERIFIED` a proof is there and another one is missing, or nothing was to change, `PROMOTED` the client was
 * created, `UPDATED (phone)` and `UPDATED (mail)` a client was changed, `EXPIRED`, and `FAILED` cancelled or blocked.
 */
export type EarlierStatus =
  | 'INIT'
  | 'PENDING'
  | 'PENDING_CALL'
  | 'PENDING_MAIL'
  | 'VERIFIED'
  | 'PROMOTED'
  | 'UPDATED (phone)'
  | 'UPDATED (mail)'
  | 'EXPIRED'
  | 'FAILED';

export const EARLIER_STATUSES = [
  'INIT',
  'PENDING',
  'PENDING_CALL',
  'PENDING_MAIL',
  'VERIFIED',
  'PROMOTED',
  'UPDATED (phone)',
  'UPDATED (mail)',
  'EXPIRED',
  'FAILED',
] as const satisfies readonly EarlierStatus[];

/** What the status depends on of a text, call or mail. */
export type SentMessage = Pick<OutboxEntry, 'message' | 'channel' | 'status'>;

const BY_CHANNEL: Readonly<Record<ConfirmationChannel, EarlierStatus>> = {
  sms: 'PENDING',
  voice: 'PENDING_CALL',
  email: 'PENDING_MAIL',
};

const CONFIRMED: Readonly<Record<Confirmation['purpose'], EarlierStatus>> = {
  new_client: 'PROMOTED',
  change_phone: 'UPDATED (phone)',
  change_mail: 'UPDATED (mail)',
  reconfirm: 'VERIFIED',
};

/** Only these ask for a proof: the others tell somebody about it. */
const ASKS: ReadonlySet<OutboxMessage> = new Set(['code', 'link', 'former_code', 'former_link']);
/** Of a message that went out, as far as anybody knows, or is about to. */
const ON_ITS_WAY: ReadonlySet<OutboxStatus> = new Set(['pending', 'claimed', 'sent', 'unknown']);

/**
 * What the earlier service called the state of a confirmation.
 * @param confirmation.messages the newest last
 */
export function earlierStatus({
  status,
  purpose,
  proved,
  messages,
}: Pick<Confirmation, 'status' | 'purpose' | 'proved'> & { readonly messages: readonly SentMessage[] }): EarlierStatus {
  switch (status) {
    case 'confirmed':
      return CONFIRMED[purpose];
    case 'expired':
      return 'EXPIRED';
    case 'cancelled':
    case 'blocked':
      return 'FAILED';
    case 'pending': {
      if (proved.length > 0) return 'VERIFIED';
      const newest = messages.findLast((each) => ASKS.has(each.message) && ON_ITS_WAY.has(each.status));
      return newest === undefined ? 'INIT' : BY_CHANNEL[newest.channel];
    }
  }
}

/** The status in a text, whatever its case. Undefined if it is none. */
export function readEarlierStatus(text: string): EarlierStatus | undefined {
  return BY_LOWER_CASE.get(text.toLowerCase());
}

const BY_LOWER_CASE: ReadonlyMap<string, EarlierStatus> = new Map(
  EARLIER_STATUSES.map((status) => [status.toLowerCase(), status]),
);
