import type { Put } from '../../../ports/order-store.js';
import type { Client } from '../../model/client.js';
import { endConfirmation } from '../../model/confirmation/ending.js';
import { sameLine } from '../../model/line.js';
import type { OutboxEntry } from '../../model/outbox.js';
import { fingerprintOf } from '../idempotency.js';
import type { Ports } from '../ports.js';
import { newConfirmation } from './begin.js';
import { noticesOf } from './notices.js';
import { putConfirmation, putEntry } from './records.js';

const NOTHING = { puts: [], entries: [] } as const;

/**
 * Where the settings require confirmations: the merchant's own change of a phone or mail address counts as their approval. It is on record
 * as a confirmation, and the former phone and mail address are told.
 */
export async function approvedChange(
  ports: Ports,
  before: Client,
  client: Client,
): Promise<{ readonly puts: readonly Put[]; readonly entries: readonly OutboxEntry[] }> {
  const { settings, ids, clock } = ports;
  const isPhone = !sameLine(before.realPhone, client.realPhone);
  if (!settings.confirmations.required || (!isPhone && before.mail === client.mail)) return NOTHING;
  const { name, mail, realPhone: phone, residency, proxyNumber } = client;
  const begun = newConfirmation(ports, {
    ...{ id: ids.next(), purpose: isPhone ? 'change_phone' : 'change_mail', clientId: client.id, origin: 'token' },
    ...{ wanted: { name, mail, phone, residency, numberType: undefined }, formerPhone: before.realPhone, proxyNumber },
    fingerprint: fingerprintOf(ids, [client.id, mail, phone]),
  });
  const confirmation = { ...endConfirmation(begun, 'confirmed', clock.now()), approved: true };
  const entries = await noticesOf(ports, confirmation, before, client);
  return {
    puts: [putConfirmation(ports, confirmation), ...entries.map((entry) => putEntry(ports, entry))],
    entries,
  };
}
