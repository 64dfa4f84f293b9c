import { createPrivateKey } from 'node:crypto';
import { privateKeyIn } from '../../domain/model/pem.js';

/** The parts of a service account's key that are needed. */
export interface ServiceAccount {
  readonly clientEmail: string;
  readonly privateKey: string;
}

/** How often a key may be wrapped: quoted and in Base64, for example. */
const MOST_WRAPPINGS = 4;

/**
 * Reads the key of a service account, as Google's console makes it or as it looks after shells, forms and editors: with a byte order
 * mark, in quotes, with escaped quotes, in Base64, with literal line ends.
 * @returns what is wrong with it otherwise, as the end of a sentence, without anything of the content
 */
export function readServiceAccount(text: string): ServiceAccount | { readonly problem: string } {
  const key = jsonIn(text);
  if (key === undefined) return { problem: otherContent(text) };
  const { client_email: email, private_key: written, type } = key;
  if (typeof email !== 'string' || typeof written !== 'string') return { problem: otherKey(key, type) };
  const privateKey = privateKeyIn(written);
  if (privateKey === undefined || !isPrivateKey(privateKey)) {
    return { problem: 'has a private_key that is damaged or incomplete: create a new key in the Google Cloud console' };
  }
  return { clientEmail: email.trim(), privateKey };
}

/** The text of a key file. Windows tools write UTF-16 too. */
export function decodeKeyFile(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}

/** Whether a value is the content of a key where the name of its file is expected. */
export function isKeyContent(text: string): boolean {
  return /^[\s\uFEFF"'`]*\{/.test(text) || jsonIn(text) !== undefined;
}

const WHAT = 'the JSON key of a service account, with client_email and private_key';

function otherContent(text: string): string {
  if (/^[\w./~\\:-]+\.json$/i.test(text.trim())) {
    return 'is the name of a file: set GOOGLE_SERVICE_ACCOUNT_FILE to it, or this variable to the content of the file';
  }
  if (privateKeyIn(text) !== undefined) return `is a private key alone: it must be ${WHAT}`;
  return `must be ${WHAT}`;
}

function otherKey(key: object, type: unknown): string {
  if ('installed' in key || 'web' in key || type === 'authorized_user') {
    return `belongs to an OAuth client or to a user: it must be ${WHAT}`;
  }
  return `must be ${WHAT}`;
}

type Json = Readonly<Record<string, unknown>>;

/** The JSON object in the text, unwrapped as often as needed. */
function jsonIn(text: string): Json | undefined {
  let candidates = [text];
  for (let wrappings = 0; wrappings <= MOST_WRAPPINGS; wrappings += 1) {
    const unwrapped: string[] = [];
    for (const candidate of candidates.map(plain)) {
      const parsed = parse(candidate) ?? parse(withEscapedLineEnds(candidate));
      if (typeof parsed === 'object' && parsed !== null) return parsed as Json;
      unwrapped.push(...(typeof parsed === 'string' ? [parsed] : []), ...unwrappings(candidate));
    }
    candidates = unwrapped;
  }
  return undefined;
}

function plain(text: string): string {
  return text.replaceAll('\uFEFF', '').trim();
}

function unwrappings(text: string): string[] {
  const inQuotes = /^(["'`])(.*)\1$/s.exec(text)?.[2];
  // Quotes that were escaped for a shell or a JSON string whose own quotes are gone.
  const unescaped = /^\{\s*\\+"/.test(text) ? text.replace(/\\+"/g, '"') : undefined;
  return [inQuotes, unescaped, decoded(text)].filter((found) => found !== undefined);
}

function decoded(text: string): string | undefined {
  const base64 = text.replace(/^(?:data:[\w/+.-]*;base64,|base64:)/, '').replace(/\s|\\[nr]/g, '');
  return /^[\w+/-]{40,}={0,2}$/.test(base64) ? decodeKeyFile(Buffer.from(base64, 'base64')) : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Reported without the content, which is secret.
    return undefined;
  }
}

/** A file of variables may have turned the line ends of the private key into real ones, which JSON does not allow in a string. */
function withEscapedLineEnds(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"/gs, (string) => string.replace(/\r?\n/g, '\\n'));
}

function isPrivateKey(pem: string): boolean {
  try {
    createPrivateKey(pem);
    return true;
  } catch {
    return false;
  }
}
