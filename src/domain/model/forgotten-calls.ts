import { wasPutThrough, type InteractionRecord } from './interaction.js';
import type { Session } from './session.js';

/**
 * A session as it is kept when the calls and texts before `before` go: it remembers that one of these calls was put through. Otherwise a
 * later call would be counted as its first.
 * @param interactions at least all of this session that go
 * @param before milliseconds since the epoch
 */
export function noteForgottenCalls<S extends Session>(
  session: S,
  interactions: Iterable<InteractionRecord>,
  before: number,
): S {
  if (session.hasForgottenCalls) return session;
  for (const interaction of interactions) {
    if (interaction.channel !== 'call' || interaction.sessionId !== session.id) continue;
    if (interaction.at < before && wasPutThrough(interaction)) return { ...session, hasForgottenCalls: true };
  }
  return session;
}
