import type { RoutingRead } from '../../ports/order-store.js';
import type { Ids } from '../../ports/runtime.js';
import { readOptOut, withOptOut } from '../model/opt-out.js';
import type { Person } from '../model/person.js';
import { refuse } from '../model/routing.js';
import { put } from './commit.js';
import type { Decision } from './incoming.js';
import { pseudonymizer } from './persons.js';

/** STOP and START are handled here and not relayed; whoever opted out gets no texts. */
export function applyOptOut(
  decision: Decision,
  ids: Pick<Ids, 'keyedHash'>,
  read: RoutingRead,
  sender: Person | undefined,
  body: string,
): Decision {
  const { decided } = decision;
  if (decided.kind !== 'connect') return decision;
  const { session, to } = decided;
  const request = sender === undefined ? undefined : readOptOut(body);
  if (sender === undefined || request === undefined) {
    if (session.optedOut.length === 0 || !session.optedOut.includes(pseudonymizer(ids)(to))) return decision;
    // A sender who did not reach the client does not become the last caller.
    return { ...decision, lastCaller: undefined, decided: refuse('texts_refused', session) };
  }
  const isOpen = read.open?.session.value.id === session.id;
  const stored = isOpen ? read.open.session : read.caller?.session;
  const guarded = isOpen ? read.open.client : read.caller?.participant;
  return {
    ...decision,
    decided: refuse(request === 'stop' ? 'texts_stopped' : 'texts_resumed', session),
    // The write meets a conflict if the session has changed. The participant is written unchanged, because texts to the
    // sender that were decided earlier have a guard on it.
    puts: [
      put('session', withOptOut(session, sender.personKey, request), stored),
      ...(guarded === undefined ? [] : [put('participant', guarded.value, guarded)]),
    ],
    guards: [],
    lastCaller: undefined,
  };
}
