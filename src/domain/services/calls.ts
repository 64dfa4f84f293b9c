import type { AnswerPlan, WebhookAnswer } from '../../ports/telephony.js';
import type { ProxyCallApi, SimulatedCall } from '../../ports/proxycall-api.js';
import { planCall, say, type CallContext, type CallPlan } from '../model/call-plan.js';
import type { CalleeAnswered, DialEnded, DigitsEntered, IncomingCall } from '../model/carrier-event.js';
import type { CountryCode } from '../model/country.js';
import type { Identity } from '../model/identity.js';
import { isDialStatus, type DialStatus } from '../model/interaction.js';
import { parsePhoneNumber } from '../model/phone-number.js';
import { describeRoute } from '../model/routing.js';
import { isDigitsAlone } from '../model/typed-phone.js';
import { put, retryOnConflict } from './commit.js';
import { decideRoute, routeIncoming, type Answered, type Decision } from './incoming.js';
import type { Ports } from './ports.js';
import { renderAnswer } from './render.js';

/** The answer to a report about a call. */
export interface ReportAnswered {
  readonly plan: AnswerPlan;
  readonly answer: WebhookAnswer;
}

export interface CallsService {
  incoming(event: IncomingCall | DigitsEntered): Promise<Answered<CallPlan>>;
  /** Completes the interaction, and tells the caller when nobody answered. */
  ended(event: DialEnded): Promise<ReportAnswered>;
  /** What the callee hears before the two are connected: silence when that cannot be read or rendered. */
  whisper(event: CalleeAnswered): Promise<ReportAnswered>;
  /** What a caller hears when a fault prevents the call from being routed. */
  unavailable(): WebhookAnswer;
}

export function createCallsService(ports: Ports): CallsService {
  const { telephony, settings } = ports;
  return {
    incoming: (event) => incoming(ports, event),
    ended: (event) => ended(ports, event),
    whisper: (event) => whisper(ports, event),
    unavailable: () => renderAnswer(telephony, say('temporarily_unavailable', settings.language)),
  };
}

/** With a real carrier no phone rings: the call is decided, and not recorded. */
export async function simulateCall(
  ports: Ports,
  { to, from }: Parameters<ProxyCallApi['simulateCall']>[0],
): Promise<SimulatedCall> {
  const { ids, telephony, settings } = ports;
  const id = ids.next();
  const caller = callerOf(from, settings.defaultCountry);
  const { carrier, simulated: recorded } = telephony;
  const event: IncomingCall = { kind: 'incoming_call', deliveryId: id, carrier, callId: id, from: caller, to };
  const { answer, decided } = recorded ? await incoming(ports, event) : await dryRun(ports, event);
  const decision = decided === undefined ? 'this call was already handled' : describeRoute(decided);
  return { decision, twiml: answer.body, recorded };
}

function callerOf(from: Parameters<ProxyCallApi['simulateCall']>[0]['from'], defaultCountry: CountryCode): Identity {
  if (from === 'withheld') return { kind: 'withheld' };
  if (!isDigitsAlone(from)) return { kind: 'number', number: from };
  const parsed = parsePhoneNumber(from, [defaultCountry]);
  return parsed.ok ? { kind: 'number', number: parsed.number } : { kind: 'withheld' };
}

async function dryRun(ports: Ports, event: IncomingCall): Promise<Answered<CallPlan>> {
  const decision = await decideRoute(ports, event);
  const plan = planCall(decision.decided, contextOf(ports, event, decision));
  return { decided: decision.decided, plan, answer: renderAnswer(ports.telephony, plan) };
}

function incoming(ports: Ports, event: IncomingCall | DigitsEntered): Promise<Answered<CallPlan>> {
  return routeIncoming<CallPlan>(ports, event, {
    plan: (decision) => planCall(decision.decided, contextOf(ports, event, decision)),
    record: (base, refusal, plan) => ({
      ...base,
      channel: 'call',
      callId: event.callId,
      outcome: refusal ?? 'connecting',
      durationSeconds: undefined,
      plan,
    }),
    planIn: (interaction) => (interaction.channel === 'call' ? interaction.plan : undefined),
    planGone: { kind: 'hang_up' },
  });
}

function contextOf(
  { settings: all, telephony }: Ports,
  event: IncomingCall | DigitsEntered,
  { byCode, withoutFallback = false }: Decision,
): CallContext {
  const settings = withoutFallback ? { ...all, fallback: undefined } : all;
  const { attempt, digits } = event.kind === 'digits' ? event : { attempt: 0, digits: undefined };
  const { limits, can } = telephony;
  return { interactionId: event.deliveryId, dialled: event.to, attempt, digits, byCode, settings, limits, can };
}

async function ended(ports: Ports, event: DialEnded): Promise<ReportAnswered> {
  const outcome = await retryOnConflict(ports, () => recordEnd(ports, event));
  if (outcome === undefined) return rendered(ports, { kind: 'ignore' });
  const isOver = outcome === 'answered' || outcome === 'canceled';
  return rendered(ports, isOver ? { kind: 'hang_up' } : say('not_answered', ports.settings.language));
}

function rendered({ telephony }: Ports, plan: AnswerPlan): ReportAnswered {
  return { plan, answer: renderAnswer(telephony, plan) };
}

/** @returns how the call leg ended; undefined when the report is about no call of this carrier */
async function recordEnd({ store, clock }: Ports, event: DialEnded): Promise<DialStatus | undefined> {
  const { interactionId, carrier, status, durationSeconds } = event;
  const read = await store.record('interaction', interactionId);
  if (read?.value.channel !== 'call' || read.value.carrier !== carrier) return undefined;
  const { outcome } = read.value;
  if (outcome === 'connecting') {
    const interaction = { ...read.value, outcome: status, durationSeconds, endedAt: clock.now() };
    await store.commit({ puts: [put('interaction', interaction, read)] });
  }
  // The first report counts. The end of a call to the merchant's fallback phone is not recorded.
  return isDialStatus(outcome) ? outcome : status;
}

async function whisper(ports: Ports, { interactionId, carrier }: CalleeAnswered): Promise<ReportAnswered> {
  const { store, settings, logger } = ports;
  const silence: CallPlan = { kind: 'whisper', language: settings.language, text: '' };
  try {
    const interaction = (await store.record('interaction', interactionId))?.value;
    if (interaction?.channel !== 'call' || interaction.carrier !== carrier) return rendered(ports, { kind: 'ignore' });
    const recorded = interaction.plan;
    return rendered(ports, recorded?.kind === 'dial' ? { ...silence, ...recorded.whisper } : silence);
  } catch (error) {
    // Any other answer would end a call in which both people are already on the line.
    logger.error('voice.whisper_failed', error);
    return rendered(ports, silence);
  }
}
