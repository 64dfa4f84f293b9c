import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { createSmtpMailer, type SmtpOptions } from '../../src/adapters/smtp/index.js';
import type { ArrivedMail, MailBehaviour } from '../../src/entry/testing/index.js';
import { CERTIFICATE, PRIVATE_KEY } from './certificate.js';

/** A mail as it came over the wire. */
export interface Delivered {
  readonly from: string;
  readonly to: readonly string[];
  readonly secure: boolean;
  readonly user: string | undefined;
  readonly raw: string;
  readonly parsed: Email;
}

export interface MailServer {
  readonly port: number;
  behaviour: MailBehaviour;
  readonly delivered: readonly Delivered[];
  close(): Promise<void>;
}

export const LOGIN = { user: 'shop-user', password: 'pass-4711-word' };
export const FROM = { name: 'The shop, "Zoë" & Co', address: 'noreply@shop.example' };

/** The error of SMTP that the server answers with. */
function answer(responseCode: number): Error {
  return Object.assign(new Error('ada@shop.example: no such person'), { responseCode });
}

/** A real mail server on a free port of this machine. It wants a login once the connection is encrypted, and offers to encrypt it. */
export async function startMailServer(options: SMTPServerOptions = {}, at: 'recipient' | 'content' = 'recipient') {
  const delivered: Delivered[] = [];
  const refusal = () => (server.behaviour === 'refuses' ? 550 : server.behaviour === 'defers' ? 450 : undefined);
  const smtp = new SMTPServer({
    key: PRIVATE_KEY,
    cert: CERTIFICATE,
    authOptional: true,
    // A mailer may keep a connection for its next mail.
    closeTimeout: 100,
    logger: false,
    onAuth: ({ username, password }, _session, done) => {
      const isRight = username === LOGIN.user && password === LOGIN.password;
      done(isRight ? null : answer(535), isRight ? { user: username } : undefined);
    },
    onRcptTo: (_address, _session, done) => {
      const code = at === 'recipient' ? refusal() : undefined;
      done(code === undefined ? null : answer(code));
    },
    onData: (stream, session, done) => {
      void buffer(stream).then(async (content) => {
        const code = refusal();
        if (code !== undefined) {
          done(answer(code));
          return;
        }
        const { mailFrom, rcptTo } = session.envelope;
        delivered.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          secure: session.secure,
          user: session.user as string | undefined,
          raw: content.toString('latin1'),
          parsed: await PostalMime.parse(content),
        });
        if (server.behaviour === 'loses') for (const { _socket: socket } of smtp.connections) socket.destroy();
        else done();
      });
    },
    ...options,
  });
  smtp.on('error', () => undefined);
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  const server: MailServer = {
    port: (smtp.server.address() as AddressInfo).port,
    behaviour: 'accepts',
    delivered,
    close: () =>
      new Promise((resolve) => {
        smtp.close(resolve);
      }),
  };
  return server;
}

/** Signs in to that server over an encrypted connection, whose certificate it trusts. */
export function mailerAt({ port }: Pick<MailServer, 'port'>, options: Partial<SmtpOptions> = {}) {
  return createSmtpMailer({ host: 'localhost', port, from: FROM, login: LOGIN, ca: CERTIFICATE, ...options });
}

/** What a reader sees of a mail. The host that the mailer adds to a message id is left out. */
export function readAs({ parsed, to }: Delivered): ArrivedMail {
  const id = parsed.messageId?.replace(/^<|>$/g, '').replace(`@${FROM.address.split('@')[1] ?? ''}`, '') ?? '';
  const [replyTo] = parsed.replyTo ?? [];
  return {
    messageId: id,
    to: to.join(),
    subject: parsed.subject ?? '',
    text: plain(parsed.text),
    html: plain(parsed.html),
    ...(replyTo?.address === undefined ? {} : { replyTo: replyTo.address }),
    headers: parsed.headers.map(({ key }) => key),
  };
}

/** Lines end otherwise in mails, and the last one always does. */
function plain(text = ''): string {
  return text.replaceAll('\r\n', '\n').replace(/\n$/, '');
}
