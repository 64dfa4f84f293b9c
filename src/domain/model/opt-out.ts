import type { PersonKey } from './person.js';
import type { LiveSession } from './session.js';

export type OptOutRequest = 'stop' | 'start';

/** What somebody may text to have no more texts through a session, and to have them again. */
const WORDS: ReadonlyMap<string, OptOutRequest> = new Map([
  ['STOP', 'stop'],
  ['ARRET', 'stop'],
  ['ARRÊT', 'stop'],
  ['START', 'start'],
]);

/** A text that is one of the words and nothing else; anything longer is for the other person to read. */
export function readOptOut(body: string): OptOutRequest | undefined {
  return WORDS.get(body.normalize('NFC').trim().toUpperCase());
}

/** The session after somebody's request. */
export function withOptOut<S extends LiveSession>(session: S, person: PersonKey, request: OptOutRequest): S {
  const others = session.optedOut.filter((key) => key !== person);
  return { ...session, optedOut: request === 'stop' ? [...others, person] : others };
}
