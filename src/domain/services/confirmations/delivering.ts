import type { MailReceipt } from '../../../ports/mailer.js';
import type { Receipt } from '../../../ports/telephony.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import { codeOf, linkToken } from '../../model/confirmation/secrets.js';
import { writeMail, writeText, type WritingTerms } from '../../model/confirmation/writing.js';
import { isProxyCallError } from '../../model/errors.js';
import type { OutboxEntry } from '../../model/outbox.js';
import type { E164 } from '../../model/phone-number.js';
import { MINUTE_MS } from '../../model/time.js';
import type { Ports } from '../ports.js';
import { secretHash } from './records.js';
import { senderOf } from './senders.js';

/** An entry that was claimed, to be sent. */
export interface Claimed {
  readonly entry: OutboxEntry;
  /** The address, which goes once it is not needed any more. */
  readonly to: string;
  readonly confirmation: Confirmation;
  /** Whether it may have left before: it is a mail, and nobody can tell what became of an earlier try. */
  readonly mayHaveLeft: boolean;
}

/** What became of an entry. */
export type Fate = Pick<OutboxEntry, 'status' | 'reason'> & {
  /** Another try may have another outcome. */
  readonly mayPass: boolean;
  /** It was refused for good, as the carrier or the mail server says. */
  readonly isPermanent: boolean;
};

/** Hands an entry to the carrier or the mail server. Never rejects. */
export async function deliver(ports: Ports, claimed: Claimed): Promise<Fate> {
  try {
    return fateOf(await request(ports, claimed));
  } catch (error) {
    if (isProxyCallError(error, 'outcome_unknown')) return unknownFor(error.message);
    ports.logger.error('outbox.failed', error, { entry: claimed.entry.id });
    return unknownFor('a fault, which is in the log');
  }
}

function fateOf(receipt: Receipt | MailReceipt): Fate {
  if (receipt.kind === 'accepted') return { status: 'sent', reason: undefined, mayPass: false, isPermanent: false };
  const { reason, isPermanent } = receipt;
  // A mail server may say "for good" of the account, which is mended.
  const isAboutMessage = !('about' in receipt) || receipt.about === 'mail';
  return { status: 'refused', reason, mayPass: !isPermanent || !isAboutMessage, isPermanent };
}

function unknownFor(reason: string): Fate {
  return { status: 'unknown', reason, mayPass: true, isPermanent: false };
}

async function request(ports: Ports, { entry, to, confirmation }: Claimed): Promise<Receipt | MailReceipt> {
  const { telephony, mailer, settings } = ports;
  const { id, channel, message, generation } = entry;
  const { limits } = settings.confirmations;
  const terms: WritingTerms = { shopName: settings.shopName, minutes: limits.codeMs / MINUTE_MS };
  const hash = secretHash(ports);
  const source = { ...confirmation, generation };
  if (channel === 'email') {
    if (mailer === undefined) return { kind: 'refused', isPermanent: true, about: 'mail', reason: 'no mail server' };
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
