import { createPrivateKey, hkdfSync } from 'node:crypto';
import { privateKeyIn } from '../../domain/model/pem.js';
import { unavailable } from './google/faults.js';

const PURPOSE = 'proxycall hash key';
const BYTES = 32;

/**
 * Derives the hash key from the private key of a service account. All instances with that account get the same key, and
 * it is not in the spreadsheet.
 * @param privateKey PEM
 */
export function deriveHashKey(privateKey: string): string {
  return Buffer.from(hkdfSync('sha256', keyBytes(privateKey), '', PURPOSE, BYTES)).toString('base64url');
}

/** The key in DER, which does not depend on the line breaks of its PEM. */
function keyBytes(privateKey: string): Buffer {
  try {
    return createPrivateKey(privateKeyIn(privateKey) ?? privateKey).export({ type: 'pkcs8', format: 'der' });
  } catch {
    // Without the cause, which may contain the key.
    throw unavailable('the private key of the service account is not in PEM format');
  }
}
