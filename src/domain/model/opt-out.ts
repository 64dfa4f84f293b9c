import type { PersonKey } from './person.js';
import { isLive, type LiveSession } from './session.js';
import type { RoutingState } from './routing.js';

/** What a person asks for with one word: no more texts, texts again, or who is writing to them. */
export type OptOutRequest = 'stop' | 'start' | 'help';

/**
 * The words, without accents. Those of Twilio, https://www.twilio.com/docs/messaging/guides/how-to-use-advanced-opt-out, except YES
 * and INFO, which people say to each other; and French ones.
 */
const WORDS: ReadonlyMap<string, OptOutRequest> = new Map([
  ...(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT', 'ARRET', 'ARRETER'] as const).map(
    (word) => [word, 'stop'] as const,
  ),
  ...(['START', 'UNSTOP'] as const).map((word) => [word, 'start'] as const),
  ...(['HELP', 'AIDE'] as const).map((word) => [word, 'help'] as const),
]);

/** With accents and punctuation. A longer text is no word. */
const LONGEST_WORD = 32;

/** What surrounds a word without being part of it: blanks and invisible characters on both sides, punctuation after it. */
const AROUND = /^[\s\p{Cf}]+|[\s\p{Cf}\p{P}]+$/gu;

/** Only for a text that is exactly one of the words: anything longer is for the other person to read. */
export function readOptOut(body: string): OptOutRequest | undefined {
  const trimmed = body.trim();
  if (trimmed.length > LONGEST_WORD) return undefined;
  const word = trimmed.replace(AROUND, '').normalize('NFKD').replaceAll(/\p{M}/gu, '').toUpperCase();
  return WORDS.get(word);
}

/**
 * The session after a person's request. Besides its participants only the last caller, and whoever asked last, are remembered: so
 * unknown senders cannot fill the record.
 * @param lasting whose earlier requests are kept; undefined for everybody's
 */
export function withOptOut<S extends LiveSession>(
  session: S,
  person: PersonKey,
  request: 'stop' | 'start',
  lasting?: readonly PersonKey[],
): S {
  const others = session.optedOut.filter((key) => key !== person && (lasting?.includes(key) ?? true));
  return { ...session, optedOut: request === 'stop' ? [...others, person] : others };
}

/**
 * The session that a request of a sender is about: the one that they are a participant of, whether or not anybody can be reached
 * in it, or else the open session whose client they would reach.
 * @param reaches whether the sender would reach the client of the open session, or be reached by them
 */
export function optOutSession(
  { caller, open }: RoutingState,
  reaches: boolean,
  now: number,
): { readonly session: LiveSession; readonly of: 'caller' | 'open' } | undefined {
  const own = caller?.participant.closedAt === undefined ? caller?.session : undefined;
  if (own !== undefined && isLive(own, now)) return { session: own, of: 'caller' };
  return open !== undefined && reaches ? { session: open.session, of: 'open' } : undefined;
}
