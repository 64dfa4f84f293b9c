import type { EndedDial, IncomingCall } from '../../ports/telephony.js';
import type { ProxyCallApi } from '../../ports/proxycall-api.js';
import { readCaller } from '../model/party.js';
import { planCall, say, type CallContext, type CallPlan } from '../model/call-plan.js';
import { describeRoute } from '../model/routing.js';
import { put, retryOnConflict } from './commit.js';
import { decideRoute, routeDelivery, type Decision, type Routed } from './deliveries.js';
import type { Ports } from './ports.js';
import { invalidField } from '../model/errors.js';
import { toE164, type E164 } from '../model/phone-number.js';

export type CallsService = Pick<ProxyCallApi, 'simulateCall'> & {
  incoming(call: IncomingCall): Promise<CallPlan>;
  /** Completes the interaction, and tells a caller who was not answered. */
  ended(dial: EndedDial): Promise<CallPlan>;
  /** What whoever is called hears before the two are connected. */
  whisper(interactionId: string): Promise<CallPlan>;
  /** What a caller hears when a fault keeps us from routing the call. */
  unavailable(): CallPlan;
};

export function createCallsService(ports: Ports): CallsService {
  const { store, clock, ids, settings, telephony, logger } = ports;

  const answer = (call: IncomingCall) =>
    routeDelivery(ports, { ...call, channel: 'call', party: readCaller(call.from) }, (decision, dialled) =>
      planCall(decision.decided, contextOf(call, decision, dialled)),
    );

  return {
    incoming: async (call) => (await answer(call)).plan,

    async ended({ interactionId, status, durationSeconds }) {
      await retryOnConflict(ports, async () => {
        const read = await store.interaction(interactionId);
        if (read?.value.outcome !== 'connecting') return;
        const ended = { ...read.value, outcome: status, durationSeconds, endedAt: clock.now() };
        await store.commit({ puts: [put('interaction', interactionId, ended, read)] });
      });
      return status === 'answered' || status === 'canceled'
        ? { kind: 'hang_up' }
        : say('not_answered', settings.language);
    },

    async whisper(interactionId) {
      const silence: CallPlan = { kind: 'whisper', language: settings.language, text: '' };
      try {
        const plan = (await store.interaction(interactionId))?.value.plan;
        return plan !== undefined && 'kind' in plan && plan.kind === 'dial' ? { ...silence, ...plan.whisper } : silence;
      } catch (error) {
        // Anything but silence would end the call that two people are waiting for.
        logger.error('voice.whisper_failed', error);
        return silence;
      }
    },

    unavailable: () => say('temporarily_unavailable', settings.language),

    /** On a simulated carrier the call counts; on a real one it is only thought through, for no phone rang. */
    async simulateCall({ to, from }) {
      const dialled = toE164(to);
      if (dialled === undefined) {
        throw invalidField('to', 'write a phone number such as +33199001234');
      }
      const recorded = telephony.simulated;
      const { plan, decided } = recorded ? await answer(synthetic(to, from)) : await rehearse(dialled, from);
      const decision = decided === undefined ? 'the same call had come before' : describeRoute(decided);
      return { decision, twiml: telephony.renderCall(plan), recorded };
    },
  };

  function synthetic(to: string, from: string): IncomingCall {
    const id = ids.next();
    return { deliveryId: id, carrierId: id, to, from };
  }

  async function rehearse(to: E164, from: string): Promise<Routed<CallPlan>> {
    const decision = await decideRoute(ports, to, { party: readCaller(from), channel: 'call' });
    const { decided } = decision;
    return { decided, plan: planCall(decided, contextOf({ deliveryId: ids.next() }, decision, to)) };
  }

  function contextOf(
    { deliveryId, attempt = 0 }: Pick<IncomingCall, 'deliveryId' | 'attempt'>,
    { byCode }: Decision,
    dialled: E164 | undefined,
  ): CallContext {
    return { interactionId: deliveryId, dialled, attempt, byCode, settings };
  }
}
