import type { ActivationRequest } from '../../../ports/confirmation-pages.js';
import { isBlank, sayable } from '../../model/characters.js';
import { addressAllowance } from '../../model/confirmation/counting.js';
import { refuseEntry } from '../../model/confirmation/ending.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import { handleOf } from '../../model/confirmation/secrets.js';
import { DIALLING_FAULTS, diallingFault } from '../../model/dialling-rules.js';
import { invalidField, invalidFields, type FieldIssue } from '../../model/errors.js';
import { isMailAddress } from '../../model/mail.js';
import { describePhoneFault, parsePhoneNumber, type E164 } from '../../model/phone-number.js';
import { retryOnConflict } from '../commit.js';
import { fingerprintOf } from '../idempotency.js';
import { isOwnNumber } from '../own-numbers.js';
import type { ClaimingPorts } from '../pool/claims.js';
import type { Ports } from '../ports.js';
import { firstStep, newConfirmation } from './begin.js';
import { countingPuts } from './counters.js';
import { clientWithPhone } from './known-phone.js';
import { sendEntries } from './outbox.js';
import { putConfirmation, secretHash } from './records.js';
import { putsOf, type Sending } from './sending-puts.js';

/**
 * A customer registers on their own. No number is held, or bought, before the phone is proved. Somebody who is known gets nothing: all the
 * same is read, counted and written for them, and the answer does not wait for the message, so that nobody learns who is known.
 */
export async function activate(
  ports: ClaimingPorts,
  request: ActivationRequest,
  address: string | undefined,
): Promise<{ readonly handle: string }> {
  // Before anything is said about the phone: whoever tries many is counted all the same.
  await countRequest(ports, address, 'address');
  const contact = readContact(ports, request);
  await refusePhone(ports, contact.phone);
  const { next, entries } = await retryOnConflict(ports, () => begin(ports, contact, request));
  sendEntries(ports, entries).catch((error: unknown) => {
    ports.logger.error('outbox.failed', error);
  });
  return { handle: handleOf(secretHash(ports), next) };
}

/** Entries of codes from a network address: several for each registration. */
const ENTRIES_PER_REQUEST = 6;

export function countEntry(ports: Ports, address: string | undefined): Promise<void> {
  return countRequest(ports, address, 'entries');
}

/** @throws `too_many_sends` */
async function countRequest(ports: Ports, address: string | undefined, of: 'address' | 'entries'): Promise<void> {
  if (address === undefined) return;
  const { store, ids, settings } = ports;
  const { key, most, periodMs } = addressAllowance(ids.keyedHash('limit', address), settings.confirmations.limits);
  const allowance =
    of === 'address' ? { key, most, periodMs } : { key: `entries ${key}`, most: most * ENTRIES_PER_REQUEST, periodMs };
  await retryOnConflict(ports, async () => {
    await store.commit({ puts: await countingPuts(ports, [allowance]) });
  });
}

interface Contact {
  readonly name: string;
  readonly mail: string;
  readonly phone: E164;
}

const LONGEST_NAME = 200;

function readContact({ settings }: Ports, { name: typed, mail, phone }: ActivationRequest): Contact {
  const issues: FieldIssue[] = [];
  const name = sayable(typed).trim();
  if (isBlank(name) || name.length > LONGEST_NAME)
    issues.push({ pointer: '/name', detail: 'must be 1 to 200 characters' });
  const address = mail.trim();
  if (!isMailAddress(address)) issues.push({ pointer: '/mail', detail: 'must be one mail address' });
  const parsed = parsePhoneNumber(phone, [settings.defaultCountry]);
  if (!parsed.ok) issues.push({ pointer: '/phone', detail: describePhoneFault(parsed) });
  if (issues.length > 0 || !parsed.ok) throw invalidFields(issues);
  return { name, mail: address, phone: parsed.number };
}

/** A country is not dialled because somebody whom nobody knows says that it is their own: it may be one where texts are dear. */
async function refusePhone({ store, settings }: Ports, phone: E164): Promise<void> {
  const fault = diallingFault(phone, settings);
  if (fault !== undefined) throw invalidField('phone', DIALLING_FAULTS[fault]);
  if (await isOwnNumber(store, phone)) throw invalidField('phone', 'is not the phone of a person');
}

async function begin(
  ports: ClaimingPorts,
  { name, mail, phone }: Contact,
  { language }: ActivationRequest,
): Promise<Pick<Sending, 'next' | 'entries'>> {
  const { store, ids } = ports;
  const wanted = { name, mail, phone, residency: undefined, numberType: undefined };
  const confirmation = newConfirmation(ports, {
    ...{ id: ids.next(), purpose: 'new_client', clientId: undefined, formerPhone: undefined, proxyNumber: undefined },
    ...{ origin: 'public', wanted, language, fingerprint: fingerprintOf(ids, [name, mail, phone]) },
  });
  const [sending, known] = await Promise.all([firstStep(ports, confirmation), clientWithPhone(ports, phone)]);
  const begun = known === undefined ? sending : withoutEffect(ports, sending);
  await store.commit({ puts: [putConfirmation(ports, begun.next), ...putsOf(ports, begun)] });
  return begun;
}

function withoutEffect({ clock }: Ports, sending: Sending): Sending {
  const now = clock.now();
  const next: Confirmation = { ...sending.next, wanted: undefined, personKey: undefined, nextStepAt: undefined };
  return { ...sending, next, entries: sending.entries.map((entry) => refuseEntry(entry, 'not wanted', now)) };
}
