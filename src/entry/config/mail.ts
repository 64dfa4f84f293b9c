import { isLoopback } from '../../adapters/smtp/loopback.js';
import type { MailSender } from '../../domain/model/mail.js';
import type { ServerReader } from './server-reader.js';

/** The mail server, and who writes. */
export interface MailConfig {
  readonly host: string;
  readonly port: number;
  readonly login: { readonly user: string; readonly password: string } | undefined;
  readonly from: MailSender;
  readonly tls: 'required' | 'off';
}

/** @returns undefined when no mail is to be sent */
export function readMail(reader: ServerReader): MailConfig | undefined {
  const host = reader.value('SMTP_HOST');
  const tls = reader.value('SMTP_TLS');
  // Checked without a host too: what is set is meant.
  const [port, login] = [reader.value('SMTP_PORT'), readLogin(reader)];
  if (host === undefined) {
    const set = NEEDS_HOST.find((name) => reader.isSet(name));
    if (set !== undefined && !reader.isSet('SMTP_HOST'))
      reader.fault('SMTP_HOST', `is not set, although ${set} is: without a host no mail is sent`);
    return undefined;
  }
  if (tls === 'off' && !isLoopback(host)) {
    const problem = 'is off, which is for a mail server on this machine only (localhost): leave it out';
    reader.fault('SMTP_TLS', problem);
  }
  const from = reader.required('SMTP_FROM', 'mail');
  return from === undefined ? undefined : { host, port, login, from, tls };
}

/** Not those with a default: the example file has them. */
const NEEDS_HOST = ['SMTP_FROM', 'SMTP_USER', 'SMTP_PASSWORD'] as const;

function readLogin(reader: ServerReader): MailConfig['login'] {
  const [user, password] = [reader.value('SMTP_USER'), reader.value('SMTP_PASSWORD')];
  if (user !== undefined && password !== undefined) return { user, password };
  if (user !== undefined) reader.fault('SMTP_PASSWORD', 'is not set, although SMTP_USER is');
  if (password !== undefined) reader.fault('SMTP_USER', 'is not set, although SMTP_PASSWORD is');
  return undefined;
}
