import type { Put } from '../../../ports/order-store.js';
import { mailAllowances, phoneAllowances, type Allowance } from '../../model/confirmation/counting.js';
import type { Confirmation, ConfirmationChannel } from '../../model/confirmation/confirmation.js';
import { deliveriesOf, nextStepTime, stepsFor, type Contacts } from '../../model/confirmation/sending.js';
import { languageOf } from '../../model/confirmation/writing.js';
import { ProxyCallError } from '../../model/errors.js';
import { diallingFault } from '../../model/dialling-rules.js';
import { lineOf } from '../../model/line.js';
import { hideMail } from '../../model/masking.js';
import { countryOf, maskPhoneNumber, type E164 } from '../../model/phone-number.js';
import { newEntry, type OutboxEntry } from '../../model/outbox.js';
import type { Ports } from '../ports.js';
import { countingPuts } from './counters.js';
import { putEntry } from './records.js';
import { sendable, type Sendable } from './senders.js';

/** What is to be written so that messages of a confirmation are sent. */
export interface Sending {
  /** The confirmation with what was sent counted; not yet signed. */
  readonly next: Confirmation;
  readonly entries: readonly OutboxEntry[];
  /** The writes of what is counted. */
  readonly counters: readonly Put[];
  readonly channel: ConfirmationChannel;
  /** Masked. */
  readonly sentTo: string;
}

/**
 * Puts the messages of one channel into the outbox.
 * @param takenStep how many steps of the cascade are taken with it; absent when somebody asked for it
 * @throws `channel_unavailable`, `too_many_sends`
 */
export async function sendingPuts(
  ports: Ports,
  confirmation: Confirmation,
  channel: ConfirmationChannel,
  takenStep?: number,
): Promise<Sending> {
  const contacts = contactsOf(confirmation);
  const wanted = contacts === undefined ? [] : deliveriesOf(contacts, channel);
  const deliveries = (await sendable(ports, confirmation, wanted)).filter((each) =>
    mayBeSent(ports, confirmation, each),
  );
  const [first] = deliveries;
  if (first === undefined || contacts === undefined) throw unavailable(channel);
  const counters = await countingPuts(ports, allowancesOf(ports, confirmation, deliveries));
  const entries = deliveries.map((delivery) => entryOf(ports, confirmation, delivery));
  return {
    next: scheduled(ports, counted(confirmation, deliveries), contacts, channel, takenStep),
    entries,
    counters,
    channel: first.channel,
    sentTo: first.channel === 'email' ? hideMail(first.to) : maskPhoneNumber(first.to),
  };
}

/** The writes that send it, besides that of the confirmation. */
export function putsOf(ports: Ports, { entries, counters }: Pick<Sending, 'entries' | 'counters'>): readonly Put[] {
  return [...counters, ...entries.map((entry) => putEntry(ports, entry))];
}

export function contactsOf({ purpose, proved, wanted, formerPhone }: Confirmation): Contacts | undefined {
  return wanted && { purpose, proved, phone: wanted.phone, mail: wanted.mail, formerPhone };
}

function unavailable(channel: ConfirmationChannel): ProxyCallError {
  const reasons = {
    sms: 'no number of ours can text this phone, or it is a landline',
    voice: 'no number of ours can call this phone',
    email: 'there is no mail server, no public URL for the link, or no mail address to confirm',
  } as const;
  return new ProxyCallError('channel_unavailable', `nothing can be sent by ${channel}: ${reasons[channel]}`);
}

/**
 * The rules may have changed since the phone was given. A client's own country is always dialled; a stranger's only where the settings say
 * so, as texts and calls to expensive countries are what forged registrations are for.
 */
function mayBeSent({ settings }: Ports, { wanted, origin }: Confirmation, { channel, to }: Sendable): boolean {
  if (channel === 'email') return true;
  const phone = to as E164;
  const own = origin === 'token' ? { homeCountry: wanted?.residency, phone } : undefined;
  return diallingFault(phone, settings, own) === undefined;
}

function allowancesOf(
  { ids, settings }: Ports,
  { origin }: Confirmation,
  deliveries: readonly Sendable[],
): readonly Allowance[] {
  const { limits } = settings.confirmations;
  return deliveries.flatMap(({ channel, to }) => {
    if (channel === 'email') {
      return mailAllowances({ mailHash: ids.keyedHash('limit', to.toLowerCase()), origin }, limits);
    }
    const phone = to as E164;
    const phoneHash = ids.keyedHash('limit', lineOf(phone));
    return phoneAllowances({ phoneHash, country: countryOf(phone) ?? 'none', origin }, limits);
  });
}

function entryOf(
  { ids, clock, settings }: Ports,
  { id: confirmationId, clientId, generation, purpose, wanted, formerPhone, ...confirmation }: Confirmation,
  { message, channel, to, from }: Sendable,
): OutboxEntry {
  const isToFormer = message === 'former_code' || message === 'former_link';
  // Whoever is on record need not understand the language of the new phone.
  const language =
    isToFormer && formerPhone !== undefined ? languageOf(formerPhone, settings.language) : confirmation.language;
  const digits = purpose === 'change_phone' ? wanted?.phone.slice(-2) : undefined;
  const address = { message, channel, generation, language, to, from, digits };
  return newEntry({ id: ids.next(), confirmationId, clientId, ...address }, clock.now());
}

function counted(confirmation: Confirmation, deliveries: readonly Sendable[]): Confirmation {
  const sends = { ...confirmation.sends };
  for (const { channel } of deliveries) sends[channel] += 1;
  return { ...confirmation, sends };
}

function scheduled(
  { settings, clock }: Ports,
  confirmation: Confirmation,
  contacts: Contacts,
  channel: ConfirmationChannel,
  takenStep: number | undefined,
): Confirmation {
  const { confirmations } = settings;
  const now = clock.now();
  const steps = stepsFor(confirmations, { ...contacts, origin: confirmation.origin });
  const step = takenStep ?? confirmation.step;
  // A channel that could not reach anybody new counts as used all the same.
  const taken = { step, sends: { ...confirmation.sends, [channel]: Math.max(1, confirmation.sends[channel]) } };
  const next = nextStepTime(steps, taken, now);
  const isAsked = takenStep === undefined;
  // Whoever asks for a code has time to enter it before the next channel is tried.
  const nextStepAt = isAsked && next !== undefined ? Math.max(next, now + confirmations.limits.pauseMs) : next;
  return { ...confirmation, step, nextStepAt };
}
