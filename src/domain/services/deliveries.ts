import type { Contact } from '../../ports/order-store.js';
import type { IncomingCall } from '../../ports/telephony.js';
import type { Channel, Interaction, Outcome } from '../model/interaction.js';
import type { MessagePlan } from '../model/message.js';
import type { Party } from '../model/party.js';
import { maskPhoneNumber, toE164, type E164 } from '../model/phone-number.js';
import type { ProxyNumber } from '../model/proxy-number.js';
import { route, type CallPlan, type Route } from '../model/routing.js';
import { put, retryOnConflict } from './commit.js';
import type { Ports } from './ports.js';

export interface Routed<Plan> {
  readonly plan: Plan;
  /** Undefined when the delivery had come before: then nothing was decided again. */
  readonly decided: Route | undefined;
}

/** Looks the dialled number up and decides; undefined stands for one that does not parse, which is nobody's. */
export async function decideRoute(
  { store, settings }: Ports,
  to: E164 | undefined,
  from: Party,
): Promise<{ readonly decided: Route; readonly number: ProxyNumber | undefined }> {
  if (to === undefined) {
    return { decided: { kind: 'refuse', reason: 'not_recognised', session: undefined }, number: undefined };
  }
  const state = await store.routing(to);
  const number = state.number?.value;
  const sessions = state.sessions.map(({ value }) => value);
  return { decided: route({ number, sessions }, to, from, settings.policy), number };
}

/**
 * Routes one webhook delivery, with one recorded effect however often it is delivered: the interaction is stored
 * under the delivery's key, in the commit that remembers the caller. An earlier delivery is looked for only after a
 * lost commit, which is what a repeated one always meets: the first delivery of a call is spared the read.
 */
export function routeDelivery<Plan extends CallPlan | MessagePlan>(
  ports: Ports,
  delivery: IncomingCall & { readonly channel: Channel; readonly party: Party },
  planFor: (decided: Route, number: ProxyNumber | undefined, to: E164 | undefined) => Plan,
): Promise<Routed<Plan>> {
  const { store, clock } = ports;
  const to = toE164(delivery.to);

  return retryOnConflict(ports, async (lost) => {
    const earlier = lost > 0 ? await store.interaction(delivery.deliveryId) : undefined;
    // The step is part of the delivery's key, so a plan found under it is of this kind.
    if (earlier?.value.plan !== undefined) return { plan: earlier.value.plan as Plan, decided: undefined };

    const { decided, number } = await decideRoute(ports, to, delivery.party);
    const plan = planFor(decided, number, to);
    const interaction = describe(decided, plan);
    await store.commit({
      puts: [put('interaction', interaction.id, interaction, earlier)],
      contact: contactOf(decided),
    });
    return { plan, decided };
  });

  function describe(decided: Route, plan: Plan): Interaction {
    return {
      id: delivery.deliveryId,
      channel: delivery.channel,
      carrierId: delivery.carrierId,
      sessionId: decided.session?.id,
      clientId: decided.session?.clientId,
      direction: decided.kind === 'connect' ? decided.direction : undefined,
      from: maskParty(delivery.party),
      to: maskPhoneNumber(delivery.to),
      outcome: outcomeOf(decided, delivery.channel),
      at: clock.now(),
      endedAt: undefined,
      durationSeconds: undefined,
      failedParts: [],
      plan,
    };
  }
}

/** What the answer relied on: that this session still reaches this client. */
function contactOf(decided: Route): Contact | undefined {
  const { session } = decided;
  if (session?.clientPhone === undefined) return undefined;
  const lastCaller = decided.kind === 'connect' ? decided.lastCaller : undefined;
  return { sessionId: session.id, clientPhone: session.clientPhone, lastCaller };
}

function outcomeOf(decided: Route, channel: Channel): Outcome {
  if (decided.kind === 'refuse') return decided.reason;
  return channel === 'call' ? 'connecting' : 'sent';
}

function maskParty(party: Party): string {
  return party.kind === 'number' ? maskPhoneNumber(party.number) : party.kind;
}
