import type { OrderStore, Put } from '../../../ports/order-store.js';
import type { ClientId } from '../../model/client.js';
import { closeParticipant, eraseParticipant } from '../../model/participant.js';
import type { E164 } from '../../model/phone-number.js';
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
): Promise<{ readonly closed: number; readonly puts: readonly Put[]; readonly phones: readonly E164[] }> {
  const [sessions, participants] = await Promise.all([
    livePairedSessionsOf(store, clientId),
    store.participants({ by: 'client', clientId }),
  ]);
  return {
    closed: sessions.length,
    // Of the client, and of who called for them with the order's code.
    phones: participants.flatMap(({ value: { role, phone } }) =>
      role === 'client' && phone !== undefined ? [phone] : [],
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
