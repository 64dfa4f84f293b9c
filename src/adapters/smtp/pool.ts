import { Readable } from 'node:stream';
import type MimeNode from 'nodemailer/lib/mime-node';
import type SMTPPool from 'nodemailer/lib/smtp-pool';

/** What the pool takes: it uses these two, and of the message the envelope, the id and the content. */
type PooledMail = Parameters<SMTPPool['send']>[0];

/**
 * Sends a mail over a connection of the pool. The package limits how long each answer may take, and a server that sends something now and
 * then may take for ever: so the whole is limited too, with the time that the mail waits for a connection.
 * @param totalMs how long all of it may take
 * @param onBegin called when the server is ready for the content: from then on it may have accepted it
 */
export async function handOver(pool: SMTPPool, message: MimeNode, totalMs: number, onBegin: () => void): Promise<void> {
  const content = await message.build();
  // The pool asks for the content anew when it takes another connection, which it does only if none of it was read.
  const createReadStream = () => contentOf(content, onBegin);
  const data = { signal: AbortSignal.timeout(totalMs) };
  const mail = { data, message: Object.assign(message, { createReadStream }) } as unknown as PooledMail;
  await new Promise<void>((resolve, reject) => {
    pool.send(mail, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
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

/** @throws an error with the package's code for a timeout, when the work takes longer */
export async function within(totalMs: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error('it takes too long as a whole'), { code: 'ETIMEDOUT' }));
    }, totalMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
