import { ProxyCallError } from '../../domain/model/errors.js';
import type { MailReceipt, RefusalSubject } from '../../ports/mailer.js';

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
  readonly about: RefusalSubject;
}

type Word = 'recipient' | 'message' | 'sender' | 'login' | 'encryption' | 'timeout' | 'name' | 'connection';

function faultOf(error: unknown): Fault {
  const { code, originalCode, responseCode, response, command }: SmtpError =
    typeof error === 'object' && error !== null ? error : {};
  const reply = typeof responseCode === 'number' ? responseCode : undefined;
  const word = wordOf(String(code), String(command), String(originalCode));
  return { word, reply, about: reply === CLOSING ? 'sender' : subjectOf(word, String(response)) };
}

/** The server ends the connection: RFC 5321, section 3.8. */
const CLOSING = 421;

/** An enhanced status code after the reply code: class, subject and detail (RFC 2034, section 4; RFC 3463, section 2). */
const ENHANCED = /^\d{3}[ -]\d\.(\d{1,3})\.(\d{1,3})(?!\d)/;

/** `subject.detail`, or `subject` for all its other details: RFC 3463, section 3. What is not here may be about either. */
const SUBJECTS: Readonly<Record<string, RefusalSubject>> = {
  // An address; but that of the sender.
  ...{ '1': 'mail', '1.7': 'sender', '1.8': 'sender' },
  // The mailbox, and the content.
  ...{ '2': 'mail', '6': 'mail' },
  // The server; but the size of this message.
  ...{ '3': 'sender', '3.4': 'mail' },
  // A directory, or congestion. Google says 4.5 when an account has sent too much.
  ...{ '4.3': 'sender', '4.5': 'sender' },
};

/** The recipient's host or its route; Microsoft 365 says 4.1 of a mailbox that does not exist. */
const OF_RECIPIENT: ReadonlySet<string> = new Set(['4.1', '4.4']);

function subjectOf(word: Word, response: string): RefusalSubject {
  if (word !== 'recipient' && word !== 'message') return 'sender';
  const [, subject, detail] = ENHANCED.exec(response) ?? [];
  // The recipient or the message was refused, and nothing says that it is not because of it.
  if (subject === undefined || detail === undefined) return 'mail';
  const code = `${subject}.${detail}`;
  if (word === 'recipient' && OF_RECIPIENT.has(code)) return 'mail';
  return SUBJECTS[code] ?? SUBJECTS[subject] ?? 'unclear';
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
  const { word, reply, about } = faultOf(error);
  if (reply === undefined && hasBegun)
    throw new ProxyCallError('outcome_unknown', 'the mail server did not say whether it accepted the mail');
  // The package itself refuses what no server could take.
  const isPermanent = reply === undefined ? about === 'mail' : reply >= 500;
  return { kind: 'refused', isPermanent, about, reason: reply === undefined ? word : `${reply.toString()} ${word}` };
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
