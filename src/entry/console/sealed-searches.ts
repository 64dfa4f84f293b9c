import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/**
 * What somebody has searched for, as the address of the result has it: so that "Back" and "Reload" show it again, at any instance. The text
 * itself may be a phone.
 */
export interface SealedSearches {
  /** @returns letters, digits, `-` and `_`, which say nothing to whoever does not have the secret of the sign-in */
  readonly seal: (text: string) => string;
  /** Undefined for what was sealed ten minutes ago, by another sign-in, or by nobody. */
  readonly open: (sealed: string) => string | undefined;
}

const VALID_MS = 10 * 60_000;
const CIPHER = 'aes-256-gcm';
/** In bytes, as NIST SP 800-38D has them. */
const IV = 12;
const TAG = 16;

/** @param secret of a sign-in @param now milliseconds since the epoch */
export function sealedSearches(secret: string, now: number): SealedSearches {
  const key = () => Buffer.from(hkdfSync('sha256', secret, '', 'proxycall search', 32));
  return {
    seal(text) {
      const iv = randomBytes(IV);
      const cipher = createCipheriv(CIPHER, key(), iv, { authTagLength: TAG });
      const sealed = Buffer.concat([cipher.update(`${now.toString()} ${text}`), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < IV + TAG) return undefined;
      const decipher = createDecipheriv(CIPHER, key(), bytes.subarray(0, IV), { authTagLength: TAG });
      decipher.setAuthTag(bytes.subarray(IV, IV + TAG));
      const start = decipher.update(bytes.subarray(IV + TAG));
      try {
        const [, at, text] = /^(\d+) (.*)$/s.exec(Buffer.concat([start, decipher.final()]).toString()) ?? [];
        return Number(at) + VALID_MS > now ? text : undefined;
      } catch {
        return undefined;
      }
    },
  };
}
