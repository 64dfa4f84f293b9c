import { auditName } from '../../model/audit-names.js';
import { CHANNELS, type Confirmation, type ConfirmationChannel } from '../../model/confirmation/confirmation.js';
import { CONFIRMATION_ENDED, refuseEntry } from '../../model/confirmation/ending.js';
import { hasOutboxMac } from '../../model/outbox-mac.js';
import type { OutboxEntry, OutboxStatus } from '../../model/outbox.js';
import { MINUTE_MS } from '../../model/time.js';
import { relyOn, retryOnConflict } from '../commit.js';
import { runAll, workOffDue } from '../due.js';
import type { ClaimingPorts } from '../pool/claims.js';
import type { Ports } from '../ports.js';
import { recordHash } from '../record-hash.js';
import { deliver, type Claimed, type Fate } from './delivering.js';
import { putConfirmation, putEntry, readConfirmation, readEntry } from './records.js';

// Sends what is in the outbox. An entry is claimed by a commit before it is sent, so that no two instances send it, and what became of it
// is recorded afterwards. When an instance stops in between, nobody can tell whether a text or call has left: it is not repeated.

/**
 * For longer than a delivery takes: a request to Twilio at most 70 seconds (three attempts of 10, two pauses of 20), a mail 90 (see
 * `LONGEST_SEND_MS`). A mail whose claim is void is sent again, with the same message id; a text or call is not.
 */
const CLAIM_MS = 2 * MINUTE_MS;
const TRIES = 5;
const PAUSE_MS = MINUTE_MS;
const CHUNK = 50;
/** How many are handed in at the same time. */
const AT_ONCE = { sms: 4, voice: 4, email: 2 } as const;

/** Sends all entries of a channel that are due, and records which claims are void. */
export async function sendDue(ports: ClaimingPorts, channel: ConfirmationChannel): Promise<void> {
  const { store, clock, ids } = ports;
  await workOffDue({
    chunk: CHUNK,
    read: async (limit) => (await store.due('outbox', { by: clock.now(), limit })).map(({ value }) => value),
    // With records that somebody else wrote there is nothing to do.
    isOurs: (entry) => entry.channel === channel && hasOutboxMac(recordHash(ids), entry),
    work: ({ id }) => sendEntry(ports, id),
    atMost: AT_ONCE[channel],
  });
}

/** Sends these entries: what one channel takes delays no other. What cannot be sent is recorded, and not thrown. */
export async function sendEntries(ports: ClaimingPorts, entries: readonly OutboxEntry[]): Promise<void> {
  // A notice that reaches nobody was written as one that is refused.
  for (const entry of entries) if (isUntold(entry)) logUntold(ports, entry);
  const queues = CHANNELS.map((channel) => {
    const sends = entries
      .filter((each) => each.channel === channel)
      .map(
        ({ id }) =>
          () =>
            sendEntry(ports, id),
      );
    return () => runAll(sends, AT_ONCE[channel]);
  });
  await runAll(queues, queues.length);
}

function isUntold({ message, status }: Pick<OutboxEntry, 'message' | 'status'>): boolean {
  return message === 'changed' && status === 'refused';
}

/** The id may be the merchant's own, and say who somebody is. */
function logUntold({ logger, ids }: Ports, { confirmationId, reason }: OutboxEntry): void {
  const record = auditName(recordHash(ids), { kind: 'confirmation', key: confirmationId });
  logger.warn('confirmation.nobody_told', { record, reason });
}

function sendEntry(ports: ClaimingPorts, id: string): Promise<void> {
  return ports.underWay.sends.run(() => claimAndSend(ports, id));
}

async function claimAndSend(ports: Ports, id: string): Promise<void> {
  const claimed = await retryOnConflict(ports, () => claim(ports, id));
  if (claimed === undefined) return;
  const fate = afterEarlierTries(claimed, await deliver(ports, claimed));
  await retryOnConflict(ports, () => record(ports, claimed.entry, fate));
  if (fate.status !== 'sent') {
    const { channel, message } = claimed.entry;
    ports.logger.warn('outbox.not_sent', { entry: id, channel, message, status: fate.status, reason: fate.reason });
  }
  if (isUntold({ ...claimed.entry, status: fate.status })) await reportUntold(ports, claimed.entry);
}

/** Where the phone and the mail address were both refused, nobody was told. */
async function reportUntold(ports: Ports, { confirmationId }: OutboxEntry): Promise<void> {
  const entries = (await ports.store.outboxOf(confirmationId)).map(({ value }) => value);
  const notices = entries.filter(({ message }) => message === 'changed');
  const [first] = notices;
  if (first !== undefined && notices.every(isUntold)) logUntold(ports, first);
}

/** That a mail was refused this time says nothing of the time before. */
function afterEarlierTries({ mayHaveLeft }: Claimed, fate: Fate): Fate {
  return mayHaveLeft && fate.status === 'refused' ? { ...fate, status: 'unknown' } : fate;
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
  if (entry.tries >= TRIES) {
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

/**
 * A mail is, with the same message id, also when its fate is unknown. So is what the former contact has to be told, when it is certain that
 * it was not sent; whoever waits for a code gets it by the next step instead.
 */
function mayBeRepeated({ channel, message }: OutboxEntry, status: OutboxStatus): boolean {
  return channel === 'email' ? status !== 'sent' : message === 'changed' && status === 'refused';
}

/** Records what became of an entry, also when the claim was void by then. Not of one that was claimed anew. */
async function record(
  ports: Ports,
  claimed: OutboxEntry,
  { status, reason, mayPass, isPermanent }: Fate,
): Promise<void> {
  const { store, clock } = ports;
  const read = await readEntry(ports, claimed.id);
  if (read?.value.tries !== claimed.tries) return;
  const { value: entry } = read;
  if (entry.status !== 'claimed' && !(entry.status === 'unknown' && status === 'sent')) return;
  const now = clock.now();
  const isRetried = mayPass && entry.tries < TRIES && mayBeRepeated(entry, status);
  if (isRetried && entry.to !== undefined) {
    // One that may have left stays so, also when it is not wanted any more by the time of the next try.
    const again: OutboxEntry = {
      ...entry,
      status: status === 'unknown' ? 'unknown' : 'pending',
      dueAt: now + PAUSE_MS * entry.tries,
      reason,
    };
    // Whoever waits does not wait for what the server has refused for good.
    const hastened = status === 'refused' && isPermanent ? await hastening(ports, entry, now) : [];
    await store.commit({ puts: [putEntry(ports, again, read), ...hastened] });
    return;
  }
  const ended = { ...entry, status, reason, to: undefined, dueAt: undefined, endedAt: now };
  const hastened = status === 'refused' ? await hastening(ports, entry, now) : [];
  await store.commit({ puts: [putEntry(ports, ended, read), ...hastened] });
}

/**
 * The write that takes the next step of the cascade now, when this message did not reach anybody. Not when another channel has been used since:
 * a mail that is refused again says nothing about the text that followed it.
 */
async function hastening(
  ports: Ports,
  { confirmationId, generation, message, channel, createdAt }: OutboxEntry,
  now: number,
): Promise<readonly ReturnType<typeof putConfirmation>[]> {
  const read = await readConfirmation(ports, confirmationId);
  if (read?.value.status !== 'pending' || read.value.generation !== generation || message === 'changed') return [];
  const entries = (await ports.store.outboxOf(confirmationId)).map(({ value }) => value);
  const isPassed = (other: OutboxEntry) => other.createdAt > createdAt && other.channel !== channel;
  if (entries.some((other) => other.message !== 'changed' && isPassed(other))) return [];
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
