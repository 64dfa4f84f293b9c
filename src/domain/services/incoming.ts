import type { Guard, LastCaller, Put, RoutingRead } from '../../ports/order-store.js';
import type { Telephony, WebhookAnswer } from '../../ports/telephony.js';
import type { CallPlan } from '../model/call-plan.js';
import type { DigitsEntered, IncomingCall, IncomingText } from '../model/carrier-event.js';
import { maskIdentity, type Identity } from '../model/identity.js';
import type { Interaction, InteractionBase, InteractionRecord } from '../model/interaction.js';
import type { LockChange } from '../model/lockout.js';
import type { IncomingContent, MessagePlan } from '../model/message.js';
import { maskPhoneNumber, type E164 } from '../model/phone-number.js';
import type { Announcement } from '../model/phrases.js';
import type { ProxyNumber } from '../model/proxy-number.js';
import { refuse, route, type Route, type RoutingState, type RoutingTerms } from '../model/routing.js';
import { put, relyOn, retryOnConflict } from './commit.js';
import { decideHeldText } from './confirmations/held-number.js';
import { withUsableFallback } from './fallback-phone.js';
import { personOf } from './persons.js';
import type { Ports } from './ports.js';
import { renderAnswer } from './render.js';
import { enterCode } from './sessions/code-entry.js';
import { reportLockChanges } from './sessions/lock-changes.js';
import { decideText } from './text-decision.js';

/** A decision, with the writes that carry it out. */
export interface Decision {
  readonly decided: Route;
  /** Of a text with pictures, the number that relays it; otherwise the one that was dialled. */
  readonly number: ProxyNumber | undefined;
  /** Whether the caller has just been admitted by the order's code. */
  readonly byCode: boolean;
  /** What the decision changes and relies on. */
  readonly puts: readonly Put[];
  readonly guards: readonly Guard[];
  readonly lastCaller: LastCaller | undefined;
  /** Locks that begin or end with it. */
  readonly lockChanges?: readonly LockChange[] | undefined;
  /** Whether the fallback of the settings may not be used. */
  readonly withoutFallback?: boolean | undefined;
  /** The automatic reply to the sender of a text. */
  readonly reply?: string | undefined;
  /** To be called once it is committed. */
  readonly committed?: (() => void) | undefined;
}

export interface Incoming {
  readonly to: E164 | undefined;
  readonly from: Identity;
  /** What a caller pressed when asked for the order's code. */
  readonly digits?: string | undefined;
  /** How many times they were asked for it in this call. */
  readonly attempt?: number | undefined;
  /** A text; undefined for a call. */
  readonly text?: ReceivedText | undefined;
}

/** What a text consists of, and what the carrier took it for and has replied to. */
export type ReceivedText = IncomingContent & Pick<IncomingText, 'optOut'>;

/** Looks the dialled number up and decides. */
export async function decideRoute(ports: Ports, incoming: Incoming): Promise<Decision> {
  const { to, from, digits, attempt = 0, text } = incoming;
  if (to === undefined) return plainDecision(refuse('not_recognised', undefined), undefined);
  const { store, settings, ids, clock } = ports;
  const person = personOf(ids, from);
  const read = await store.routing(to, person);
  const number = read.number?.value;
  const { policy, defaultCountry, hardCoolingMs, softCoolingMs } = settings;
  const state = stateOf(read);
  const terms: RoutingTerms = { policy, defaultCountry, hardCoolingMs, softCoolingMs, now: clock.now() };
  const routed = route(state, to, from, terms);
  const decided = routed.kind === 'ask_code' && text !== undefined ? refuse('texts_need_session', undefined) : routed;
  if (decided.kind === 'ask_code') {
    const entry = { to, caller: person, digits, attempt, stale: read.caller?.participant };
    const { decided: entered, ...written } = await enterCode(ports, entry);
    const byCode = entered.kind === 'connect';
    return withUsableFallback(ports, from, { ...plainDecision(entered, number), ...written, byCode });
  }
  if (number?.state.status === 'held' && routed.kind === 'refuse' && routed.reason === 'awaiting_confirmation') {
    const held = text && (await decideHeldText(ports, number, from, text));
    if (held !== undefined) return held;
  }
  const decision: Decision = {
    decided,
    number,
    byCode: false,
    puts: [],
    guards: guardsOf(decided, read),
    lastCaller: lastCallerOf(decided),
  };
  if (text === undefined) return withUsableFallback(ports, from, decision);
  // Another read, which only pictures need.
  const sender = text.media.length === 0 ? number : await senderOf(ports, decided, to, number);
  return decideText(ports, { ...decision, number: sender }, text, { read, state, terms, to, from, sender: person });
}

function plainDecision(decided: Route, number: ProxyNumber | undefined): Decision {
  return { decided, number, byCode: false, puts: [], guards: [], lastCaller: undefined };
}

function stateOf({ number, open, caller, callerIsOurs }: RoutingRead): RoutingState {
  return {
    number: number?.value,
    open: open && { session: open.session.value, client: open.client.value },
    caller: caller && {
      participant: caller.participant.value,
      session: caller.session?.value,
      other: caller.other?.value,
    },
    callerIsOurs,
  };
}

/**
 * The participant whose phone was decided on. Closing a session, a change of phone and a change of courier all write it, so
 * that a decision taken before them meets a conflict.
 */
function guardsOf({ session }: Route, { open, caller }: RoutingRead): readonly Guard[] {
  if (session === undefined) return [];
  const decisive = session.kind === 'open' ? open?.client : (caller?.other ?? caller?.participant);
  return decisive === undefined ? [] : [relyOn('participant', decisive)];
}

