import type { Context } from 'koa';
import { readBody } from '../body.js';
import { refuseEncodedWebhook } from '../media.js';
import { HttpProblem } from '../problem.js';

/** Of a form of a public page, in bytes. */
const LARGEST_FORM = 4 * 1024;

/** The fields of a form. @param largest in bytes. @throws HttpProblem for anything that no form of ours sends */
export async function readForm(ctx: Context, largest = LARGEST_FORM): Promise<ReadonlyMap<string, string>> {
  if (typeof ctx.request.is('urlencoded') !== 'string' && ctx.request.length > 0)
    throw new HttpProblem('unsupported_media_type', 'send a form as application/x-www-form-urlencoded');
  refuseEncodedWebhook(ctx.req.headers);
  const text = (await readBody(ctx.req, ctx.req, largest)).toString('latin1');
  const fields = new Map<string, string>();
  for (const pair of text.split('&').filter((each) => each !== '')) {
    const [name = '', ...value] = pair.split('=');
    const decodedName = decoded(name);
    if (fields.has(decodedName)) throw malformed();
    fields.set(decodedName, decoded(value.join('=')));
  }
  return fields;
}

/** Strictly: a lenient decoder would replace what is no UTF-8. */
function decoded(text: string): string {
  if (!/^[\x20-\x7e]*$/.test(text)) throw malformed();
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw malformed();
  }
}

function malformed(): HttpProblem {
  return new HttpProblem('malformed_request', 'malformed form');
}

/**
 * Refuses a form that a page of somebody else has sent, where the browser tells. Our pages ask for no referrer, and so their forms come
 * with the Origin `null`, which says nothing.
 * @param publicUrls under which browsers may know this service
 */
export function refuseOtherSites(ctx: Context, publicUrls: readonly string[]): void {
  const site = ctx.get('Sec-Fetch-Site');
  const origin = ctx.get('Origin');
  const isOurs =
    site === '' ? origin === '' || origin === 'null' || isOurOrigin(origin) : site === 'same-origin' || site === 'none';
  if (!isOurs) throw new HttpProblem('forbidden', 'this form was sent by another site');

  function isOurOrigin(text: string): boolean {
    if (!URL.canParse(text)) return false;
    const { host } = new URL(text);
    return host === ctx.host || publicUrls.some((url) => new URL(url).host === host);
  }
}
