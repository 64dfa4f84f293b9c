/**
 * Mail over SMTP.
 * @module proxycall/mail
 */
import type { SMTPPoolOptions } from 'nodemailer';
import type SMTPPool from 'nodemailer/lib/smtp-pool';
import { ProxyCallError } from '../../domain/model/errors.js';
import {
  isMailAddress,
  LONGEST_SEND_MS,
  mailFault,
  type MailSender,
  type OutgoingMail,
} from '../../domain/model/mail.js';
import type { Mailer, MailReceipt } from '../../ports/mailer.js';
import { explain, refusalOf } from './faults.js';
import { isLoopback } from './loopback.js';
import { handOver, within } from './pool.js';

/** Who signs in to a mail server. */
export interface SmtpLogin {
  readonly user: string;
  readonly password: string;
}

/** A mail server, and who writes. */
export interface SmtpOptions {
  /** A host name or an IP address. */
  readonly host: string;
  /** Default: 587. On 465 the connection is encrypted from the start, on others after STARTTLS. */
  readonly port?: number | undefined;
  /** Default: none. */
  readonly login?: SmtpLogin | undefined;
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
/** Mail servers count connections; small ones refuse a tenth. */
const MOST_CONNECTIONS = 5;
/** For the next mail of a batch. Not longer, as servers and networks drop what is silent. */
const IDLE_MS = 5_000;

/**
 * Creates a mailer that hands mails to a mail server. Loads the package for it, and connects, with the first mail; at most five connections
 * are open, and each is closed when no mail has followed for five seconds.
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
  let pool: Promise<SMTPPool> | undefined;
  const opened = () => (pool ??= openPool(options));
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
    send: (mail) => tracked(send(mail, options, opened)),
    check: () => tracked(check(options, opened)),
    async close() {
      await Promise.allSettled(underWay);
      (await pool)?.close();
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

async function openPool(options: SmtpOptions): Promise<SMTPPool> {
  const { default: Pool } = await import('nodemailer/lib/smtp-pool');
  return new Pool(poolOptions(options));
}

function poolOptions({ host, port = DEFAULT_PORT, tls = 'required', login, ...rest }: SmtpOptions): SMTPPoolOptions {
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
    maxConnections: MOST_CONNECTIONS,
    idleTimeout: IDLE_MS,
    // A connection that the server has closed in between is replaced once. Otherwise whoever sends decides whether to try again.
    maxRequeues: 1,
    ...(login === undefined ? {} : { auth: { user: login.user, pass: login.password } }),
    ...(ca === undefined ? {} : { tls: { ca } }),
  };
}

function totalMs({ timeoutMs = DEFAULT_TIMEOUT_MS }: SmtpOptions): number {
  return Math.min(SLOW_ANSWERS * timeoutMs, LONGEST_SEND_MS);
}

async function send(mail: OutgoingMail, options: SmtpOptions, opened: () => Promise<SMTPPool>): Promise<MailReceipt> {
  const fault = mailFault(mail);
  if (fault !== undefined) return { kind: 'refused', isPermanent: true, about: 'mail', reason: fault };
  let hasBegun = false;
  try {
    const [pool, message] = await Promise.all([opened(), compose(mail, options.from)]);
    await handOver(pool, message, totalMs(options), () => {
      hasBegun = true;
    });
    return { kind: 'accepted' };
  } catch (error) {
    return refusalOf(error, hasBegun);
  }
}

async function check(options: SmtpOptions, opened: () => Promise<SMTPPool>): Promise<void> {
  try {
    await within(totalMs(options), (await opened()).verify());
  } catch (error) {
    throw explain(error);
  }
}

/** Addresses are given in parts: as one text they would be parsed, and might turn out to be several. */
async function compose(mail: OutgoingMail, from: MailSender) {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
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
  return composer.compile();
}

/** As it is written in a header: in ASCII. */
function domainOf({ address }: MailSender): string {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return URL.canParse(`http://${domain}`) ? new URL(`http://${domain}`).hostname : domain;
}
