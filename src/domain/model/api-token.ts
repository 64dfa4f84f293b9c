import { invalidField } from './errors.js';
import type { Role } from './role.js';

/** A token of the HTTP API, as it is kept: whoever reads the store cannot use it, and whoever writes there cannot make one. */
export interface ApiToken {
  /** The beginning of the digest, in hexadecimal. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** A keyed hash of the token. */
  readonly digest: string;
  /** Milliseconds since the epoch, as the times below. */
  readonly createdAt: number;
  readonly expiresAt: number | undefined;
  /** Written once an hour at most. */
  readonly lastUsedAt: number | undefined;
  /** See `recordMac`. A token whose MAC is wrong is none. */
  readonly mac: string;
}

/** What tokens begin with, so that people and scanners of leaked secrets recognise one. */
export const TOKEN_PREFIX = 'pc_';
/** Random letters and digits: 190 bits. */
export const TOKEN_SECRET_LENGTH = 32;

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** In characters. 62^6 is more than a checksum of 32 bits can be. */
const CHECKSUM_LENGTH = 6;
const SHAPE = /^pc_[0-9A-Za-z]{38}$/;

/** @param secret random letters and digits */
export function writeToken(secret: string): string {
  return TOKEN_PREFIX + secret + checksumOf(secret);
}

/** Whether a text is to be one of our tokens. One of the environment may be anything else. */
export function looksLikeToken(text: string): boolean {
  return text.startsWith(TOKEN_PREFIX);
}

/** Whether a text is as long as our tokens, and of their letters and digits. */
export function hasTokenShape(text: string): boolean {
  return SHAPE.test(text);
}

/** Whether a text is a whole token, without a typing error. Anybody can compute the checksum: it says nothing about who made it. */
export function isWholeToken(text: string): boolean {
  if (!SHAPE.test(text)) return false;
  const secret = text.slice(TOKEN_PREFIX.length, -CHECKSUM_LENGTH);
  return text.endsWith(checksumOf(secret));
}

export function isExpired({ expiresAt }: Pick<ApiToken, 'expiresAt'>, now: number): boolean {
  return expiresAt !== undefined && now >= expiresAt;
}

function checksumOf(secret: string): string {
  let rest = crc32(secret);
  let text = '';
  for (let place = 0; place < CHECKSUM_LENGTH; place += 1) {
    text = (DIGITS[rest % DIGITS.length] ?? '') + text;
    rest = Math.floor(rest / DIGITS.length);
  }
  return text;
}

/** The CRC-32 of ISO/IEC 13239, as in zip files. Here and not from node:zlib, as the light CLI checks tokens too. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const character of text) {
    crc ^= character.charCodeAt(0);
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** Marks follow the letters that they belong to, as in Hindi. */
const NAME = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} ._/-]{0,58}[\p{L}\p{M}\p{N}.])?$/u;
/** Of more digits it may be somebody's phone: some countries have numbers of 7. A date has 8 and is recognised. */
const MOST_DIGITS = 6;
const DATE = /(?<!\p{N})20\d\d[-./]?(?:0[1-9]|1[0-2])[-./]?(?:0[1-9]|[12]\d|3[01])(?!\p{N})/gu;
/** Who else changes records, as the log and the audit trail name them. */
const RESERVED: ReadonlySet<string> = new Set(
  'anyone cli library harness console spreadsheet maintenance system'.split(' '),
);

/** Names that are the same by this cannot be told apart by people: `cli`, `ＣＬＩ` and `cli.`. */
function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ ._/-]+/g, ' ')
    .trim();
}

export function isSameName(one: string, other: string): boolean {
  return plainName(one) === plainName(other);
}

/** @throws `invalid_request` when the log could not show the name, or it would be taken for somebody else's */
export function refuseTokenName(name: string): void {
  const fault = nameFault(name);
  if (fault !== undefined) throw invalidField('name', fault);
}

function nameFault(name: string): string | undefined {
  if (!NAME.test(name))
    return 'must be 1 to 60 letters, digits, spaces and . _ / -, and begin and end with a letter or digit';
  if (name.replaceAll(DATE, '').replace(/\P{N}/gu, '').length > MOST_DIGITS)
    return 'must not be a phone number: the log shows it';
  if (RESERVED.has(plainName(name))) return 'is the name of a part of ProxyCall: choose another one';
  return undefined;
}
