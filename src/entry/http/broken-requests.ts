import { STATUS_CODES, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { HttpProblem, problemDocument } from './problem.js';

/** What Node's parser and timers find wrong: https://nodejs.org/api/http.html#event-clienterror */
const PROBLEMS: Readonly<Record<string, HttpProblem>> = {
  HPE_HEADER_OVERFLOW: new HttpProblem('headers_too_large', 'the headers are too large'),
  ERR_HTTP_REQUEST_TIMEOUT: new HttpProblem('request_timeout', 'the request took too long to arrive'),
};
const MALFORMED = new HttpProblem('malformed_request', 'this is not an HTTP request');
const NO_TUNNEL = new HttpProblem('method_not_allowed', 'CONNECT is not supported');

/** How long a refused connection may take to read its answer before it is cut. */
const LINGER_MS = 1000;

/**
 * Answers what never becomes a request: bytes that are no HTTP, heads and bodies that take too long, and CONNECT. Nothing is logged:
 * strangers could fill the log.
 */
export function answerBrokenRequests(
  server: Server,
  nextRequestId: () => string,
  headers: Readonly<Record<string, string>>,
): void {
  server.on('clientError', (error, socket) => {
    const code = 'code' in error ? String(error.code) : '';
    if (code === 'ECONNRESET' || !socket.writable) socket.destroy();
    else refuse(socket, PROBLEMS[code] ?? MALFORMED);
  });
  server.on('connect', (_request, socket) => {
    socket.on('error', () => socket.destroy());
    refuse(socket, NO_TUNNEL);
  });

  function refuse(socket: Duplex, problem: HttpProblem): void {
    const requestId = nextRequestId();
    const { status, contentType, body } = problemDocument(problem, requestId);
    const all = {
      ...headers,
      'Content-Type': contentType,
      'Content-Length': Buffer.byteLength(body).toString(),
      'X-Request-Id': requestId,
      Connection: 'close',
    };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status.toString()} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`);
    // Not at once: a connection that is reset loses the answer. Not never: the other end may keep its half open.
    setTimeout(() => socket.destroy(), LINGER_MS).unref();
  }
}
