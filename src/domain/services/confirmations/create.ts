import type { ConfirmationReceipt, NewConfirmation } from '../../../ports/confirmations-api.js';
import type { Versioned } from '../../../ports/order-store.js';
import type { Client } from '../../model/client.js';
import { isBlank, sayable } from '../../model/characters.js';
import { CHANNELS, isRouteName, NOT_A_ROUTE, type Confirmation } from '../../model/confirmation/confirmation.js';
import { invalidField, invalidFields, ProxyCallError } from '../../model/errors.js';
import { sameLine } from '../../model/line.js';
import { hideMail } from '../../model/masking.js';
import { isMailAddress } from '../../model/mail.js';
import { merchantIdFault } from '../../model/merchant-id.js';
import { maskPhoneNumber, type E164 } from '../../model/phone-number.js';
import { retryOnConflict } from '../commit.js';
import { fingerprintOf } from '../idempotency.js';
import { refuseUnreachablePhone } from '../phone-checks.js';
import type { ClaimingPorts } from '../pool/claims.js';
import type { Ports } from '../ports.js';
import { readPhones } from '../read-phones.js';
import { waitingOf } from './awaited.js';
import { beginConfirmation, type Beginning, type Begun } from './begin.js';
import { clientWithPhone } from './known-phone.js';
import { mayMailVouch } from './mail-on-record.js';
import { sendEntries } from './outbox.js';
import { closed, readConfirmation } from './records.js';
import { receiptOf } from './views.js';

/** Begins a confirmation that somebody asked for. */
export async function createConfirmation(ports: ClaimingPorts, request: NewConfirmation): Promise<ConfirmationReceipt> {
  refuseIds(request);
  const id = request.confirmationId ?? ports.ids.next();
  const begun = await retryOnConflict(ports, () => begin(ports, id, request));
  if ('receipt' in begun) return begun.receipt;
  await sendEntries(ports, begun.entries);
  return receiptOf(begun);
}

function refuseIds({ confirmationId, clientId }: NewConfirmation): void {
  const ids = { confirmationId, clientId };
  const issues = (['confirmationId', 'clientId'] as const).flatMap((field) => {
    const fault = ids[field] === undefined ? undefined : merchantIdFault(ids[field]);
    return fault === undefined ? [] : [{ pointer: `/${field}`, detail: fault }];
  });
  if (isRouteName(confirmationId)) issues.push({ pointer: '/confirmationId', detail: NOT_A_ROUTE });
  if (issues.length > 0) throw invalidFields(issues);
}

async function begin(
  ports: ClaimingPorts,
  id: string,
  typed: NewConfirmation,
): Promise<Begun | { readonly receipt: ConfirmationReceipt }> {
  const { store } = ports;
  const known = typed.clientId === undefined ? undefined : await store.record('client', typed.clientId);
  const request = readPhones(ports, typed, [typed.clientIsoResidency, known?.value.residency]);
  const fingerprint = fingerprintOf(ports.ids, contentOf(request));
  const earlier = await readConfirmation(ports, id);
  if (earlier !== undefined) return { receipt: await repeated(ports, earlier.value, fingerprint) };
  const subject = await subjectOf(ports, request, known);
  if (subject.clientId !== undefined) await refuseSecond(ports, subject.clientId);
  const { channel, numberType, language } = request;
  const beginning: Beginning = {
    ...subject,
    ...{ id, origin: 'token', fingerprint, language },
  };
  return beginConfirmation(ports, beginning, { channel, numberType }, async (begun) => {
    await store.commit({ puts: begun.puts });
    return begun;
  });
}

type Read = Omit<NewConfirmation, 'clientRealPhone'> & { readonly clientRealPhone?: E164 | undefined };
type Subject = Pick<Confirmation, 'purpose' | 'clientId' | 'formerPhone' | 'proxyNumber'> & Pick<Beginning, 'wanted'>;

function contentOf(request: Read): readonly unknown[] {
  const { clientId, clientName, clientMail, clientRealPhone, clientIsoResidency, numberType } = request;
  return [clientId, clientName, clientMail, clientRealPhone, clientIsoResidency, numberType].map(
    (field) => field ?? null,
  );
}

