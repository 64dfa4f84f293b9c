import type { OutgoingMail } from '../domain/model/mail.js';

export type { OutgoingMail };

/**
 * What the mail server said.
 *
 * - `accepted`: it takes care of the mail. Whether somebody reads it, nobody says.
 * - `refused`: it was not sent. `isPermanent`: for good, as the server says (its answer begins with 5), and not for now. `about` says what
 *   was refused: what is for good and about `mail` would be refused again, whenever it is sent. `reason` is the code of SMTP, if there is
 *   one, and a word for what was refused (`550 recipient`): no address, and nothing that the server wrote.
 */
export type MailReceipt =
  | { readonly kind: 'accepted' }
  | {
      readonly kind: 'refused';
      readonly isPermanent: boolean;
      readonly about: RefusalSubject;
      readonly reason: string;
    };

/**
 * What a refusal is about: `mail`, this recipient or this content; `sender`, whatever is sent at the moment, as the connection, the login,
 * the sender's address or the server itself is at fault; `unclear`, one of both.
 */
export type RefusalSubject = 'mail' | 'sender' | 'unclear';

/**
 * Sends mails, each to one person; several at the same time. `createSmtpMailer` of `proxycall/mail` is one; `mailerContract` of
 * `proxycall/testing` checks others.
 */
export interface Mailer {
  /**
   * Sends one mail, marked as written by a program (`Auto-Submitted: auto-generated`, RFC 3834). A mail whose addresses, subject or
   * message id could add a header or a recipient is refused for good. Takes 90 seconds at most.
   * @throws ProxyCallError with code `outcome_unknown` when nobody can tell whether it was sent: it may be sent again, with the same
   *   message id. Anything else that goes wrong is a {@link MailReceipt} of kind `refused`
   */
  send(mail: OutgoingMail): Promise<MailReceipt>;
  /**
   * Signs in to the mail server and sends nothing.
   * @throws ProxyCallError with code `provider_unavailable` or `provider_failed`, whose message says what is wrong without an address
   */
  check(): Promise<void>;
  /** Waits for mails that are being sent. No other method may be called afterwards. */
  close(): Promise<void>;
}
