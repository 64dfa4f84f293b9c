import { Agent, request } from 'node:http';
import { connect } from 'node:net';

/** Sends one request of a kind and waits until it is over, however it ends. */
export type Send = (index: number) => Promise<void>;

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
/** Has the form of one, so that nothing but the signature itself is wrong. */
const SIGNATURE = { 'x-twilio-signature': `${'A'.repeat(27)}=` };

const METHODS = ['GET', 'PUT', 'DELETE', 'TRACE', 'OPTIONS', 'PROPFIND', 'PATCH', 'LINK', 'M-SEARCH', 'HEAD'];
const WEBHOOKS = [
  '/twilio/voice',
  '/twilio/voice/ended',
  '/twilio/voice/whisper',
  '/twilio/voice/placed',
  '/twilio/voice/placed/key',
  '/twilio/voice/placed/ended',
  '/twilio/sms',
  '/twilio/sms/status',
];
const TARGETS = [
  'http://x.example/twilio/voice',
  '*',
  '//[',
  '/%',
  '/%00',
  '/%ff',
  'http://[::1',
  '/..',
  '/orders?cursor=%00',
];

/** Bytes that are no request. */
const NOISE = [
  'GET\r\n\r\n',
  'BREW /pot HTTP/1.1\r\nHost: x\r\n\r\n',
  'GET / HTTP/9.9\r\nHost: x\r\n\r\n',
  `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`,
  'POST /twilio/voice HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
  'CONNECT x:443 HTTP/1.1\r\nHost: x:443\r\n\r\n',
  '\u0016\u0003\u0001',
];

/** In another case at each index, with an ending of its own. */
function oddPath(index: number): string {
  const path = WEBHOOKS[index % WEBHOOKS.length] ?? '';
  const cased = path.replace(/[a-z]/g, (letter: string, at: number) =>
    (index >> (at % 16)) & 1 ? letter.toUpperCase() : letter,
  );
  return index % 3 === 0 ? `${cased}/` : `${cased}/${index.toString(36)}`;
}

/** The kinds of requests that strangers send, all of them unsigned or without a right token. */
export function createRequests(port: number): Readonly<Record<string, Send>> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const form = Array.from({ length: 15_000 }, (_, index) => index.toString(36)).join('&');

  const send = (method: string, path: string, headers: Record<string, string>, body = '') =>
    new Promise<void>((resolve) => {
      const sent = request({ host: '127.0.0.1', port, agent, method, path, headers }, (reply) => {
        reply.resume();
        reply.once('close', resolve);
      });
      sent.once('error', () => {
        resolve();
      });
      sent.end(body);
    });
  const raw = (bytes: string, abort: boolean) =>
    new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined);
      socket.once('close', () => {
        resolve();
      });
      socket.resume();
      socket.write(bytes, () => {
        if (abort) socket.resetAndDestroy();
      });
      socket.setTimeout(5000, () => socket.destroy());
    });

  return {
    'odd paths': (index) => send('POST', oddPath(index), FORM, 'CallSid=CA1'),
    'unknown paths': (index) =>
      send('GET', `/${index.toString(36)}/${index.toString()}`, { 'x-request-id': `s-${index.toString()}` }),
    'odd methods': (index) =>
      send(METHODS[index % METHODS.length] ?? 'GET', WEBHOOKS[index % WEBHOOKS.length] ?? '/', {}),
    'odd targets': (index) => send('GET', TARGETS[index % TARGETS.length] ?? '/', {}),
    '15,000 parameters': (index) =>
      send('POST', WEBHOOKS[index % WEBHOOKS.length] ?? '/', { ...FORM, ...(index % 2 === 0 ? SIGNATURE : {}) }, form),
    'wrong signatures': (index) =>
      send('POST', '/twilio/voice', { ...FORM, ...SIGNATURE }, `CallSid=CA${index.toString()}`),
    'wrong tokens': (index) =>
      send('GET', '/orders', {
        authorization: `Bearer ${index.toString(36)}`,
        'x-forwarded-for': `10.${(index >> 16).toString()}.${((index >> 8) & 255).toString()}.${(index & 255).toString()}`,
      }),
    'large bodies': () => send('POST', '/twilio/sms', FORM, form.repeat(2)),
    'aborted bodies': (index) =>
      raw(
        `POST ${index % 2 === 0 ? '/twilio/voice' : '/orders'} HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\nCallSid=`,
        true,
      ),
    'no requests': (index) => raw(NOISE[index % NOISE.length] ?? '', false),
  };
}

/** Keeps connections open that send a head or a body byte by byte. @returns how to end them */
export function startSlowSenders(port: number, count: number): () => void {
  const sockets = Array.from({ length: count }, (_, index) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.resume();
    socket.write(
      index % 2 === 0
        ? 'POST /twilio/voice HTTP/1.1\r\nHost: x\r\nX-Slow: '
        : 'POST /twilio/voice HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n',
    );
    return socket;
  });
  const timer = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write('a');
  }, 500);
  return () => {
    clearInterval(timer);
    for (const socket of sockets) socket.destroy();
  };
}
