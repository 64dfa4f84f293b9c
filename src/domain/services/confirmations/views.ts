import type { ConfirmationReceipt, ConfirmationSummary, ConfirmationView } from '../../../ports/confirmations-api.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import { hasOutboxMac } from '../../model/outbox-mac.js';
import type { OutboxEntry } from '../../model/outbox.js';
import { isoTime } from '../../model/time.js';
import type { Ports } from '../ports.js';
import { recordHash } from '../record-hash.js';
import type { Sending } from './sending-puts.js';

export function receiptOf({
  next,
  channel,
  sentTo,
}: Pick<Sending, 'next' | 'channel' | 'sentTo'>): ConfirmationReceipt {
  const { id, purpose, status, proxyNumber, expiresAt, nextStepAt } = next;
  return {
    ...{ confirmationId: id, purpose, status, channel, sentTo, clientProxyNumber: proxyNumber },
    expiresAt: isoTime(expiresAt),
    nextStepAt: nextStepAt === undefined ? undefined : isoTime(nextStepAt),
  };
}

export function summaryOf(confirmation: Confirmation, { settings, clock }: Ports): ConfirmationSummary {
  const { id, purpose, clientId, proxyNumber, proved, approved, attempts, createdAt, expiresAt } = confirmation;
  const { nextStepAt, endedAt } = confirmation;
  const isOver = confirmation.status === 'pending' && expiresAt <= clock.now();
  return {
    ...{ confirmationId: id, purpose, clientId, clientProxyNumber: proxyNumber, proved, approved },
    status: isOver ? 'expired' : confirmation.status,
    attemptsLeft: Math.max(0, settings.confirmations.limits.attempts - attempts),
    createdAt: isoTime(createdAt),
    expiresAt: isoTime(expiresAt),
    nextStepAt: nextStepAt === undefined || isOver ? undefined : isoTime(nextStepAt),
    endedAt: endedAt === undefined ? undefined : isoTime(endedAt),
  };
}

export async function viewOf(confirmation: Confirmation, ports: Ports): Promise<ConfirmationView> {
  const all = (await ports.store.outboxOf(confirmation.id)).map(({ value }) => value);
  const entries = all.filter((entry) => hasOutboxMac(recordHash(ports.ids), entry));
  return { ...summaryOf(confirmation, ports), messages: entries.sort(byTime).map(messageOf) };
}

function byTime(one: OutboxEntry, other: OutboxEntry): number {
  return one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1);
}

function messageOf({ message, channel, status, createdAt, reason }: OutboxEntry): ConfirmationView['messages'][number] {
  return { message, channel, status, createdAt: isoTime(createdAt), reason };
}
