import type { Put, Versioned } from '../../../ports/order-store.js';
import type { Client } from '../../model/client.js';
import { ProxyCallError } from '../../model/errors.js';
import { followClientPhone, phaseOf, releaseParticipant, type Participant } from '../../model/participant.js';
import { followClient, isLive, type LivePairedSession } from '../../model/session.js';
import { put } from '../commit.js';
import { personWith } from '../persons.js';
import type { Ports } from '../ports.js';
import { livePairedSessionsOf, namedParticipant } from './live-paired-sessions.js';

/**
 * What becomes of a client's paired sessions when their phone, name or residency changed.
 * @throws `client_mismatch` when the new phone has another session on the same number
 */
export type FollowClient = (before: Client, client: Client) => Promise<readonly Put[]>;

export function createFollowClient(ports: Ports): FollowClient {
  const { store, clock, ids, settings } = ports;

  return async (before, client) => {
    const isSame =
      before.realPhone === client.realPhone && before.name === client.name && before.residency === client.residency;
    if (isSame) return [];
    const puts: Put[] = [];
    for (const session of await livePairedSessionsOf(store, client.id)) {
      if (isLive(session.value, clock.now())) puts.push(...(await followOne(session, before, client)));
    }
    return puts;
  };

  async function followOne(read: Versioned<LivePairedSession>, before: Client, client: Client): Promise<Put[]> {
    const [former, own] = [personWith(ids, before.realPhone), personWith(ids, client.realPhone)];
    const puts: Put[] = [put('session', followClient(read.value, client, former.personKey, own), read)];
    if (before.realPhone === client.realPhone) return puts;
    const participants = await store.participants({ by: 'session', sessionId: read.value.id });
    if (namedParticipant(participants, 'counterpart')?.personKey === own.personKey) throw ambiguous();
    const clientNumber = namedParticipant(participants, 'client')?.proxyNumber;
    const there = (await store.participants({ by: 'person', personKey: own.personKey })).filter(
      ({ value }) => value.proxyNumber === clientNumber,
    );
    for (const each of there) {
      if (each.value.sessionId !== read.value.id && !isOver(each.value)) throw ambiguous();
      puts.push(put('participant', releaseParticipant(each.value, clock.now()), each));
    }
    const released = new Set(there.map(({ value }) => value.id));
    for (const each of participants) {
      if (each.value.closedAt !== undefined || released.has(each.value.id)) continue;
      const followed = followClientPhone(each.value, own);
      if (followed !== each.value) puts.push(put('participant', followed, each));
    }
    return puts;
  }

  function isOver(participant: Participant): boolean {
    return phaseOf(participant, clock.now(), settings) === 'over';
  }
}

function ambiguous(): ProxyCallError {
  return new ProxyCallError(
    'client_mismatch',
    'this phone has another session on the same proxy number, or is the courier of one: callers could not be told apart',
    { issues: [{ pointer: '/clientRealPhone', detail: 'is known on the same proxy number' }] },
  );
}
