import type { Client } from '../../model/client.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import { mayBeTexted, type Delivery } from '../../model/confirmation/sending.js';
import { sameLine } from '../../model/line.js';
import { isMailAddress } from '../../model/mail.js';
import type { OutboxEntry } from '../../model/outbox.js';
import type { Ports } from '../ports.js';
import { sendable } from './senders.js';

/**
 * Tells the former phone and mail address that they were replaced, with a page that says "it was not me". Whoever owned them is told in any
 * case: these messages are not counted.
 */
export async function noticesOf(
  ports: Ports,
  confirmation: Confirmation,
  before: Client,
  client: Client,
): Promise<readonly OutboxEntry[]> {
  const isPhone = !sameLine(before.realPhone, client.realPhone);
  const isMail = before.mail !== client.mail;
  if (!isPhone && !isMail) return [];
  const now = ports.clock.now();
  const notices: readonly Delivery[] = [
    ...(mayBeTexted(before.realPhone)
      ? [{ message: 'changed', channel: 'sms', to: before.realPhone, proof: 'former_phone' } as const]
      : []),
    // What the merchant noted as a mail address need not be one.
    ...(isMailAddress(before.mail)
      ? [{ message: 'changed', channel: 'email', to: before.mail, proof: 'mail' } as const]
      : []),
  ];
  const own = { ...confirmation, proxyNumber: before.proxyNumber };
  return (await sendable(ports, own, notices)).map(({ message, channel, to, from }): OutboxEntry => ({
    ...{ id: ports.ids.next(), confirmationId: confirmation.id, clientId: client.id, message, channel, to, from },
    ...{ generation: confirmation.generation, language: confirmation.language },
    digits: isPhone ? client.realPhone.slice(-2) : undefined,
    ...{ status: 'pending', tries: 0, createdAt: now, dueAt: now, endedAt: undefined, reason: undefined, mac: '' },
  }));
}
