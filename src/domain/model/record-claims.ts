import type { Confirmation } from './confirmation/confirmation.js';
import type { Participant } from './participant.js';
import type { Reference } from './records.js';
import type { Session } from './session.js';

// The unique claims and references of sessions, participants and confirmations: see the record rules.

export function sessionClaims(session: Session): readonly string[] {
  if (session.closedAt !== undefined) return [];
  return session.kind === 'paired'
    ? [`order code ${session.code}`]
    : [`open session on ${session.proxyNumber}`, `open session of ${session.clientId}`];
}

export function participantClaims(participant: Participant): readonly string[] {
  const { proxyNumber, personKey, sessionId, role, admittedBy, closedAt, releasedAt } = participant;
  if (releasedAt !== undefined) return [];
  const personOnNumber = `${personKey} on ${proxyNumber}`;
  return closedAt === undefined && admittedBy === 'order'
    ? [personOnNumber, `${role} of ${sessionId}`]
    : [personOnNumber];
}

export function participantReferences(participant: Participant): readonly Reference[] {
  const { proxyNumber, sessionId, sessionKind, carrier, closedAt, releasedAt } = participant;
  if (releasedAt !== undefined) return [];
  const status = sessionKind === 'open' ? 'assigned' : 'shared';
  const number: Reference = { kind: 'number', key: proxyNumber, fact: `${status} ${carrier}` };
  // A tombstone outlives its session.
  return closedAt === undefined ? [number, { kind: 'session', key: sessionId, fact: carrier }] : [number];
}

/** The number that is kept for it stays held, and of the same carrier, until it is over. */
export function confirmationReferences({ status, heldNumber, carrier }: Confirmation): readonly Reference[] {
  if (status !== 'pending' || heldNumber === undefined) return [];
  return [{ kind: 'number', key: heldNumber, fact: `held ${carrier}` }];
}
