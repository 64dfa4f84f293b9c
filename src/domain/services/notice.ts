import type { Mailer, OutgoingMail, RefusalSubject } from '../../ports/mailer.js';
import { isProxyCallError } from '../model/errors.js';
import type { NoticeFate } from '../model/notice-tries.js';
import type { Ports } from './ports.js';

/** What became of a mail. */
export interface SentNotice {
  readonly fate: NoticeFate;
  /** What was refused. */
  readonly about?: RefusalSubject;
  /** Without an address. Undefined when it was sent. */
  readonly reason?: string | undefined;
}

/** Tells a corrected address of the shop from the former one. Without blanks. */
export function addressDigest({ ids }: Pick<Ports, 'ids'>, address: string): string {
  return ids.keyedHash('record', `address of the shop ${address.toLowerCase()}`).slice(0, 12);
}

/** Hands a mail to the mail server. */
export async function sendNotice(mailer: Pick<Mailer, 'send'>, mail: OutgoingMail): Promise<SentNotice> {
  try {
    const receipt = await mailer.send(mail);
    if (receipt.kind === 'accepted') return { fate: 'sent' };
    const { isPermanent, about, reason } = receipt;
    // What is refused because of the account is mended there, and nothing else tells us: it is not tried more rarely.
    return { fate: isPermanent && about !== 'sender' ? 'refused' : 'deferred', about, reason };
  } catch (error) {
    if (isProxyCallError(error, 'outcome_unknown')) return { fate: 'unknown', reason: error.message };
    throw error;
  }
}
