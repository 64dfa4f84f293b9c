import { diallingFault, type DiallingTerms } from './dialling-rules.js';
import { sameLine } from './line.js';
import type { OutgoingMessage } from './message.js';
import type { LiveParticipant, Participant } from './participant.js';
import type { PersonKey } from './person.js';
import { isLive, type LiveSession, type Session } from './session.js';

/** What is known, when a text could not be delivered, of the session in which it was relayed. */
export interface RelayedIn {
  readonly session: Session | undefined;
  readonly participants: readonly Participant[];
  /** The person key of the receiver. */
  readonly receiver: PersonKey;
}

/**
 * Whether a text may be sent a second time: much may have happened since it was relayed. The receiver must still be reached in this
 * session and want texts.
 */
export function maySendAgain(
  { to }: OutgoingMessage,
  { session, participants, receiver }: RelayedIn,
  terms: DiallingTerms & { readonly now: number },
): boolean {
  if (session === undefined || !isLive(session, terms.now) || session.optedOut.includes(receiver)) return false;
  const live = participants.filter((each): each is LiveParticipant => each.closedAt === undefined);
  const phone = live.find(({ role }) => role === 'client')?.phone;
  return (
    isReached(to, session, live) && diallingFault(to, terms, { homeCountry: session.homeCountry, phone }) === undefined
  );
}

function isReached(to: OutgoingMessage['to'], session: LiveSession, live: readonly LiveParticipant[]): boolean {
  if (live.some(({ phone }) => sameLine(phone, to))) return true;
  return session.kind === 'open' && session.lastCaller !== undefined && sameLine(session.lastCaller, to);
}
