import type { InteractionRecord } from './interaction.js';
import { maskPhoneNumber } from './phone-number.js';
import type { Session } from './session.js';

/**
 * A session as it is kept: without its last caller once the last call or text between them and the client is older than `before`. A last
 * caller who was in none of them, named by hand in a spreadsheet, stays.
 * @param interactions at least all of this session
 * @param before milliseconds since the epoch
 */
export function forgetLastCaller(session: Session, interactions: Iterable<InteractionRecord>, before: number): Session {
  if (session.closedAt !== undefined || session.kind !== 'open' || session.lastCaller === undefined) return session;
  // Two callers may have the same mask: then the session has the one who called later.
  const masked = maskPhoneNumber(session.lastCaller);
  let lastAt = Infinity;
  for (const interaction of interactions) {
    if (interaction.channel === undefined || interaction.sessionId !== session.id) continue;
    if (interaction.direction !== 'to_counterpart' && interaction.from !== masked) continue;
    if (interaction.at >= before) return session;
    lastAt = interaction.at;
  }
  return lastAt < before ? { ...session, lastCaller: undefined } : session;
}
