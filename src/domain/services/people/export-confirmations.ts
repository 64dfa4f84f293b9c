import type { ExportedConfirmation, ExportedMessage } from '../../../ports/people-api.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import type { OutboxEntry } from '../../model/outbox.js';
import type { Person } from '../../model/person.js';
import { maskUnless, type PersonTraces } from '../../model/person-data.js';
import type { E164 } from '../../model/phone-number.js';
import { isoTime } from '../../model/time.js';

/** The name and the mail address are shown with the person's clients, and with whoever is no client yet, and has this phone. */
function isOwn({ clientId, purpose }: Confirmation, { clients }: PersonTraces): boolean {
  return clientId === undefined ? purpose === 'new_client' : clients.has(clientId);
}

export function exportedConfirmation(confirmation: Confirmation, traces: PersonTraces): ExportedConfirmation {
  const { id, purpose, status, clientId, wanted, formerPhone, proved, approved, fingerprint } = confirmation;
  const { person } = traces;
  const own = isOwn(confirmation, traces) ? wanted : undefined;
  return {
    ...{ confirmationId: id, purpose, status, clientId },
    clientName: own?.name,
    clientMail: own?.mail,
    clientRealPhone: wanted && maskUnless(person, wanted.phone),
    clientIsoResidency: own?.residency,
    numberType: own?.numberType,
    formerPhone: formerPhone && maskUnless(person, formerPhone),
    clientProxyNumber: confirmation.proxyNumber,
    ...{ proved, approved, fingerprint },
    createdAt: isoTime(confirmation.createdAt),
    expiresAt: isoTime(confirmation.expiresAt),
    endedAt: confirmation.endedAt === undefined ? undefined : isoTime(confirmation.endedAt),
  };
}

/** @param confirmation the one that it is for, if that is the person's */
export function exportedMessage(
  entry: OutboxEntry,
  confirmation: Confirmation | undefined,
  traces: PersonTraces,
): ExportedMessage {
  const { id, confirmationId, message, channel, status, digits } = entry;
  const isOfPerson = confirmation !== undefined && isOwn(confirmation, traces);
  return {
    ...{ messageId: id, confirmationId, message, channel, status },
    to: recipientFor(traces.person, entry, isOfPerson),
    digits,
    createdAt: isoTime(entry.createdAt),
    endedAt: entry.endedAt === undefined ? undefined : isoTime(entry.endedAt),
  };
}

function recipientFor(person: Person, { channel, to }: OutboxEntry, isOfPerson: boolean): string | undefined {
  if (to === undefined) return undefined;
  if (channel !== 'email') return maskUnless(person, to as E164);
  return isOfPerson ? to : undefined;
}