function lastCallerOf(decided: Route): LastCaller | undefined {
  if (decided.kind !== 'connect' || decided.lastCaller === undefined) return undefined;
  return { sessionId: decided.session.id, phone: decided.lastCaller };
}

/** The number that sends a relayed text, which decides whether pictures can be sent with it. */
async function senderOf(
  { store }: Ports,
  decided: Route,
  to: E164,
  dialled: ProxyNumber | undefined,
): Promise<ProxyNumber | undefined> {
  if (decided.kind !== 'connect' || decided.callerId === to) return dialled;
  return (await store.record('number', decided.callerId))?.value;
}

/** The result of an incoming call or text. */
export interface Answered<Plan> {
  readonly plan: Plan;
  readonly answer: WebhookAnswer;
  /** Undefined for a repeated delivery: then nothing was decided again. */
  readonly decided: Route | undefined;
}

type Event = IncomingCall | DigitsEntered | IncomingText;

/** How calls, or texts, are planned and recorded, and how a recorded plan is read. */
export interface Handling<Plan extends CallPlan | MessagePlan> {
  readonly plan: (decision: Decision) => Plan;
  /** @param refusal why nobody is reached; undefined when somebody is */
  readonly record: (base: InteractionBase, refusal: Announcement | undefined, plan: Plan) => Interaction;
  /** The plan of an interaction that an earlier delivery of the same event recorded. */
  readonly planIn: (interaction: InteractionRecord) => Plan | undefined;
  /** The answer to a repeated delivery whose plan is no longer on record: nobody is reached. */
  readonly planGone: Plan;
}

/**
 * Routes one incoming call or text. However often and however late the event is delivered, it has one recorded effect: the
 * interaction is stored under the delivery's id, in the commit that notes the last caller, and its id outlives it. The answer is
 * rendered before the commit, so that no plan is recorded that cannot be rendered. An earlier delivery is looked up only after a
 * conflict, which a repeated delivery always meets: this saves a read for every first delivery.
 */
export function routeIncoming<Plan extends CallPlan | MessagePlan>(
  ports: Ports,
  event: Event,
  handling: Handling<Plan>,
): Promise<Answered<Plan>> {
  const { store, telephony } = ports;
  const incoming: Incoming = {
    to: event.to,
    from: event.from,
    // No digit is no code, and does not count as a wrong one.
    digits: event.kind === 'digits' && event.digits !== '' ? event.digits : undefined,
    attempt: event.kind === 'digits' ? event.attempt : undefined,
    text: event.kind === 'incoming_text' ? event : undefined,
  };

  return retryOnConflict(ports, async (lost) => {
    if (event.kind === 'digits' && !(await wasAsked(ports, event))) {
      return { plan: handling.planGone, answer: render(telephony, handling.planGone), decided: undefined };
    }
    const earlier = lost > 0 ? await store.record('interaction', event.deliveryId) : undefined;
    if (earlier !== undefined) {
      // Without its plan, too, it must not be decided again: the number may have come to somebody else since.
      const plan = handling.planIn(earlier.value) ?? handling.planGone;
      return { plan, answer: render(telephony, plan), decided: undefined };
    }
    const decision = await decideRoute(ports, incoming);
    const plan = handling.plan(decision);
    const answer = render(telephony, plan);
    const { decided, puts, guards, lockChanges } = decision;
    // Whoever sent nothing that can be relayed has not reached anybody.
    const isSilent = plan.kind === 'texts' && plan.messages.length === 0;
    const lastCaller = isSilent ? undefined : decision.lastCaller;
    const interaction = handling.record(baseOf(event, decided, ports.clock.now()), refusalOf(decided), plan);
    await store.commit({ puts: [...puts, put('interaction', interaction)], guards, lastCaller });
    if (lockChanges !== undefined) reportLockChanges(ports.logger, lockChanges);
    decision.committed?.();
    return { plan, answer, decided };
  });
}

/**
 * Whether this caller was asked this question. Otherwise an answer would be decided on by itself, although the call is long over, or
 * never was, and the number may have come to somebody else.
 */
async function wasAsked({ store }: Ports, { questionId, carrier, attempt }: DigitsEntered): Promise<boolean> {
  const question = (await store.record('interaction', questionId))?.value;
  if (question?.channel !== 'call' || question.carrier !== carrier) return false;
  return question.plan?.kind === 'ask_code' && question.plan.attempt === attempt;
}

/** Where the carrier takes no texts in its answers, they are sent after the commit. */
function render(telephony: Telephony, plan: CallPlan | MessagePlan): WebhookAnswer {
  const isAnswer = plan.kind !== 'texts' || telephony.can.textInAnswer;
  return renderAnswer(telephony, isAnswer ? plan : { kind: 'acknowledge' });
}

function baseOf({ deliveryId, carrier, from, to }: Event, decided: Route, at: number): InteractionBase {
  return {
    id: deliveryId,
    carrier,
    sessionId: decided.session?.id,
    clientId: decided.session?.clientId,
    direction: decided.kind === 'connect' ? decided.direction : undefined,
    from: maskIdentity(from),
    to: to === undefined ? 'unknown' : maskPhoneNumber(to),
    at,
    endedAt: undefined,
  };
}

function refusalOf(decided: Route): Announcement | undefined {
  if (decided.kind === 'refuse') return decided.reason;
  if (decided.kind !== 'ask_code') return undefined;
  return decided.long === true ? 'long_code_wanted' : 'code_wanted';
}
