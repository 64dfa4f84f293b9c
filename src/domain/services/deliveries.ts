import type { Contact, Guard, Put } from '../../ports/order-store.js';
import type { IncomingDelivery } from '../../ports/telephony.js';
import type { CallPlan } from '../model/call-plan.js';
import type { Channel, Interaction, Outcome } from '../model/interaction.js';
import type { MessagePlan } from '../model/message.js';
import type { Party } from '../model/party.js';
import { maskPhoneNumber, toE164, type E164 } from '../model/phone-number.js';
import type { ProxyNumber } from '../model/proxy-number.js';
import { refuse, route, type Route } from '../model/routing.js';
import { put, relyOn, retryOnConflict } from './commit.js';
import { heedTextWishes } from './opt-out.js';
import { enterCode } from './pairs/code-entry.js';
import { keysOf } from './pairs/parties.js';
import type { Ports } from './ports.js';

export interface Routed<Plan> {
  readonly plan: Plan;
  /** Undefined when the delivery had come before: then nothing was decided again. */
  readonly decided: Route | undefined;
}

export interface Decision {
  readonly decided: Route;
  /** Of a text, what it is relayed from. */
  readonly number: ProxyNumber | undefined;
  /** Whether the caller was let in by the order's code, just now. */
  readonly byCode: boolean;
  /** What the decision changes and relies on. */
  readonly puts: readonly Put[];
  readonly guards: readonly Guard[];
  readonly contact: Contact | undefined;
}

export interface Caller {
  readonly party: Party;
  readonly channel: Channel;
  /** What a caller pressed when asked for the order's code. */
  readonly digits?: string | undefined;
  /** What a text says. */
  readonly body?: string | undefined;
}

/** Looks the dialled number up and decides; undefined stands for one that does not parse, which is nobody's. */
export async function decideRoute(ports: Ports, to: E164 | undefined, caller: Caller): Promise<Decision> {
  if (to === undefined) return justDecided(refuse('not_recognised', undefined), undefined);
  const { store, settings, ids, clock } = ports;
  const { party, channel, digits, body } = caller;
  const read = await store.routing(to, keysOf(ids, party));
  const number = read.number?.value;
  const sessions = read.sessions.map(({ value }) => value);
  const { policy, hardCoolingMs, softCoolingMs } = settings;
  const terms = { policy, hardCoolingMs, softCoolingMs, now: clock.now() };
  const decided = route({ number, sessions, leg: read.leg?.value, pair: read.pair?.value }, to, party, terms);
  if (decided.kind === 'ask_code') {
    if (channel === 'message') return justDecided(refuse('texts_need_session', undefined), number);
    const entry = await enterCode(ports, to, party, digits, read.leg);
    return { ...justDecided(entry.decided, number), puts: entry.puts, byCode: entry.decided.kind === 'connect' };
  }
  const guards = read.pair === undefined ? [] : [relyOn('pair', read.pair.value.id, read.pair)];
  const decision = { decided, number, byCode: false, puts: [], guards, contact: contactOf(decided) };
  return body === undefined
    ? decision
    : heedTextWishes({ ...decision, number: await senderOf(ports, decided, to, number) }, read, party, body);
}

function justDecided(decided: Route, number: ProxyNumber | undefined): Decision {
  return { decided, number, byCode: false, puts: [], guards: [], contact: undefined };
}

/** What a relayed text is sent from, which decides whether pictures can go with it. */
async function senderOf(
  { store }: Ports,
  decided: Route,
  to: E164,
  dialled: ProxyNumber | undefined,
): Promise<ProxyNumber | undefined> {
  if (decided.kind !== 'connect' || decided.callerId === to) return dialled;
  return (await store.number(decided.callerId))?.value;
}

/**
 * Routes one webhook delivery, with one recorded effect however often it is delivered: the interaction is stored
 * under the delivery's key, in the commit that remembers the caller. An earlier delivery is looked for only after a
 * lost commit, which is what a repeated one always meets: the first delivery of a call is spared the read.
 */
export function routeDelivery<Plan extends CallPlan | MessagePlan>(
  ports: Ports,
  delivery: IncomingDelivery & Caller,
  planFor: (decision: Decision, to: E164 | undefined) => Plan,
): Promise<Routed<Plan>> {
  const { store, clock } = ports;
  const to = toE164(delivery.to);

  return retryOnConflict(ports, async (lost) => {
    const earlier = lost > 0 ? await store.interaction(delivery.deliveryId) : undefined;
    // The step is part of the delivery's key, so a plan found under it is of this kind.
    if (earlier?.value.plan !== undefined) return { plan: earlier.value.plan as Plan, decided: undefined };

    const decision = await decideRoute(ports, to, delivery);
    const plan = planFor(decision, to);
    const { decided, puts, guards, contact } = decision;
    const interaction = describe(decided, plan);
    await store.commit({ puts: [...puts, put('interaction', interaction.id, interaction, earlier)], guards, contact });
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
  if (session?.kind !== 'open' || session.clientPhone === undefined) return undefined;
  const lastCaller = decided.kind === 'connect' ? decided.lastCaller : undefined;
  return { sessionId: session.id, clientPhone: session.clientPhone, lastCaller };
}

function outcomeOf(decided: Route, channel: Channel): Outcome {
  if (decided.kind === 'refuse') return decided.reason;
  if (decided.kind === 'ask_code') return 'code_wanted';
  return channel === 'call' ? 'connecting' : 'sent';
}

function maskParty(party: Party): string {
  return party.kind === 'number' ? maskPhoneNumber(party.number) : party.kind;
}
