import type { OrderStore, Versioned } from '../../../ports/order-store.js';
import type { ClientId } from '../../model/client.js';
import { isNamed, type LiveParticipant, type Participant, type Role } from '../../model/participant.js';
import type { LivePairedSession, LiveSession } from '../../model/session.js';

/** A client's paired sessions that were not closed. */
export async function livePairedSessionsOf(
  store: OrderStore,
  clientId: ClientId,
): Promise<readonly Versioned<LivePairedSession>[]> {
  return (await store.liveSessionsOf(clientId)).filter(isPaired);
}

function isPaired(read: Versioned<LiveSession>): read is Versioned<LivePairedSession> {
  return read.value.kind === 'paired';
}

/** The live participant that the order names for a role. */
export function namedParticipant(
  participants: readonly Versioned<Participant>[],
  role: Role,
): LiveParticipant | undefined {
  return participants
    .map(({ value }) => value)
    .filter(isNamed)
    .find((participant) => participant.role === role);
}
