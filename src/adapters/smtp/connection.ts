import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SMTPConnectionOptions, SMTPEnvelope } from 'nodemailer';

/** Who signs in to a mail server. */
export interface Login {
  readonly user: string;
  readonly password: string;
}

/** A connection for one mail. */
export interface Session {
  /** @param onBegin called when the server is ready for the content: from then on it may have accepted it */
  send(envelope: SMTPEnvelope, content: Buffer, onBegin: () => void): Promise<void>;
}

/** As the package reports that an answer takes too long. */
function tooLong(): Error {
  return Object.assign(new Error('the mail takes too long as a whole'), { code: 'ETIMEDOUT' });
}

/**
 * Connects, signs in, does the work and says goodbye. The package limits how long each answer may take, and a server that sends something
 * now and then may take for ever: so the whole is limited too.
 * @param totalMs how long all of it may take
 *
 * The package's transport does the same, and does not say whether the content was being sent when the connection broke.
 */
export async function withSession<T>(
  Connection: typeof SMTPConnection,
  options: SMTPConnectionOptions,
  { login, totalMs }: { readonly login: Login | undefined; readonly totalMs: number },
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const connection = new Connection(options);
  // What goes wrong between two steps: the step that waits is told too, if there is one.
  let deadline: NodeJS.Timeout | undefined;
  const broken = new Promise<never>((_, reject) => {
    deadline = setTimeout(() => {
      reject(tooLong());
    }, totalMs);
    connection.on('error', reject);
    connection.once('end', () => {
      reject(new Error('the connection has ended'));
    });
  });
  const step = <R>(
    start: (done: (error: Error | null | undefined, result?: R) => void) => void,
  ): Promise<R | undefined> =>
    Promise.race([
      broken,
      new Promise<R | undefined>((resolve, reject) => {
        start((error, result) => {
          if (error === null || error === undefined) resolve(result);
          else reject(error);
        });
      }),
    ]);
  broken.catch(() => undefined);
  try {
    await step((done) => {
      connection.connect(done);
    });
    if (login !== undefined) {
      const credentials = { user: login.user, pass: login.password };
      await step((done) => {
        connection.login({ ...credentials, credentials }, done);
      });
    }
    const result = await work({
      send: async (envelope, content, onBegin) => {
        await step((done) => {
          connection.send(envelope, contentOf(content, onBegin), done);
        });
      },
    });
    connection.quit();
    return result;
  } catch (error) {
    connection.close();
    throw error;
  } finally {
    clearTimeout(deadline);
  }
}

/** The package reads it when the server has answered DATA, and not before. */
function contentOf(content: Buffer, onBegin: () => void): Readable {
  return new Readable({
    read() {
      onBegin();
      this.push(content);
      this.push(null);
    },
  });
}
