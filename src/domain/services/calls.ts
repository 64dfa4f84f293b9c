import type { WebhookAnswer } from '../../ports/telephony.js';
import type { ProxyCallApi } from '../../ports/proxycall-api.js';
import { planCall, say, type CallContext, type CallPlan } from '../model/call-plan.js';
import type { CalleeAnswered, DialEnded, DigitsEntered, IncomingCall } from '../model/carrier-event.js';
import type { Identity } from '../model/identity.js';
import { describeRoute } from '../model/routing.js';
import { put, retryOnConflict } from './commit.js';
import { decideRoute, routeIncoming, type Answered, type Decision } from './incoming.js';
import type { Ports } from './ports.js';

export type CallsService = Pick<ProxyCallApi, 'simulateCall'> & {
  incoming(event: IncomingCall | DigitsEntered): Promise<Answered<CallPlan>>;
  /** Completes the interaction, and tells a caller who was not answered. */
  ended(event: DialEnded): Promise<CallPlan>;
  /** What whoever is called hears before the two are connected. */
  whisper(event: CalleeAnswered): Promise<CallPlan>;
  /** What a caller hears when a fault keeps us from routing the call. */
  unavailable(): WebhookAnswer;
};

export function createCallsService(ports: Ports): CallsService {
  const { store, clock, ids, settings, telephony, logger } = ports;

  const incoming = (event: IncomingCall | DigitsEntered) =>
    routeIncoming<CallPlan>(ports, event, {
      plan: (decision) => planCall(decision.decided, contextOf(event, decision)),
      record: (base, refusal, plan) => ({
        ...base,
        channel: 'call',
        callId: event.callId,
        outcome: refusal ?? 'connecting',
        durationSeconds: undefined,
        plan,
      }),
      planIn: (interaction) => (interaction.channel === 'call' ? interaction.plan : undefined),
    });

  return {
    incoming,

    async ended({ interactionId, status, durationSeconds }) {
      await retryOnConflict(ports, async () => {
        const read = await store.record('interaction', interactionId);
        if (read?.value.channel !== 'call' || read.value.outcome !== 'connecting') return;
        const ended = { ...read.value, outcome: status, durationSeconds, endedAt: clock.now() };
        await store.commit({ puts: [put('interaction', ended, read)] });
      });
      return status === 'answered' || status === 'canceled'
        ? { kind: 'hang_up' }
        : say('not_answered', settings.language);
    },

    async whisper({ interactionId }) {
      const silence: CallPlan = { kind: 'whisper', language: settings.language, text: '' };
      try {
        const plan = (await store.record('interaction', interactionId))?.value.plan;
        return plan?.kind === 'dial' ? { ...silence, ...plan.whisper } : silence;
      } catch (error) {
        // Anything but silence would end the call that two people are waiting for.
        logger.error('voice.whisper_failed', error);
        return silence;
      }
    },

    unavailable: () => telephony.answer(say('temporarily_unavailable', settings.language)),

    async simulateCall({ to, from }) {
      const id = ids.next();
      const caller: Identity = from === 'withheld' ? { kind: 'withheld' } : { kind: 'number', number: from };
      const { carrier } = telephony;
      const event: IncomingCall = { kind: 'incoming_call', deliveryId: id, carrier, callId: id, from: caller, to };
      const recorded = telephony.simulated;
      const { answer, decided } = recorded ? await incoming(event) : await dryRun(event);
      const decision = decided === undefined ? 'this call was already handled' : describeRoute(decided);
      return { decision, twiml: answer.body, recorded };
    },
  };

  /** On a real carrier no phone rang: the call is decided and not recorded. */
  async function dryRun(event: IncomingCall): Promise<Answered<CallPlan>> {
    const decision = await decideRoute(ports, event);
    const plan = planCall(decision.decided, contextOf(event, decision));
    return { decided: decision.decided, plan, answer: telephony.answer(plan) };
  }

  function contextOf(event: IncomingCall | DigitsEntered, { byCode }: Decision): CallContext {
    const { attempt, digits } = event.kind === 'digits' ? event : { attempt: 0, digits: undefined };
    const { limits, can } = telephony;
    return { interactionId: event.deliveryId, dialled: event.to, attempt, digits, byCode, settings, limits, can };
  }
}
