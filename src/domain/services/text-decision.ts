import type { RoutingRead } from '../../ports/order-store.js';
import { hasReplied, mayReply, replyKey, replyText } from '../model/automatic-reply.js';
import type { Identity } from '../model/identity.js';
import { isEmptyText } from '../model/message.js';
import type { OptOutRequest } from '../model/opt-out.js';
import type { Person } from '../model/person.js';
import type { E164 } from '../model/phone-number.js';
import type { Announcement } from '../model/phrases.js';
import type { RoutingState, RoutingTerms } from '../model/routing.js';
import { isLive } from '../model/session.js';
import { put } from './commit.js';
import type { Decision, ReceivedText } from './incoming.js';
import { applyOptOut } from './opt-out.js';
import type { Ports } from './ports.js';

/** What a text to one of our numbers was decided on. */
export interface TextContext {
  readonly read: RoutingRead;
  readonly state: RoutingState;
  readonly terms: RoutingTerms;
  readonly to: E164;
  readonly from: Identity;
  readonly sender: Person | undefined;
}

/** What is particular to texts: opt-outs, and whether the sender of one that is not relayed gets an automatic reply. */
export async function decideText(
  ports: Ports,
  routed: Decision,
  text: ReceivedText,
  { read, state, terms, to, from, sender }: TextContext,
): Promise<Decision> {
  const { store, ids, settings } = ports;
  const { now } = terms;
  const hasAttachment = text.media.length > 0 || text.lost !== undefined;
  const content = { body: text.body, hasAttachment, byCarrier: text.optOut };
  const { decision, request } = applyOptOut(routed, ids, { read, state, sender, ...content, now });
  const { decided } = decision;
  if (decided.kind !== 'refuse' || sender === undefined || !mayReply(state, to, from, terms)) return decision;
  // There was nothing to relay, and a reply would cost the shop money.
  if (isEmptyText(text)) return decision;
  const hasReply = text.optOut !== undefined;
  if (hasReply || isUnwanted(request, decided.reason, hasOptedOut(state, sender, now))) return decision;
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

/** Nobody who wants no texts gets one that says why theirs was not relayed. */
function isUnwanted(request: OptOutRequest | undefined, reason: Announcement, hasOptedOut: boolean): boolean {
  if (request === undefined) return hasOptedOut;
  return request === 'stop' && reason !== 'texts_stopped';
}

function hasOptedOut({ caller, open }: RoutingState, { personKey }: Person, now: number): boolean {
  const session = caller?.session ?? open?.session;
  return session !== undefined && isLive(session, now) && session.optedOut.includes(personKey);
}
