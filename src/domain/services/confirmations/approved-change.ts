import type { Put } from '../../../ports/order-store.js';
import type { Ids } from '../../../ports/runtime.js';
import type { Carrier } from '../../model/carrier.js';
import { confirmedClient, type Client } from '../../model/client.js';
import { signConfirmation } from '../../model/confirmation/confirmation-mac.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import { endConfirmation } from '../../model/confirmation/ending.js';
import { sameLine } from '../../model/line.js';
import { signOutboxEntry } from '../../model/outbox-mac.js';
import type { OutboxEntry } from '../../model/outbox.js';
import type { AnyRecord } from '../../model/records.js';
import type { Settings } from '../../model/settings.js';
import { fingerprintOf } from '../idempotency.js';
import { recordHash } from '../record-hash.js';
import type { Ports } from '../ports.js';
import { newConfirmation, type BeginningPorts } from './begin.js';
import { noticeEntry, noticesAbout, noticesOf } from './notices.js';
import { putConfirmation, putEntry } from './records.js';

/** What a change that the merchant made writes besides the client. */
export interface ApprovedChange {
  /** The client as they are to be written. */
  readonly client: Client;
  readonly puts: readonly Put[];
  readonly entries: readonly OutboxEntry[];
}

/**
 * Where the settings require confirmations: the merchant's own change of a phone or mail address counts as their approval. It is on record
 * as a confirmation, and the former phone and mail address are told.
 */
export async function approvedChange(ports: Ports, before: Client, client: Client): Promise<ApprovedChange> {
  const confirmation = approvedConfirmation(ports, before, client);
  if (confirmation === undefined) return { client, puts: [], entries: [] };
  const entries = await noticesOf(ports, confirmation, before, client);
  return {
    client: confirmedClient(client, ports.clock.now()),
    puts: [putConfirmation(ports, confirmation), ...entries.map((entry) => putEntry(ports, entry))],
    entries,
  };
}

/** What the approval of edits in a spreadsheet depends on. */
export interface ApproverOptions {
  readonly settings: Pick<Settings, 'confirmations' | 'language'>;
  readonly carrier: Carrier;
  /** Whether mails can be sent. */
  readonly canMail: boolean;
}

/**
 * Makes the records about an edit of a client's phone or mail address in a spreadsheet: the same as `approvedChange`. They are written with
 * the edit, while nothing may be read: which number a text is sent from is decided when it is sent.
 * @param ids with the hash key of the store
 */
export function editApprover(
  ids: Pick<Ids, 'keyedHash' | 'next'>,
  { settings, carrier, canMail }: ApproverOptions,
): (before: Client, client: Client, at: number) => readonly AnyRecord[] {
  const keyedHash = recordHash(ids);
  return (before, client, at) => {
    const ports = { ids, settings, telephony: { carrier }, clock: { now: () => at } };
    const confirmation = approvedConfirmation(ports, before, client);
    if (confirmation === undefined) return [];
    const notices = noticesAbout(before, client).filter(({ channel }) => channel !== 'email' || canMail);
    return [
      { kind: 'client', value: confirmedClient(client, at) },
      { kind: 'confirmation', value: signConfirmation(keyedHash, confirmation) },
      ...notices.map((notice): AnyRecord => {
        const entry = noticeEntry(ports, confirmation, before, client, { ...notice, from: undefined });
        return { kind: 'outbox', value: signOutboxEntry(keyedHash, entry) };
      }),
    ];
  };
}

/** Undefined where there is nothing to approve, or nobody requires it. */
function approvedConfirmation(ports: BeginningPorts, before: Client, client: Client): Confirmation | undefined {
  const { settings, ids, clock } = ports;
  const isPhone = !sameLine(before.realPhone, client.realPhone);
  if (!settings.confirmations.required || (!isPhone && before.mail === client.mail)) return undefined;
  const { name, mail, realPhone: phone, residency, proxyNumber } = client;
  const begun = newConfirmation(ports, {
    ...{ id: ids.next(), purpose: isPhone ? 'change_phone' : 'change_mail', clientId: client.id, origin: 'token' },
    ...{ wanted: { name, mail, phone, residency, numberType: undefined }, formerPhone: before.realPhone, proxyNumber },
    fingerprint: fingerprintOf(ids, [client.id, mail, phone]),
  });
  return { ...endConfirmation(begun, 'confirmed', clock.now()), approved: true };
}
