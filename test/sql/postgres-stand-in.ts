import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { ExecutionContext } from 'ava';
import { openPostgresStore } from '../../src/adapters/sql/postgres.js';

export interface StandIn {
  readonly port: number;
  readonly stop: () => void;
}

/** Answers who connects with this error, as Postgres does, or with these bytes. */
export async function startRefusing(answer: string | Buffer): Promise<StandIn> {
  const reply = typeof answer === 'string' ? errorResponse(answer) : answer;
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(reply));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port, stop: () => server.close() };
}

/** Source: https://www.postgresql.org/docs/current/protocol-message-formats.html (ErrorResponse) */
export function errorResponse(code: string): Buffer {
  const fields = `SFATAL\0VFATAL\0C${code}\0Mrefused for "u" with the password topsecret\0\0`;
  return messageOf('E', Buffer.from(fields));
}

/** The user is let in, and the server waits for a statement: AuthenticationOk and ReadyForQuery. */
export const LET_IN = Buffer.concat([messageOf('R', Buffer.alloc(4)), messageOf('Z', Buffer.from('I'))]);

function messageOf(type: string, content: Buffer): Buffer {
  const header = Buffer.alloc(5);
  header.write(type);
  header.writeInt32BE(4 + content.length, 1);
  return Buffer.concat([header, content]);
}

const FORBIDDEN = /topsecret|@127|127\.0\.0\.1/;

/** That this database cannot be opened, in these words, and without its password or address. */
export async function refused(t: ExecutionContext, url: string, words: RegExp): Promise<void> {
  const error = await t.throwsAsync(openPostgresStore({ url, timeoutMs: 2000 }));
  t.regex(error.message, words);
  t.notRegex(error.message, FORBIDDEN);
}
