import type { RoutingRead } from '../../ports/order-store.js';
import { hasReplied, mayReply, replyKey, replyText } from '../model/automatic-reply.js';
import { isEmptyText } from '../model/message.js';
import type { Person } from '../model/person.js';
import type { E164 } from '../model/phone-number.js';
import type { RoutingState, RoutingTerms } from '../model/routing.js';
import { isLive } from '../model/session.js';
import { put } from './commit.js';
import type { Decision, Incoming } from './incoming.js';
import { applyOptOut } from './opt-out.js';
import type { Ports } from './ports.js';

/** What a text to one of our numbers was decided on. */
export interface TextContext {
  readonly read: RoutingRead;
  readonly state: RoutingState;
  readonly terms: RoutingTerms;
  readonly to: E164;
  readonly sender: Person | undefined;
}

/** What is particular to texts: opt-outs, and whether the sender of one that is not relayed gets an automatic reply. */
export async function decideText(
  ports: Ports,
  routed: Decision,
  { from, body = '', optOut, media, lost }: Incoming,
  { read, state, terms, to, sender }: TextContext,
): Promise<Decision> {
  const { store, ids, settings } = ports;
  const { now } = terms;
  const { decision, request } = applyOptOut(routed, ids, { read, state, sender, body, byCarrier: optOut, now });
  const { decided } = decision;
  if (decided.kind !== 'refuse' || sender === undefined || !mayReply(state, to, from, terms)) return decision;
  // There was nothing to relay, and a reply would cost the shop money.
  if (isEmptyText({ body, media: media ?? [], lost })) return decision;
  // The carrier has replied already; and nobody who wants no texts gets one that says why theirs was not relayed.
  if (optOut !== undefined || (request === 'stop' && decided.reason !== 'texts_stopped')) return decision;
  if (request === undefined && hasOptedOut(state, sender, now)) return decision;
  const key = replyKey(sender.personKey, to);
  const earlier = await store.record('reply', key);
  if (hasReplied(earlier?.value, now)) return decision;
  return {
    ...decision,
    reply: replyText(decided.reason, settings),
    // Of two processes that reply at the same time, one meets a conflict.
    puts: [...decision.puts, put('reply', { key, at: now }, earlier)],
  };
}

function hasOptedOut({ caller, open }: RoutingState, { personKey }: Person, now: number): boolean {
  const session = caller?.session ?? open?.session;
  return session !== undefined && isLive(session, now) && session.optedOut.includes(personKey);
}
