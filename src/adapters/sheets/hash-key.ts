import { createPrivateKey, hkdfSync } from 'node:crypto';
import { unavailable } from './google/faults.js';

const PURPOSE = 'proxycall hash key';
const BYTES = 32;

/**
 * The hash key that follows from a service account's private key: every instance with the same account has the same one,
 * and it is not in the spreadsheet.
 * @param privateKey PEM
 */
export function deriveHashKey(privateKey: string): string {
  return Buffer.from(hkdfSync('sha256', keyBytes(privateKey), '', PURPOSE, BYTES)).toString('base64url');
}

/** The key itself, however its PEM is wrapped. */
function keyBytes(privateKey: string): Buffer {
  try {
    return createPrivateKey(privateKey).export({ type: 'pkcs8', format: 'der' });
  } catch {
    // Without the cause, which may quote the key.
    throw unavailable('the private key of the service account is not a PEM text');
  }
}
