import type { Put, RoutingRead } from '../../ports/order-store.js';
import type { Ids } from '../../ports/runtime.js';
import { optOutSession, readOptOut, withOptOut, type OptOutRequest } from '../model/opt-out.js';
import type { Person } from '../model/person.js';
import { refuse, type RoutingState } from '../model/routing.js';
import type { LiveSession } from '../model/session.js';
import { put } from './commit.js';
import type { Decision } from './incoming.js';
import { pseudonymizer } from './persons.js';

/** What is known of a text when opt-outs are considered. */
export interface OptOutContext {
  readonly read: RoutingRead;
  readonly state: RoutingState;
  /** Undefined for one without a number. */
  readonly sender: Person | undefined;
  readonly body: string;
  /** What the carrier took the text for, and has replied to. */
  readonly byCarrier: OptOutRequest | undefined;
  readonly now: number;
}

/** A decision, and what the sender asked for with it. */
export interface OptOutDecision {
  readonly decision: Decision;
  readonly request: OptOutRequest | undefined;
}

/** STOP, START and HELP are handled here and not relayed; whoever opted out gets no texts. */
export function applyOptOut(decision: Decision, ids: Pick<Ids, 'keyedHash'>, context: OptOutContext): OptOutDecision {
  const { state, sender, body, byCarrier } = context;
  const request = sender === undefined || state.callerIsOurs ? undefined : (byCarrier ?? readOptOut(body));
  if (sender === undefined || request === undefined) {
    return { decision: withoutOptedOut(decision, ids), request: undefined };
  }
  if (request !== 'help') return { decision: recorded(decision, ids, { ...context, sender }, request), request };
  const { session } = decision.decided;
  return { decision: { ...decision, decided: refuse('texts_help', session), lastCaller: undefined }, request };
}

function withoutOptedOut(decision: Decision, ids: Pick<Ids, 'keyedHash'>): Decision {
  const { decided } = decision;
  if (decided.kind !== 'connect') return decision;
  const { session, to } = decided;
  if (session.optedOut.length === 0 || !session.optedOut.includes(pseudonymizer(ids)(to))) return decision;
  // A sender who did not reach the client does not become the last caller.
  return { ...decision, lastCaller: undefined, decided: refuse('texts_refused', session) };
}

function recorded(
  decision: Decision,
  ids: Pick<Ids, 'keyedHash'>,
  { read, state, sender, now }: OptOutContext & { readonly sender: Person },
  request: 'stop' | 'start',
): Decision {
  const reaches = decision.decided.kind === 'connect' || state.open?.session.lastCaller === sender.phone;
  const found = optOutSession(state, reaches, now);
  if (found === undefined) return decision;
  const { session, of } = found;
  const [stored, guarded] =
    of === 'caller' ? [read.caller?.session, read.caller?.participant] : [read.open?.session, read.open?.client];
  const changed = withOptOut(session, sender.personKey, request, lastingIn(session, read, ids));
  const puts: Put[] = [
    // The write meets a conflict if the session has changed.
    put('session', changed, stored),
    // Written unchanged, because texts to the sender that were decided earlier have a guard on it.
    ...(guarded === undefined ? [] : [put('participant', guarded.value, guarded)]),
  ];
  const decided = refuse(request === 'stop' ? 'texts_stopped' : 'texts_resumed', session);
  return { ...decision, decided, puts, guards: [], lastCaller: undefined };
}

/** Only participants write to each other in a paired session. In an open one anybody may write: see `withOptOut`. */
function lastingIn(session: LiveSession, { open, caller }: RoutingRead, ids: Pick<Ids, 'keyedHash'>) {
  if (session.kind === 'paired') return undefined;
  const client = open?.client.value ?? caller?.participant.value;
  const lastCaller = session.lastCaller === undefined ? [] : [pseudonymizer(ids)(session.lastCaller)];
  return [...(client === undefined ? [] : [client.personKey]), ...lastCaller];
}
