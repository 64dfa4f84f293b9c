import type { Put, RoutingRead } from '../../ports/order-store.js';
import type { Ids } from '../../ports/runtime.js';
import { optOutSession, readOptOut, withOptOut, type OptOutRequest } from '../model/opt-out.js';
import { sameLine } from '../model/line.js';
import type { Person, PersonKey } from '../model/person.js';
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
  /** Whether it came with a picture or the like. */
  readonly hasAttachment: boolean;
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
  const { state, sender } = context;
  const request = state.callerIsOurs ? undefined : requestIn(context);
  if (request === undefined) return { decision: withoutOptedOut(decision, ids), request };
  // What the carrier has replied to is relayed from nobody, and recorded of those who have a number.
  const change = sender === undefined || request === 'help' ? undefined : { sender, request };
  const recordedIn = change && recorded(decision, ids, context, change);
  return { decision: recordedIn ?? unrelayed(decision, request), request };
}

function requestIn({ sender, body, hasAttachment, byCarrier }: OptOutContext): OptOutRequest | undefined {
  if (byCarrier !== undefined || sender === undefined) return byCarrier;
  const request = readOptOut(body);
  // With a picture the word is not all that there is to read. No more texts is what STOP means all the same.
  return hasAttachment && request !== 'stop' ? undefined : request;
}

const REPLIES = { stop: 'texts_stopped', start: 'texts_resumed', help: 'texts_help' } as const;

/** A request that is about no session, or changes none: it is relayed to nobody. */
function unrelayed(decision: Decision, request: OptOutRequest): Decision {
  const { decided } = decision;
  // Who would have reached nobody hears why, except when they ask for help.
  if (decided.kind === 'refuse' && request !== 'help') return decision;
  return { ...decision, decided: refuse(REPLIES[request], decided.session), lastCaller: undefined };
}

function withoutOptedOut(decision: Decision, ids: Pick<Ids, 'keyedHash'>): Decision {
  const { decided } = decision;
  if (decided.kind !== 'connect') return decision;
  const { session, to } = decided;
  if (session.optedOut.length === 0 || !session.optedOut.includes(pseudonymizer(ids)(to))) return decision;
  // A sender who did not reach the client does not become the last caller.
  return { ...decision, lastCaller: undefined, decided: refuse('texts_refused', session) };
}

/** @returns undefined when there is no session that the request is about */
function recorded(
  decision: Decision,
  ids: Pick<Ids, 'keyedHash'>,
  { read, state, now }: OptOutContext,
  { sender, request }: { readonly sender: Person; readonly request: 'stop' | 'start' },
): Decision | undefined {
  const reaches = decision.decided.kind === 'connect' || isLastCaller(state, sender);
  const found = optOutSession(state, reaches, now);
  if (found === undefined) return undefined;
  const { session, of } = found;
  const [stored, guarded] =
    of === 'caller' ? [read.caller?.session, read.caller?.participant] : [read.open?.session, read.open?.client];
  const changed = withOptOut(session, sender.personKey, request, knownIn(session, read, ids));
  const puts: Put[] = [
    // The write meets a conflict if the session has changed.
    put('session', changed, stored),
    // Written unchanged, because texts to the sender that were decided earlier have a guard on it.
    ...(guarded === undefined ? [] : [put('participant', guarded.value, guarded)]),
  ];
  const decided = refuse(REPLIES[request], session);
  return { ...decision, decided, puts, guards: [], lastCaller: undefined };
}

/** Only participants write to each other in a paired session. In an open one anybody may write: see `withOptOut`. */
function knownIn(
  session: LiveSession,
  { open, caller }: RoutingRead,
  ids: Pick<Ids, 'keyedHash'>,
): readonly PersonKey[] | undefined {
  if (session.kind === 'paired') return undefined;
  const client = open?.client.value ?? caller?.participant.value;
  const lastCaller = session.lastCaller === undefined ? [] : [pseudonymizer(ids)(session.lastCaller)];
  return [...(client === undefined ? [] : [client.personKey]), ...lastCaller];
}

function isLastCaller({ open }: RoutingState, { phone }: Person): boolean {
  const last = open?.session.lastCaller;
  return last !== undefined && sameLine(last, phone);
}
