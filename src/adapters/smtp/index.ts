/**
 * Mail over SMTP.
 * @module proxycall/mail
 */
import type { SMTPConnectionOptions } from 'nodemailer';
import { ProxyCallError } from '../../domain/model/errors.js';
import {
  isMailAddress,
  LONGEST_SEND_MS,
  mailFault,
  type MailSender,
  type OutgoingMail,
} from '../../domain/model/mail.js';
import type { Mailer, MailReceipt } from '../../ports/mailer.js';
import { withSession, type Login } from './connection.js';
import { explain, refusalOf } from './faults.js';
import { isLoopback } from './loopback.js';

export type { Login as SmtpLogin } from './connection.js';

/** A mail server, and who writes. */
export interface SmtpOptions {
  /** A host name or an IP address. */
  readonly host: string;
  /** Default: 587. On 465 the connection is encrypted from the start, on others after STARTTLS. */
  readonly port?: number | undefined;
  /** Default: none. */
  readonly login?: Login | undefined;
  readonly from: MailSender;
  /**
   * `required`: nothing is sent, and nobody signs in, before the connection is encrypted. `off`: never encrypted; for a server on this
   * machine only. Default: `required`.
   */
  readonly tls?: 'required' | 'off' | undefined;
  /** Certificates of authorities in PEM that are trusted instead of those of Node.js. */
  readonly ca?: string | undefined;
  /**
   * How long to wait for each answer of the server, in milliseconds. All answers to one mail may take three times as long, and 90 seconds
   * at most. Default: 30,000.
   */
  readonly timeoutMs?: number | undefined;
}

const IMPLICIT_TLS = 465;
const DEFAULT_PORT = 587;
const DEFAULT_TIMEOUT_MS = 30_000;
/** How many answers' time a mail may take as a whole. */
const SLOW_ANSWERS = 3;

/**
 * Creates a mailer that hands mails to a mail server. Connects for each mail, and loads the package for it with the first one.
 * @throws ProxyCallError with code `invalid_request` when `tls` is `off` for another machine, or the sender has no valid address
 *
 * @example
 * ```ts
 * import { createProxyCall } from 'proxycall';
 * import { createSmtpMailer } from 'proxycall/mail';
 * import { createMemoryStore } from 'proxycall/memory';
 * import { createSimulatedCarrier } from 'proxycall/simulator';
 *
 * const mailer = createSmtpMailer({
 *   host: 'smtp.shop.example',
 *   login: { user: 'shop', password: process.env.SMTP_PASSWORD ?? 'secret' },
 *   from: { name: 'The shop', address: 'noreply@shop.example' },
 * });
 * const { telephony } = createSimulatedCarrier({ authToken: 'dev', webhookBaseUrl: () => 'https://shop.example' });
 * const proxyCall = createProxyCall({ store: createMemoryStore(), telephony, mailer });
 * await proxyCall.close();
 * ```
 */
export function createSmtpMailer(options: SmtpOptions): Mailer {
  refuseUnsafe(options);
  const connection = connectionOptions(options);
  const underWay = new Set<Promise<unknown>>();
  const tracked = async <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    try {
      return await work;
    } finally {
      underWay.delete(work);
    }
  };
  return {
    send: (mail) => tracked(send(mail, options, connection)),
    check: () => tracked(check(options, connection)),
    async close() {
      await Promise.allSettled(underWay);
    },
  };
}

function refuseUnsafe({ host, tls, from }: SmtpOptions): void {
  if (tls === 'off' && !isLoopback(host))
    throw new ProxyCallError('invalid_request', 'tls: off is for a mail server on this machine only (localhost)');
  if (!isMailAddress(from.address))
    throw new ProxyCallError('invalid_request', 'from.address: must be one mail address, without a name');
  if (/\p{Cc}/u.test(from.name)) throw new ProxyCallError('invalid_request', 'from.name: must be one line');
}

function connectionOptions({
  host,
  port = DEFAULT_PORT,
  tls = 'required',
  ...rest
}: SmtpOptions): SMTPConnectionOptions {
  const { timeoutMs = DEFAULT_TIMEOUT_MS, ca } = rest;
  const isRequired = tls === 'required';
  return {
    host,
    port,
    secure: isRequired && port === IMPLICIT_TLS,
    requireTLS: isRequired,
    ignoreTLS: !isRequired,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    // Also where this machine has no other network.
    allowInternalNetworkInterfaces: isLoopback(host),
    ...(ca === undefined ? {} : { tls: { ca } }),
  };
}

function sessionOptions({ login, timeoutMs = DEFAULT_TIMEOUT_MS }: SmtpOptions) {
  return { login, totalMs: Math.min(SLOW_ANSWERS * timeoutMs, LONGEST_SEND_MS) };
}

async function send(mail: OutgoingMail, options: SmtpOptions, connection: SMTPConnectionOptions): Promise<MailReceipt> {
  const fault = mailFault(mail);
  if (fault !== undefined) return { kind: 'refused', isPermanent: true, reason: fault };
  let hasBegun = false;
  try {
    const { message, Connection } = await prepare(mail, options.from);
    const content = await message.build();
    await withSession(Connection, connection, sessionOptions(options), (session) =>
      session.send(message.getEnvelope(), content, () => {
        hasBegun = true;
      }),
    );
    return { kind: 'accepted' };
  } catch (error) {
    return refusalOf(error, hasBegun);
  }
}

async function check(options: SmtpOptions, connection: SMTPConnectionOptions): Promise<void> {
  try {
    const { default: Connection } = await import('nodemailer/lib/smtp-connection');
    await withSession(Connection, connection, sessionOptions(options), () => Promise.resolve());
  } catch (error) {
    throw explain(error);
  }
}

/** Addresses are given in parts: as one text they would be parsed, and might turn out to be several. */
async function prepare(mail: OutgoingMail, from: MailSender) {
  const [{ default: MailComposer }, { default: Connection }] = await Promise.all([
    import('nodemailer/lib/mail-composer'),
    import('nodemailer/lib/smtp-connection'),
  ]);
  const { messageId, to, subject, text, html, replyTo } = mail;
  const composer = new MailComposer({
    from: { ...from },
    to: { name: '', address: to },
    ...(replyTo === undefined ? {} : { replyTo: { name: '', address: replyTo } }),
    messageId: `<${messageId.includes('@') ? messageId : `${messageId}@${domainOf(from)}`}>`,
    subject,
    text,
    html,
    // RFC 3834: out-of-office replies are not sent to it.
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return { message: composer.compile(), Connection };
}

/** As it is written in a header: in ASCII. */
function domainOf({ address }: MailSender): string {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : domain;
}