/** The answer that the same request got, as things are now. */
async function repeated({ store }: Ports, earlier: Confirmation, fingerprint: string): Promise<ConfirmationReceipt> {
  if (earlier.status !== 'pending' && earlier.status !== 'confirmed') throw closed(earlier);
  if (earlier.fingerprint !== fingerprint) {
    throw new ProxyCallError(
      'confirmation_closed',
      'a confirmation with this id already exists, with different contents',
    );
  }
  const entries = (await store.outboxOf(earlier.id))
    .map(({ value }) => value)
    .sort((a, b) => a.createdAt - b.createdAt);
  const channel = entries.at(-1)?.channel ?? CHANNELS[0];
  return receiptOf({ next: earlier, channel, sentTo: maskedContact(earlier, channel) });
}

/** Empty once the contact is gone with the end of the confirmation. */
function maskedContact({ wanted }: Confirmation, channel: ConfirmationReceipt['channel']): string {
  if (wanted === undefined) return '';
  return channel === 'email' ? hideMail(wanted.mail) : maskPhoneNumber(wanted.phone);
}

async function refuseSecond(ports: Ports, clientId: string): Promise<void> {
  if ((await waitingOf(ports, clientId)) === undefined) return;
  throw new ProxyCallError('confirmation_closed', 'another confirmation of this client waits: cancel it first');
}

/** @param named the client whose id was given */
async function subjectOf(ports: Ports, request: Read, named: Versioned<Client> | undefined): Promise<Subject> {
  if (named !== undefined) return ofKnownClient(ports, request, named);
  const { clientId, clientRealPhone: phone } = request;
  const known = clientId === undefined && phone !== undefined ? await clientWithPhone(ports, phone) : undefined;
  // Of a client who was not named nothing is to change: their phone is confirmed again.
  return known === undefined ? ofNewClient(ports, request) : ofKnownClient(ports, {}, known);
}

async function ofNewClient(ports: Ports, request: Read): Promise<Subject> {
  const { clientId, clientName, clientMail, clientRealPhone: phone, clientIsoResidency: residency } = request;
  const missing = (['clientName', 'clientMail', 'clientRealPhone'] as const).filter(
    (field) => request[field] === undefined,
  );
  if (phone === undefined || clientName === undefined || clientMail === undefined) {
    throw invalidFields(missing.map((field) => ({ pointer: `/${field}`, detail: 'is needed for a new client' })));
  }
  await refuseUnreachablePhone(ports, phone, { realPhone: phone, residency });
  const name = sayable(clientName);
  if (isBlank(name)) throw invalidField('clientName', 'must not be empty');
  const wanted = { name, mail: readMail(clientMail), phone, residency, numberType: request.numberType };
  return { purpose: 'new_client', clientId, wanted, formerPhone: undefined, proxyNumber: undefined };
}

async function ofKnownClient(ports: Ports, request: Read, { value }: Versioned<Client>): Promise<Subject> {
  const { clientMail, clientRealPhone: phone = value.realPhone } = request;
  const isPhone = !sameLine(phone, value.realPhone);
  const isMail = clientMail !== undefined && clientMail !== value.mail;
  if (isPhone && isMail) {
    throw invalidField('clientMail', 'change the phone and the mail address of a client in two confirmations');
  }
  if (isPhone) await refuseUnreachablePhone(ports, phone, { realPhone: phone, residency: value.residency });
  const { name, residency, proxyNumber, id: clientId } = value;
  // Without an address nothing is sent by mail, and nothing proved by it.
  const onRecord = isPhone && !(await mayMailVouch(ports, value)) ? '' : value.mail;
  const mail = isMail ? readMail(clientMail) : onRecord;
  const purpose = isPhone ? 'change_phone' : isMail ? 'change_mail' : 'reconfirm';
  const wanted = { name, mail, phone, residency, numberType: undefined };
  return { purpose, clientId, wanted, formerPhone: isPhone ? value.realPhone : undefined, proxyNumber };
}

function readMail(text: string): string {
  const mail = sayable(text).trim();
  if (!isMailAddress(mail)) throw invalidField('clientMail', 'must be one mail address');
  return mail;
}
