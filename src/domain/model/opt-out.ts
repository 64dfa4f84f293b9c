import type { PersonKey } from './person.js';
import type { LiveSession } from './session.js';

export type OptOutRequest = 'stop' | 'start';

/** The words that opt a person out of the texts of a session, and in again. */
const WORDS: ReadonlyMap<string, OptOutRequest> = new Map([
  ['STOP', 'stop'],
  ['ARRET', 'stop'],
  ['ARRÊT', 'stop'],
  ['START', 'start'],
]);

/** Only for a text that is exactly one of the words: anything longer is for the other person to read. */
export function readOptOut(body: string): OptOutRequest | undefined {
  return WORDS.get(body.normalize('NFC').trim().toUpperCase());
}

/** The session after a person's request. */
export function withOptOut<S extends LiveSession>(session: S, person: PersonKey, request: OptOutRequest): S {
  const others = session.optedOut.filter((key) => key !== person);
  return { ...session, optedOut: request === 'stop' ? [...others, person] : others };
}
