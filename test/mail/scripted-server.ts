import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { ExecutionContext } from 'ava';
import type { OutgoingMail } from '../../src/ports/mailer.js';

export const MAIL: OutgoingMail = {
  messageId: 'm-1',
  to: 'ada@client.example',
  subject: 'Zoë’s number',
  text: 'Hello',
  html: '<p>Hello</p>',
};

/** What must not be in a reason or an error. */
export const SECRETS = /ada|client\.example|noreply|shop|4711|no such person/;

/** A server that says what it is told to, to every line that it gets; first, to `greeting`. */
export async function openScripted(
  t: ExecutionContext,
  reply: (line: string, socket: Socket) => string | undefined,
): Promise<{ readonly port: number; readonly lines: readonly string[] }> {
  const lines: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    const say = (line: string) => {
      const answer = reply(line, socket);
      if (answer !== undefined) socket.write(`${answer}\r\n`);
    };
    say('greeting');
    socket.on('data', (chunk: Buffer) => {
      for (const line of chunk.toString().split('\r\n').slice(0, -1)) {
        lines.push(line);
        say(line);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, lines };
}
