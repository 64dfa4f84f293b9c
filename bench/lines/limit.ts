/**
 * The limit line: what any Koa service with signed webhooks has to do before it decides anything. Koa, its router, a capped reader of
 * bodies, the check of the signature, and the same answer to everybody.
 *
 * Frozen: every ratio is to this file, so that it imports nothing from src and does not change. test/bench.test.ts checks both.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse, type ParsedUrlQuery } from 'node:querystring';
import Router from '@koa/router';
import Koa from 'koa';
import { reportFigures } from './figures.js';

const AUTH_TOKEN = 'bench-token';
const PUBLIC_URL = 'https://bench.example';
const MAX_BODY_BYTES = 64 * 1024;
const ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response><Hangup/></Response>';

/** @returns undefined when it is too long */
function readBody(request: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    });
    request.on('end', () => {
      resolve(bytes <= MAX_BODY_BYTES ? Buffer.concat(chunks).toString('utf8') : undefined);
    });
    request.on('error', reject);
  });
}

/** https://www.twilio.com/docs/usage/security#validating-requests */
function isSigned(target: string, params: ParsedUrlQuery, signature: string): boolean {
  let signed = PUBLIC_URL + target;
  for (const name of Object.keys(params).sort()) signed += name + String(params[name]);
  const expected = createHmac('sha1', AUTH_TOKEN).update(signed, 'utf8').digest();
  const given = Buffer.from(signature, 'base64');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const router = new Router();
router.post('/twilio/voice', async (ctx) => {
  const body = await readBody(ctx.req);
  if (body === undefined) {
    ctx.status = 413;
    return;
  }
  const params = parse(body, '&', '=', { maxKeys: 0 });
  if (!isSigned(ctx.req.url ?? '/', params, String(ctx.req.headers['x-twilio-signature']))) {
    ctx.status = 403;
    return;
  }
  ctx.status = 200;
  ctx.body = ANSWER;
  ctx.type = 'text/xml; charset=utf-8';
});

const app = new Koa();
app.use(router.routes());
const handle = app.callback();
const server = createServer((request, response) => void handle(request, response));
server.listen(0, '127.0.0.1', () => {
  reportFigures((server.address() as AddressInfo).port, () => 0);
});
