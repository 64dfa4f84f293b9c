import type { ConfirmationChannel } from '../../domain/model/confirmation/confirmation.js';
import type { OutboxMessage, OutboxStatus } from '../../domain/model/outbox.js';
import type { ConfirmationView, EarlierStatus } from '../../ports/proxycall-api.js';

const BY_CHANNEL: Readonly<Record<ConfirmationChannel, EarlierStatus>> = {
  sms: 'PENDING',
  voice: 'PENDING_CALL',
  email: 'PENDING_MAIL',
};

const CONFIRMED: Readonly<Record<ConfirmationView['purpose'], EarlierStatus>> = {
  new_client: 'PROMOTED',
  change_phone: 'UPDATED (phone)',
  change_mail: 'UPDATED (mail)',
  reconfirm: 'VERIFIED',
};

/** Only these ask for a proof: the others tell somebody about it. */
const ASKS: ReadonlySet<OutboxMessage> = new Set(['code', 'link', 'former_code', 'former_link']);
/** Of a message that went out, as far as anybody knows, or is about to. */
const ON_ITS_WAY: ReadonlySet<OutboxStatus> = new Set(['pending', 'claimed', 'sent', 'unknown']);

/** What the earlier service called the state of a confirmation. */
export function earlierStatus({
  status,
  purpose,
  proved,
  messages,
}: Pick<ConfirmationView, 'status' | 'purpose' | 'proved' | 'messages'>): EarlierStatus {
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
