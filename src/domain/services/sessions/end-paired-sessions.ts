import type { OrderStore, Put } from '../../../ports/order-store.js';
import type { ClientId } from '../../model/client.js';
import { closeParticipant, eraseParticipant } from '../../model/participant.js';
import type { Person } from '../../model/person.js';
import { closePairedSession } from '../../model/session.js';
import { put } from '../commit.js';
import { livePairedSessionsOf } from './live-paired-sessions.js';

/** Closes a paired session. No writes when it is closed already. */
export async function pairedClosingPuts(store: OrderStore, sessionId: string, now: number): Promise<readonly Put[]> {
  const read = await store.record('session', sessionId);
  if (read?.value.kind !== 'paired' || read.value.closedAt !== undefined) return [];
  const participants = await store.participants({ by: 'session', sessionId });
  return [
    put('session', closePairedSession(read.value, now), read),
    ...participants.map((each) => put('participant', closeParticipant(each.value, now), each)),
  ];
}

/** Closes a client's paired sessions, and keeps of the client only what a tombstone needs. */
export async function pairedErasure(
  store: OrderStore,
  clientId: ClientId,
  now: number,
): Promise<{ readonly closed: number; readonly puts: readonly Put[]; readonly persons: readonly Person[] }> {
  const [sessions, participants] = await Promise.all([
    livePairedSessionsOf(store, clientId),
    store.participants({ by: 'client', clientId }),
  ]);
  return {
    closed: sessions.length,
    // Also who called for the client from another phone, with the order's code.
    persons: participants.flatMap(({ value: { role, phone, personKey } }) =>
      role === 'client' && phone !== undefined ? [{ phone, personKey }] : [],
    ),
    puts: [
      ...sessions.map((session) => put('session', closePairedSession(session.value, now), session)),
      ...participants
        .filter(({ value }) => value.sessionKind === 'paired')
        .map((each) => {
          const end = each.value.role === 'client' ? eraseParticipant : closeParticipant;
          return put('participant', end(each.value, now), each);
        }),
    ],
  };
}
