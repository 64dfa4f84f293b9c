import { ProxyCallError } from '../../domain/model/errors.js';
import { mailFault } from '../../domain/model/mail.js';
import type { Mailer, OutgoingMail } from '../../ports/mailer.js';

/** What becomes of the mails that are handed in. `loses`: nobody can tell whether they were sent; they were. */
export type MailBehaviour = 'accepts' | 'refuses' | 'defers' | 'loses';

/** A mailer whose mails stay in memory. */
export interface MemoryMailer extends Mailer {
  /** Everything that was sent, in order. */
  readonly mails: readonly OutgoingMail[];
  /** May be changed at any time. Default: `accepts`. */
  behaviour: MailBehaviour;
}

/**
 * Creates a mailer that keeps mails in memory, for tests and demos.
 *
 * @example
 * ```ts
 * import { createMemoryMailer } from 'proxycall/memory';
 *
 * const mailer = createMemoryMailer();
 * await mailer.send({ messageId: 'm-1', to: 'ada@shop.example', subject: 'Hello', text: 'Hello', html: '<p>Hello</p>' });
 * console.log(mailer.mails.length); // 1
 * ```
 */
export function createMemoryMailer(): MemoryMailer {
  const mails: OutgoingMail[] = [];
  const mailer: MemoryMailer = {
    mails,
    behaviour: 'accepts',
    send(mail) {
      const fault = mailFault(mail);
      if (fault !== undefined)
        return Promise.resolve({ kind: 'refused', isPermanent: true, about: 'mail', reason: fault });
      switch (mailer.behaviour) {
        case 'accepts':
          mails.push(mail);
          return Promise.resolve({ kind: 'accepted' });
        case 'refuses':
          return Promise.resolve({ kind: 'refused', isPermanent: true, about: 'mail', reason: '550 recipient' });
        case 'defers':
          return Promise.resolve({ kind: 'refused', isPermanent: false, about: 'mail', reason: '450 recipient' });
        case 'loses':
          mails.push(mail);
          return Promise.reject(new ProxyCallError('outcome_unknown', 'nobody can tell whether the mail was sent'));
      }
    },
    check: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  return mailer;
}
