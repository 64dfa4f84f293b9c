import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import type { Context } from 'koa';
import { LARGEST_BODY, refuseOtherCharset, tooLarge } from './media.js';
import { HttpProblem } from './problem.js';

const DECODERS = new Map([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
]);

/**
 * Reads a whole body; the rest of one that is too large is thrown away.
 * @param source the decoder that the request is piped into, if it is encoded
 * @param largest in bytes
 */
export function readBody(
  request: IncomingMessage,
  source: Readable = request,
  largest = LARGEST_BODY,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    source.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= largest) {
        chunks.push(chunk);
        return;
      }
      // A few kilobytes may unpack to any size: no more of them is unpacked.
      if (source !== request) skip(request, source);
      reject(tooLarge());
    });
    source.on('end', () => {
      const [first] = chunks;
      resolve(first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks));
    });
    // The sender has gone, or the body is not in its encoding: no fault of ours.
    source.on('error', (cause) => {
      if (source !== request) skip(request, source);
      reject(
        new HttpProblem('malformed_request', 'the body is incomplete, or is not in its Content-Encoding', { cause }),
      );
    });
  });
}

function skip(request: IncomingMessage, decoder: Readable): void {
  request.unpipe();
  request.resume();
  decoder.destroy();
}

/** The value of a JSON body; undefined without one. */
export async function readJsonBody(ctx: Context): Promise<unknown> {
  const isSent = ctx.request.length > 0 || ctx.get('Transfer-Encoding') !== '';
  if (!isSent) return undefined;
  if (typeof ctx.request.is('json', '+json') !== 'string') {
    // An empty body in chunks has no length.
    if ((await readBody(ctx.req)).length === 0) return undefined;
    throw new HttpProblem('unsupported_media_type', 'send the body as application/json');
  }
  refuseOtherCharset(ctx.req.headers['content-type']);
  const text = decode(await readBody(ctx.req, decoded(ctx)));
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's own message quotes the body.
    throw new HttpProblem('malformed_request', 'malformed request: the body must be valid JSON');
  }
}

function decoded({ req }: Context): Readable {
  const encoding = (req.headers['content-encoding'] ?? '').trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return req;
  const createDecoder = DECODERS.get(encoding);
  if (createDecoder === undefined) {
    throw new HttpProblem('unsupported_media_type', 'unknown Content-Encoding: use gzip, deflate, br, or none', {
      headers: { 'Accept-Encoding': 'gzip, deflate, br' },
    });
  }
  const decoder = createDecoder();
  // `pipe` does not pass on that the sender has gone.
  req.once('error', (error) => {
    decoder.destroy(error);
  });
  return req.pipe(decoder);
}

/** A lenient decoder would store a replacement character for each byte that it does not understand. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new HttpProblem('malformed_request', 'the body must be valid UTF-8');
  }
}
