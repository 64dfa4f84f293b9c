import type { IncomingMessage } from 'node:http';
import type { Middleware } from 'koa';
import { HttpProblem } from './problem.js';

/** What RFC 9112 calls the origin form, in the characters of a URL: no fragment, nothing that is not ASCII. */
const ORIGIN_FORM = /^\/[!-"$-~]*$/;
const CONTROL = /\p{Cc}/u;

/** The part of a request target ahead of its query. */
export function pathOf(target: string): string {
  const end = target.indexOf('?');
  return end < 0 ? target : target.slice(0, end);
}

export function checkTarget(): Middleware {
  return (ctx, next) => {
    checkRequest(ctx.req);
    return next();
  };
}

/** @throws HttpProblem when the target or the header Host is not as HTTP wants it */
export function checkRequest(request: IncomingMessage): void {
  refuseTarget(request.url ?? '');
  refuseWithoutHost(request);
}

/** Node would refuse it as well, and with an empty answer: RFC 9112, section 3.2. */
function refuseWithoutHost({ headers, httpVersionMinor }: IncomingMessage): void {
  if (headers.host === undefined && httpVersionMinor > 0)
    throw new HttpProblem('malformed_request', 'the header Host is missing');
}

/**
 * Refuses request targets that are no path and query, before anything parses them: absolute ones (`http://host/path`), `*`, and those
 * that no parser takes. What is percent-encoded must be UTF-8 without control characters: no id, cursor or filter has any, and
 * databases do not store a zero.
 */
export function refuseTarget(target: string): void {
  if (!ORIGIN_FORM.test(target)) throw new HttpProblem('malformed_request', 'the request target must be a path');
  // Most targets have nothing to decode.
  if (target.includes('%')) checkEncoded(target);
}

function checkEncoded(target: string): void {
  let decoded: string;
  try {
    // Takes UTF-8 only, unlike the parsers of queries, which replace what they do not understand.
    decoded = decodeURIComponent(target);
  } catch {
    throw new HttpProblem('malformed_request', 'what is percent-encoded in the URL must be UTF-8');
  }
  if (CONTROL.test(decoded)) throw new HttpProblem('malformed_request', 'the URL must not contain control characters');
}
