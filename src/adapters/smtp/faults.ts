import { ProxyCallError } from '../../domain/model/errors.js';
import type { MailReceipt } from '../../ports/mailer.js';

/**
 * What the package says about an error. Its message quotes the server, and so may quote addresses: of what the server wrote, only the codes
 * are read.
 */
interface SmtpError {
  /** A word of the package: https://nodemailer.com/errors */
  readonly code?: unknown;
  /** That of Node.js, such as `ECONNREFUSED` or `DEPTH_ZERO_SELF_SIGNED_CERT`. */
  readonly originalCode?: unknown;
  /** The three digits that the server answered with (RFC 5321, section 4.2). */
  readonly responseCode?: unknown;
  /** The answer as the server wrote it. */
  readonly response?: unknown;
  /** The command that was under way. */
  readonly command?: unknown;
}

interface Fault {
  /** What was refused, or went wrong. */
  readonly word: Word;
  readonly reply: number | undefined;
  /** Whether it is due to the mail: to its recipient or its content, and not to the server, the account or the network. */
  readonly isAboutMail: boolean;
}

type Word = 'recipient' | 'message' | 'sender' | 'login' | 'encryption' | 'timeout' | 'name' | 'connection';

function faultOf(error: unknown): Fault {
  const { code, originalCode, responseCode, response, command }: SmtpError =
    typeof error === 'object' && error !== null ? error : {};
  const reply = typeof responseCode === 'number' ? responseCode : undefined;
  const word = wordOf(String(code), String(command), String(originalCode));
  const isAboutMail = (word === 'recipient' || word === 'message') && mayBeAboutMail(String(response));
  return { word, reply, isAboutMail };
}

/** An enhanced status code after the reply code: class, subject and detail (RFC 2034, section 4; RFC 3463, section 2). */
const ENHANCED = /^\d{3}[ -]\d\.(\d{1,3})\.(\d{1,3})(?!\S)/;

/**
 * Whether a refused recipient or message may be due to the mail itself. By RFC 3463, `1` is an address, but `1.7` and `1.8` that of the
 * sender, `2` the mailbox, `6` the content and `3.4` its size. All others are about the server, the network, or whether this sender may
 * send: such as `7.1` (a relay is denied) and `4.5` (what Google says when an account has sent too much). Without a code nobody can tell.
 */
function mayBeAboutMail(response: string): boolean {
  const [, subject, detail] = ENHANCED.exec(response) ?? [];
  if (subject === undefined) return true;
  if (subject === '1') return detail !== '7' && detail !== '8';
  return subject === '2' || subject === '6' || (subject === '3' && detail === '4');
}

/** What Node.js says about certificates: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const CERTIFICATE = /CERT|TLS|SSL|SIGNATURE|ISSUER/;

function wordOf(code: string, command: string, originalCode: string): Word {
  if (code === 'EAUTH' || code === 'ENOAUTH') return 'login';
  if (code === 'ETLS' || command === 'STARTTLS' || CERTIFICATE.test(originalCode)) return 'encryption';
  // EABORT: the time that a mail may take as a whole is over.
  if (code === 'ETIMEDOUT' || code === 'EABORT') return 'timeout';
  if (code === 'EDNS') return 'name';
  if (command === 'RCPT TO') return 'recipient';
  if (command === 'DATA' || code === 'EMESSAGE') return 'message';
  return command === 'MAIL FROM' ? 'sender' : 'connection';
}

/**
 * The refusal that a failed mail amounts to.
 * @param hasBegun whether the content was being sent: then the server may have accepted it
 * @throws `outcome_unknown` when it may have
 */
export function refusalOf(error: unknown, hasBegun: boolean): Extract<MailReceipt, { kind: 'refused' }> {
  const { word, reply, isAboutMail } = faultOf(error);
  if (reply === undefined && hasBegun)
    throw new ProxyCallError('outcome_unknown', 'the mail server did not say whether it accepted the mail');
  const isPermanent = isAboutMail && (reply === undefined || reply >= 500);
  return { kind: 'refused', isPermanent, reason: reply === undefined ? word : `${reply.toString()} ${word}` };
}

const ADVICE: Readonly<Record<Word, string>> = {
  recipient: 'it refuses the recipient',
  message: 'it refuses the message',
  sender: 'it refuses the sender',
  login: 'it refuses the login: check the user and the password',
  encryption:
    'no encrypted connection could be made: the port must offer STARTTLS (465: TLS), with a certificate that is valid for this host',
  timeout: 'it did not answer in time: check the host and the port',
  name: 'its name cannot be resolved: check the host',
  connection: 'the connection failed: check the host and the port',
};

/** For the person who configured the server. */
export function explain(error: unknown): ProxyCallError {
  const { word, reply } = faultOf(error);
  const label = reply === undefined ? '' : ` (SMTP ${reply.toString()})`;
  const isAnswer = reply !== undefined || word === 'login';
  return new ProxyCallError(
    isAnswer ? 'provider_failed' : 'provider_unavailable',
    `the mail server cannot be used: ${ADVICE[word]}${label}`,
    isAnswer ? {} : { retryable: true },
  );
}
