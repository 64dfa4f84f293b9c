import { signConfirmation } from '../../src/domain/model/confirmation/confirmation-mac.js';
import { sameLine } from '../../src/domain/model/line.js';
import { signOutboxEntry } from '../../src/domain/model/outbox-mac.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import type { AnyRecord } from '../../src/domain/model/records.js';
import { put } from '../../src/domain/services/commit.js';
import { personWith } from '../../src/domain/services/persons.js';
import { recordHash } from '../../src/domain/services/record-hash.js';
import { aConfirmation, anOutboxEntry, aWantedContact } from '../../src/entry/testing/index.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import type { Ids } from '../../src/ports/runtime.js';

interface Begun {
  readonly id: string;
  readonly clientId: string | undefined;
  readonly phone: E164;
  /** Of a change of phone. */
  readonly formerPhone: E164 | undefined;
}

/** A confirmation in the store, with a message to each of its addresses. A client has one at a time. */
export async function beginConfirmation(
  { store, ids }: { readonly store: OrderStore; readonly ids: Ids },
  { id, clientId, phone, formerPhone: former }: Begun,
): Promise<void> {
  if (clientId !== undefined && (await store.liveConfirmations({ by: 'client', clientId })).length > 0) return;
  const hash = recordHash(ids);
  // Who is not known has no phone that could be replaced.
  const formerPhone = clientId === undefined ? undefined : former;
  const contact = aWantedContact(phone, { name: `Wanted ${id}`, mail: `${id}@shop.example`, residency: 'BE' });
  const purpose = formerPhone === undefined ? 'new_client' : 'change_phone';
  const { personKey } = personWith(ids, phone);
  const begun = aConfirmation(id, {
    ...{ purpose, clientId, wanted: contact, personKey, formerPhone, fingerprint: `fingerprint of ${id}` },
  });
  const messages = [phone, formerPhone ?? phone].map((to, index) =>
    anOutboxEntry(`${id}-${index.toString()}`, id, { clientId, to, digits: phone.slice(-2) }),
  );
  const mail = anOutboxEntry(`${id}-mail`, id, { clientId, channel: 'email', to: contact.mail, status: 'claimed' });
  await store.commit({
    puts: [
      put('confirmation', signConfirmation(hash, begun)),
      ...[...messages, mail].map((each) => put('outbox', signOutboxEntry(hash, each))),
    ],
  });
}

/** The client whom a confirmation is about, when they are no client yet and have this phone. */
export function unconfirmedClient(
  { kind, value }: AnyRecord,
  records: ReadonlyMap<string, AnyRecord>,
  phone: E164,
): readonly string[] {
  if (kind !== 'confirmation' || value.purpose !== 'new_client' || value.clientId === undefined) return [];
  const isTheirs = value.wanted !== undefined && sameLine(value.wanted.phone, phone);
  return isTheirs && !records.has(`client ${value.clientId}`) ? [value.clientId] : [];
}

/**
 * Whether a field of a confirmation or a message is of the person. Somebody else who wants this phone is not named. A MAC changes with the
 * rest, and a person key is the phone.
 */
export function isOfPerson(
  { value }: Extract<AnyRecord, { kind: 'confirmation' | 'outbox' }>,
  { name, text }: { readonly name: string; readonly text: string },
  own: ReadonlySet<string>,
): boolean {
  if (name === 'mac' || name === 'personKey') return false;
  const isOwn = value.clientId === undefined || own.has(value.clientId);
  return isOwn || !(['name', 'mail', 'residency'].includes(name) || text.includes('@'));
}
