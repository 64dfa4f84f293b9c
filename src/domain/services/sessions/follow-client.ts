import type { Put, Versioned } from '../../../ports/order-store.js';
import type { Client } from '../../model/client.js';
import { ProxyCallError } from '../../model/errors.js';
import { followClientPhone, phaseOf, releaseParticipant } from '../../model/participant.js';
import { followClient, isLive, type LivePairedSession } from '../../model/session.js';
import { put } from '../commit.js';
import { personWith } from '../persons.js';
import type { Ports } from '../ports.js';
import { livePairedSessionsOf, namedParticipant } from './live-paired-sessions.js';

/**
 * Makes a client's paired sessions follow a change of the client's phone, name or residency.
 * @throws `client_mismatch` when the new phone has another session on the same number
 */
export async function pairedFollowingPuts(ports: Ports, before: Client, client: Client): Promise<readonly Put[]> {
  const isSame =
    before.realPhone === client.realPhone && before.name === client.name && before.residency === client.residency;
  if (isSame) return [];
  const puts: Put[] = [];
  for (const session of await livePairedSessionsOf(ports.store, client.id)) {
    if (isLive(session.value, ports.clock.now())) puts.push(...(await followOne(ports, session, before, client)));
  }
  return puts;
}

async function followOne(
  { store, clock, ids, settings }: Ports,
  read: Versioned<LivePairedSession>,
  before: Client,
  client: Client,
): Promise<readonly Put[]> {
  const [former, own] = [personWith(ids, before.realPhone), personWith(ids, client.realPhone)];
  const puts: Put[] = [put('session', followClient(read.value, client, former.personKey, own), read)];
  if (before.realPhone === client.realPhone) return puts;
  const participants = await store.participants({ by: 'session', sessionId: read.value.id });
  if (namedParticipant(participants, 'counterpart')?.personKey === own.personKey) throw ambiguous();
  const clientNumber = namedParticipant(participants, 'client')?.proxyNumber;
  // Another spelling of the same line is the same person, who is there already.
  const isSamePerson = own.personKey === former.personKey;
  const known = isSamePerson ? [] : await store.participants({ by: 'person', personKey: own.personKey });
  const there = known.filter(({ value }) => value.proxyNumber === clientNumber);
  for (const each of there) {
    const isOther = each.value.sessionId !== read.value.id;
    if (isOther && phaseOf(each.value, clock.now(), settings) !== 'over') throw ambiguous();
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

function ambiguous(): ProxyCallError {
  return new ProxyCallError(
    'client_mismatch',
    'this phone has another session on the same proxy number, or is the courier of one: callers could not be told apart',
    { issues: [{ pointer: '/clientRealPhone', detail: 'is known on the same proxy number' }] },
  );
}
