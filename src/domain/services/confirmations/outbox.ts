import type { Receipt } from '../../../ports/telephony.js';
import type { MailReceipt } from '../../../ports/mailer.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import { CONFIRMATION_ENDED, refuseEntry } from '../../model/confirmation/ending.js';
import { codeOf, linkToken } from '../../model/confirmation/secrets.js';
import { writeMail, writeText, type WritingTerms } from '../../model/confirmation/writing.js';
import { isProxyCallError } from '../../model/errors.js';
import { hasOutboxMac } from '../../model/outbox-mac.js';
import type { OutboxEntry } from '../../model/outbox.js';
import type { E164 } from '../../model/phone-number.js';
import { MINUTE_MS } from '../../model/time.js';
import { relyOn, retryOnConflict, runEach } from '../commit.js';
import { recordHash } from '../record-hash.js';
import type { Ports } from '../ports.js';
import { putConfirmation, putEntry, readConfirmation, readEntry, secretHash } from './records.js';
import { senderOf } from './senders.js';

// Sends what is in the outbox. An entry is claimed by a commit before it is sent, so that no two instances send it, and what became of it
// is recorded afterwards. When an instance stops in between, nobody can tell whether a text or call has left: it is not repeated.

/** For longer than a request to a carrier or mail server takes, retries included. */
const CLAIM_MS = 2 * MINUTE_MS;
/** A mail whose fate is unknown, or that was refused for now, is sent again with the same message id. */
const MAIL_TRIES = 5;
const MAIL_PAUSE_MS = MINUTE_MS;
const CHUNK = 50;

/** Sends all entries that are due, and records which claims are void. */
export async function sendDue(ports: Ports): Promise<void> {
  const { store, clock, ids } = ports;
  // Records that somebody else wrote stay due, as there is nothing to do with them. They must not hide the others.
  let forged = 0;
  for (;;) {
    const limit = CHUNK + forged;
    const due = await store.due('outbox', { by: clock.now(), limit });
    const genuine = due.filter(({ value }) => hasOutboxMac(recordHash(ids), value));
    await sendEntries(
      ports,
      genuine.map(({ value }) => value),
    );
    forged = due.length - genuine.length;
    if (due.length < limit) return;
  }
}

/** Sends these entries, one after the other. What cannot be sent is recorded, and not thrown. */
export async function sendEntries(ports: Ports, entries: readonly Pick<OutboxEntry, 'id'>[]): Promise<void> {
  await runEach(
    entries.map(
      ({ id }) =>
        () =>
          sendEntry(ports, id),
    ),
  );
}

async function sendEntry(ports: Ports, id: string): Promise<void> {
  const claimed = await retryOnConflict(ports, () => claim(ports, id));
  if (claimed === undefined) return;
  const fate = afterEarlierTries(claimed, await deliver(ports, claimed));
  await retryOnConflict(ports, () => record(ports, claimed.entry, fate));
  if (fate.status !== 'sent') {
    const { channel, message } = claimed.entry;
    ports.logger.warn('outbox.not_sent', { entry: id, channel, message, status: fate.status, reason: fate.reason });
  }
}

interface Claimed {
  readonly entry: OutboxEntry;
  /** The address, which goes once it is not needed any more. */
  readonly to: string;
  readonly confirmation: Confirmation;
  /** Whether it may have left before: it is a mail, and nobody can tell what became of an earlier try. */
  readonly mayHaveLeft: boolean;
}

/** @returns undefined when there is nothing to send: it is not due, somebody else sends it, or it is not wanted any more */
async function claim(ports: Ports, id: string): Promise<Claimed | undefined> {
  const { store, clock } = ports;
  const read = await readEntry(ports, id);
  const now = clock.now();
  if (read?.value.dueAt === undefined || read.value.dueAt > now) return undefined;
  const { value: entry } = read;
  if (entry.status === 'claimed' && entry.channel !== 'email') {
    await store.commit({ puts: [putEntry(ports, gaveUp(entry, now), read)] });
    return undefined;
  }
  const confirmation = await readConfirmation(ports, entry.confirmationId);
  const { to } = entry;
  const mayHaveLeft = entry.status !== 'pending';
  if (confirmation === undefined || to === undefined || !isWanted(entry, confirmation.value)) {
    const ended = mayHaveLeft ? gaveUp(entry, now) : refuseEntry(entry, CONFIRMATION_ENDED, now);
    await store.commit({ puts: [putEntry(ports, ended, read)] });
    return undefined;
  }
  if (entry.tries >= MAIL_TRIES) {
    await store.commit({ puts: [putEntry(ports, gaveUp(entry, now), read)] });
    return undefined;
  }
  const claimed: OutboxEntry = { ...entry, status: 'claimed', tries: entry.tries + 1, dueAt: now + CLAIM_MS };
  // A resend or an end at the same time changes the confirmation: then this is decided again.
  await store.commit({ puts: [putEntry(ports, claimed, read)], guards: [relyOn('confirmation', confirmation)] });
  return { entry: claimed, to, confirmation: confirmation.value, mayHaveLeft };
}

function gaveUp(entry: OutboxEntry, now: number): OutboxEntry {
  const reason = 'the instance that sent it stopped, or got no answer';
  return { ...entry, status: 'unknown', to: undefined, dueAt: undefined, endedAt: now, reason };
}

/** What is not told in any case is sent only while its code or link is valid. */
function isWanted({ message, generation }: OutboxEntry, { status, generation: current }: Confirmation): boolean {
  return message === 'changed' || (status === 'pending' && generation === current);
}

type Fate = Pick<OutboxEntry, 'status' | 'reason'> & { readonly mayPass: boolean };

