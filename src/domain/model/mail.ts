/** How long handing in a mail may take, in milliseconds: a mail that takes longer is taken for lost, and sent again. */
export const LONGEST_SEND_MS = 90_000;

/** A mail to one person. */
export interface OutgoingMail {
  /**
   * Letters, digits, `.`, `-` and `_`, 64 at most, without personal data; `@` and a host name may follow. A repeated mail has the same
   * one, so that mailboxes show it once. Without a host, the domain of the sender is added.
   */
  readonly messageId: string;
  /** One address, without a name: `ada@shop.example`. */
  readonly to: string;
  /** One line. */
  readonly subject: string;
  readonly text: string;
  /** The same as HTML. What comes from people must be escaped in it. */
  readonly html: string;
  /** Where answers go, an address as in `to`. Default: to the sender. */
  readonly replyTo?: string | undefined;
}

/** Who sends a mail. */
export interface MailSender {
  /** Shown instead of the address. Empty when there is none. */
  readonly name: string;
  readonly address: string;
}

/** Of a path in SMTP (RFC 5321, section 4.5.3.1), in characters. */
const LONGEST_ADDRESS = 254;
const LONGEST_LOCAL_PART = 64;

/** Nothing that separates addresses, begins a comment or a quoted text, or breaks a line. */
const LOCAL_PART = /^[^\s\p{C}@<>()[\]\\,;:"]+$/u;
const DOMAIN =
  /^[\p{L}\p{N}\p{M}]([\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?(\.[\p{L}\p{N}\p{M}]([\p{L}\p{N}\p{M}-]*[\p{L}\p{N}\p{M}])?)*$/u;

/**
 * Whether a text is one mail address and nothing else. Addresses with quotes or comments, and those at an IP address, are valid in
 * mail (RFC 5322) and refused here: nobody has one, and programs disagree about where they end.
 */
export function isMailAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  const fits = text.length <= LONGEST_ADDRESS && local.length <= LONGEST_LOCAL_PART;
  return at > 0 && fits && LOCAL_PART.test(local) && DOMAIN.test(domain);
}

const MESSAGE_ID = /^[A-Za-z0-9._-]{1,64}(@[A-Za-z0-9.-]{1,190})?$/;
const CONTROL_CHARACTER = /\p{Cc}/u;

/** The part of a mail that may not be sent as it is, because it could add a header or a recipient; undefined when there is none. */
export function mailFault({ messageId, to, replyTo, subject }: OutgoingMail): MailPart | undefined {
  if (!isMailAddress(to)) return 'recipient';
  if (replyTo !== undefined && !isMailAddress(replyTo)) return 'reply_to';
  if (CONTROL_CHARACTER.test(subject)) return 'subject';
  return MESSAGE_ID.test(messageId) ? undefined : 'message_id';
}

type MailPart = 'recipient' | 'reply_to' | 'subject' | 'message_id';

/** `Name <address>`, or an address alone. Undefined when it is neither. */
export function parseMailSender(text: string): MailSender | undefined {
  const [, quoted, plain = quoted ?? '', bracketed = text.trim()] = WITH_NAME.exec(text) ?? [];
  const name = plain.trim();
  if (!isMailAddress(bracketed) || CONTROL_CHARACTER.test(name)) return undefined;
  return { name, address: bracketed };
}

/** A name, which may be in quotes, in front of an address in angle brackets. */
const WITH_NAME = /^\s*(?:"([^"<>]*)"|([^"<>]*?))\s*<([^<>]*)>\s*$/;
