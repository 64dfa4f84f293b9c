import type { RoutingRead } from '../../ports/order-store.js';
import { readTextWish, refusesTexts, withTextWish } from '../model/opt-out.js';
import type { Party } from '../model/party.js';
import { refuse } from '../model/routing.js';
import { put } from './commit.js';
import type { Decision } from './deliveries.js';

/** STOP and START are for us, not for the other party; and who asked for no more texts gets none. */
export function heedTextWishes(decision: Decision, read: RoutingRead, party: Party, body: string): Decision {
  const { decided } = decision;
  if (decided.kind !== 'connect') return decision;
  const wish = party.kind === 'number' ? readTextWish(body) : undefined;
  if (party.kind !== 'number' || wish === undefined) {
    if (!refusesTexts(decided.session, decided.to)) return decision;
    // Who did not reach the client does not become the last caller.
    const contact = decision.contact && { ...decision.contact, lastCaller: undefined };
    return { ...decision, contact, decided: refuse('texts_refused', decided.session) };
  }
  const { session } = decided;
  const open = read.sessions.find(({ value }) => value.id === session.id);
  const written =
    session.kind === 'open'
      ? put('session', session.id, withTextWish(session, party.number, wish), open)
      : put('pair', session.id, withTextWish(session, party.number, wish), read.pair);
  return {
    ...decision,
    decided: refuse(wish === 'stop' ? 'texts_stopped' : 'texts_resumed', session),
    // The write itself holds only if nothing changed meanwhile.
    puts: [written],
    guards: [],
    contact: undefined,
  };
}
