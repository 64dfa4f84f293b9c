import type { Confirmation } from './confirmation.js';

// Codes and links are not stored: they are derived from a confirmation under the hash key, when a message is sent and when an answer is
// checked. A new generation has new ones, which voids those before.

/** `Ids.keyedHash`, for the purpose that is needed here. */
export type SecretHash = (purpose: 'confirmation', text: string) => string;

/** What a secret is derived from. The time is in it because an id of the merchant's may be used again once its confirmation is forgotten. */
type Source = Pick<Confirmation, 'id' | 'createdAt' | 'generation'>;

/** Whose code it is: of the phone that is to be used, or of the one that is to be replaced. */
export type CodeOf = 'phone' | 'former_phone';

/** The code that is sent to a phone, by text and by call alike. @param digits its length */
export function codeOf(hash: SecretHash, source: Source, of: CodeOf, digits: number): string {
  const number = numberIn(secretOf(hash, source, `code ${of}`)) % 10n ** BigInt(digits);
  return number.toString().padStart(digits, '0');
}

/** The key that a person presses before they hear the code: a machine does not. @param entryId of the outbox */
export function keyOf(hash: SecretHash, entryId: string): string {
  return (numberIn(hash('confirmation', JSON.stringify(['key', entryId]))) % 10n).toString();
}

/** What a link is for. */
export const LINK_ACTIONS = ['prove', 'not_me'] as const;
export type LinkAction = (typeof LINK_ACTIONS)[number];

/** The address of a link, after `/c/`: which message it is from, and a MAC. Says nothing of anybody. */
export function linkToken(hash: SecretHash, source: Source, entryId: string, action: LinkAction): string {
  return `${entryId}.${secretOf(hash, source, `link ${entryId} ${action}`)}`;
}

/** What names the message in a link's address; undefined when it is none of ours. */
export function entryIdIn(token: string): string | undefined {
  return /^([A-Za-z0-9-]{8,64})\.[A-Za-z0-9_-]{43}$/.exec(token)?.[1];
}

/** What the link of this message is for; undefined when its MAC is wrong. */
export function actionOf(hash: SecretHash, source: Source, entryId: string, token: string): LinkAction | undefined {
  return LINK_ACTIONS.find((action) => linkToken(hash, source, entryId, action) === token);
}

/** What somebody who registers on the public page gets, so that only they can try the code there. */
export function handleOf(hash: SecretHash, { id, createdAt }: Omit<Source, 'generation'>): string {
  return `${id}.${secretOf(hash, { id, createdAt, generation: 0 }, 'handle')}`;
}

function secretOf(hash: SecretHash, { id, createdAt, generation }: Source, purpose: string): string {
  return hash('confirmation', JSON.stringify([id, createdAt, generation, purpose]));
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** So many characters of base64url are 66 bits: what a remainder prefers by, nobody can measure. */
const CHARACTERS = 11;

/** A whole number from the beginning of a hash in base64url. */
function numberIn(hash: string): bigint {
  return Array.from(hash.slice(0, CHARACTERS)).reduce((sum, char) => sum * 64n + BigInt(ALPHABET.indexOf(char)), 0n);
}
