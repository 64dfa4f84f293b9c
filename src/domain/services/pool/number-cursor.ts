import type { Ids } from '../../../ports/runtime.js';
import { invalidField } from '../../model/errors.js';
import type { E164 } from '../../model/phone-number.js';

// The position in a list of numbers is a number, which the list may show masked, and which must not be in an address: so a cursor has it
// enciphered, digit by digit, with a key stream that is used once.

type Secrets = Pick<Ids, 'keyedHash' | 'next'>;

export function writeNumberCursor(ids: Secrets, number: E164): string {
  const nonce = ids.next();
  return `${nonce}.${shift(ids, nonce, number.slice(1), 1)}`;
}

/** @throws `invalid_request` */
export function readNumberCursor(ids: Secrets, cursor: string): E164 {
  const [, nonce, digits] = /^(.{1,64})\.(\d{1,15})$/.exec(cursor) ?? [];
  if (nonce === undefined || digits === undefined) throw invalidField('cursor', 'was not issued by this service');
  return `+${shift(ids, nonce, digits, -1)}` as E164;
}

function shift(ids: Secrets, nonce: string, digits: string, direction: 1 | -1): string {
  const stream = ids.keyedHash('cursor', nonce);
  return Array.from(digits, (digit, index) => {
    const by = stream.charCodeAt(2 * index) + 64 * stream.charCodeAt(2 * index + 1);
    return (((Number(digit) + direction * by) % 10) + 10) % 10;
  }).join('');
}