async function deliver(ports: Ports, claimed: Claimed): Promise<Fate> {
  try {
    return fateOf(await request(ports, claimed));
  } catch (error) {
    if (isProxyCallError(error, 'outcome_unknown')) return { status: 'unknown', reason: error.message, mayPass: true };
    ports.logger.error('outbox.failed', error, { entry: claimed.entry.id });
    return { status: 'unknown', reason: 'a fault, which is in the log', mayPass: true };
  }
}

/** That a mail was refused this time says nothing of the time before. */
function afterEarlierTries({ mayHaveLeft }: Claimed, fate: Fate): Fate {
  return mayHaveLeft && fate.status === 'refused' ? { ...fate, status: 'unknown' } : fate;
}

function fateOf(receipt: Receipt | MailReceipt): Fate {
  if (receipt.kind === 'accepted') return { status: 'sent', reason: undefined, mayPass: false };
  return { status: 'refused', reason: receipt.reason, mayPass: !receipt.isPermanent };
}

async function request(ports: Ports, { entry, to, confirmation }: Claimed): Promise<Receipt | MailReceipt> {
  const { telephony, mailer, settings } = ports;
  const { id, channel, message, generation } = entry;
  const { limits } = settings.confirmations;
  const terms: WritingTerms = { shopName: settings.shopName, minutes: limits.codeMs / MINUTE_MS };
  const hash = secretHash(ports);
  const source = { ...confirmation, generation };
  if (channel === 'email') {
    if (mailer === undefined) return { kind: 'refused', isPermanent: true, reason: 'no mail server' };
    const links = {
      prove: message === 'changed' ? undefined : linkUrl(ports, linkToken(hash, source, id, 'prove')),
      notMe: message === 'link' ? undefined : linkUrl(ports, linkToken(hash, source, id, 'not_me')),
    };
    return mailer.send({ messageId: id, to, ...writeMail(entry, links, terms) });
  }
  // Of an edit in a spreadsheet, the sender was not looked for.
  const from = entry.from ?? (await senderOf(ports, confirmation, channel));
  if (from === undefined) return { kind: 'refused', isPermanent: true, reason: 'no sender' };
  if (channel === 'voice') return telephony.placeCall({ from, to: to as E164, reference: id });
  const of = message === 'former_code' ? 'former_phone' : 'phone';
  const words = {
    ...(message === 'changed' ? {} : { code: codeOf(hash, source, of, limits.codeDigits) }),
    link: message === 'code' ? undefined : linkUrl(ports, linkToken(hash, source, id, 'not_me')),
    mayReply: from === confirmation.heldNumber,
  };
  const text = { from, to: to as E164, body: writeText(entry, words, terms), media: [] };
  return telephony.sendMessage(text, { interactionId: id, part: 0, attempt: 1 });
}

function linkUrl({ publicUrl }: Ports, token: string): string | undefined {
  const base = publicUrl?.();
  return base === undefined ? undefined : `${base.replace(/\/$/, '')}/c/${token}`;
}

/** Records what became of an entry, also when the claim was void by then. Not of one that was claimed anew. */
async function record(ports: Ports, claimed: OutboxEntry, { status, reason, mayPass }: Fate): Promise<void> {
  const { store, clock } = ports;
  const read = await readEntry(ports, claimed.id);
  if (read?.value.tries !== claimed.tries) return;
  const { value: entry } = read;
  if (entry.status !== 'claimed' && !(entry.status === 'unknown' && status === 'sent')) return;
  const now = clock.now();
  const isRetried = entry.channel === 'email' && mayPass && status !== 'sent' && entry.tries < MAIL_TRIES;
  if (isRetried && entry.to !== undefined) {
    // One that may have left stays so, also when it is not wanted any more by the time of the next try.
    const again: OutboxEntry = {
      ...entry,
      status: status === 'unknown' ? 'unknown' : 'pending',
      dueAt: now + MAIL_PAUSE_MS * entry.tries,
      reason,
    };
    await store.commit({ puts: [putEntry(ports, again, read)] });
    return;
  }
  const ended = { ...entry, status, reason, to: undefined, dueAt: undefined, endedAt: now };
  const hastened = status === 'refused' ? await hastening(ports, entry, now) : [];
  await store.commit({ puts: [putEntry(ports, ended, read), ...hastened] });
}

/** The write that takes the next step of the cascade now, when this message did not reach anybody. */
async function hastening(
  ports: Ports,
  { confirmationId, generation, message }: OutboxEntry,
  now: number,
): Promise<readonly ReturnType<typeof putConfirmation>[]> {
  const read = await readConfirmation(ports, confirmationId);
  if (read?.value.status !== 'pending' || read.value.generation !== generation || message === 'changed') return [];
  const { nextStepAt } = read.value;
  if (nextStepAt === undefined || nextStepAt <= now) return [];
  return [putConfirmation(ports, { ...read.value, nextStepAt: now }, read)];
}

/** That a message reached nobody: the next step is taken at once. */
export async function recordUnreached(ports: Ports, entryId: string, reason: string): Promise<void> {
  const read = await readEntry(ports, entryId);
  if (read === undefined || read.value.reason !== undefined) return;
  const now = ports.clock.now();
  const { value: entry } = read;
  // One that is being sent is recorded by whoever sends it; until then only the next step is hastened.
  const noted =
    entry.status === 'sent' || entry.status === 'unknown' ? [putEntry(ports, { ...entry, reason }, read)] : [];
  const puts = [...noted, ...(await hastening(ports, entry, now))];
  if (puts.length > 0) await ports.store.commit({ puts });
}
