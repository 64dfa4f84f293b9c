import { ID_RULES } from './typed-text.js';

/**
 * Why the merchant's identifier of a client or an order cannot be one; undefined when it can. One that is accepted can stand in a URL:
 * its record can be read, closed and erased over HTTP.
 */
export function merchantIdFault(id: string): string | undefined {
  if (id.trim() !== id) return 'must not begin or end with white space';
  return ID_RULES.find(({ holds }) => !holds(id))?.message;
}
