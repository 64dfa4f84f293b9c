import { withoutInvisible } from './characters.js';
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

/** The word, and the blanks and the punctuation around it. */
const WORD = /^\s*(\p{L}{3,12})[\s\u2800\p{P}]*$/u;

/** Only for a text that is exactly one of the words: anything longer is for the other person to read. */
export function readOptOut(body: string): OptOutRequest | undefined {
  const letters = withoutInvisible(body).normalize('NFKD').replaceAll(/\p{M}/gu, '');
  const [, word = ''] = WORD.exec(letters) ?? [];
  return WORDS.get(word.toUpperCase());
}

/**
 * How many requests of strangers an open session remembers: anybody may write to it, and fill the record. The oldest go first.
 */
export const MOST_STRANGERS = 20;

/**
 * The session after a person's request.
 * @param known whose requests are kept whoever else asks; undefined for everybody's
 */
export function withOptOut<S extends LiveSession>(
  session: S,
  person: PersonKey,
  request: 'stop' | 'start',
  known?: readonly PersonKey[],
): S {
  const others = session.optedOut.filter((key) => key !== person);
  if (request === 'start') return { ...session, optedOut: others };
  const all = [...others, person];
  if (known === undefined) return { ...session, optedOut: all };
  const strangers = new Set(all.filter((key) => !known.includes(key)).slice(-MOST_STRANGERS));
  return { ...session, optedOut: all.filter((key) => known.includes(key) || strangers.has(key)) };
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
