import { MIMEType } from 'node:util';
import { HttpProblem } from './problem.js';

/**
 * Of a webhook or of JSON, in bytes. A webhook is well under a kilobyte; a text of 1,600 characters with ten pictures is under 16
 * kilobytes.
 */
export const LARGEST_BODY = 64 * 1024;

export function tooLarge(): HttpProblem {
  return new HttpProblem('payload_too_large', 'the body is too large');
}

/** As carriers and browsers write it. */
const USUAL_FORMS: ReadonlySet<string> = new Set([
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=UTF-8',
  'application/x-www-form-urlencoded;charset=UTF-8',
]);

/** Everything is UTF-8: a body in another encoding would be stored garbled. */
export function refuseOtherCharset(contentType: string | undefined): void {
  if (contentType === undefined || USUAL_FORMS.has(contentType) || isUtf8(contentType)) return;
  throw new HttpProblem('unsupported_media_type', 'send the body in UTF-8');
}

function isUtf8(contentType: string): boolean {
  try {
    const charset = new MIMEType(contentType).params.get('charset');
    // The labels that stand for UTF-8: https://encoding.spec.whatwg.org/#names-and-labels
    return charset === null || new TextDecoder(charset).encoding === 'utf-8';
  } catch {
    return false;
  }
}

/** Carriers do not compress webhooks. */
export function refuseEncodedWebhook({ 'content-encoding': encoding, 'content-type': type }: Headers): void {
  if (encoding !== undefined && String(encoding).toLowerCase() !== 'identity')
    throw new HttpProblem('unsupported_media_type', 'send the body without a Content-Encoding');
  refuseOtherCharset(typeof type === 'string' ? type : undefined);
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;
