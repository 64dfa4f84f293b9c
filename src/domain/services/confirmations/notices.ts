import type { Client } from '../../model/client.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import { mayBeTexted, type Delivery } from '../../model/confirmation/sending.js';
import { sameLine } from '../../model/line.js';
import { isMailAddress } from '../../model/mail.js';
import type { OutboxEntry } from '../../model/outbox.js';
import type { Ports } from '../ports.js';
import { sendable, type Sendable } from './senders.js';

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
  const own = { ...confirmation, proxyNumber: before.proxyNumber };
  const notices = await sendable(ports, own, noticesAbout(before, client));
  return notices.map((notice) => noticeEntry(ports.ids, confirmation, before, client, notice, ports.clock.now()));
}

/** To whom a change of a phone or mail address is told. */
export function noticesAbout(before: Client, client: Client): readonly Delivery[] {
  if (sameLine(before.realPhone, client.realPhone) && before.mail === client.mail) return [];
  const { realPhone, mail } = before;
  return [
    ...(mayBeTexted(realPhone)
      ? [{ message: 'changed', channel: 'sms', to: realPhone, proof: 'former_phone' } as const]
      : []),
    // What the merchant noted as a mail address need not be one.
    ...(isMailAddress(mail) ? [{ message: 'changed', channel: 'email', to: mail, proof: 'mail' } as const] : []),
  ];
}

/** @param at milliseconds since the epoch */
export function noticeEntry(
  ids: Pick<Ports['ids'], 'next'>,
  { id: confirmationId, generation, language }: Confirmation,
  before: Client,
  client: Client,
  { message, channel, to, from }: Sendable,
  at: number,
): OutboxEntry {
  return {
    ...{ id: ids.next(), confirmationId, clientId: client.id, message, channel, to, from, generation, language },
    digits: sameLine(before.realPhone, client.realPhone) ? undefined : client.realPhone.slice(-2),
    ...{ status: 'pending', tries: 0, createdAt: at, dueAt: at, endedAt: undefined, reason: undefined, mac: '' },
  };
}
