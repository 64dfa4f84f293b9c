import type { Put, Versioned } from '../../../ports/order-store.js';
import { homeCountry, type Client } from '../../model/client.js';
import { ProxyCallError } from '../../model/errors.js';
import type { OrderSession } from '../../model/order.js';
import { admit, closeParticipant, eraseParticipant, type Role } from '../../model/participant.js';
import type { E164 } from '../../model/phone-number.js';
import { recordIdOf } from '../../model/records.js';
import { closePairedSession, maskName, type CallLimits, type LivePairedSession } from '../../model/session.js';
import { put } from '../commit.js';
import { personWith } from '../persons.js';
import type { UnderWay } from '../pool/claims.js';
import type { FindNumber } from '../pool/find-number.js';
import type { Ports } from '../ports.js';
import { createFollowClient, type FollowClient } from './follow-client.js';
import { livePairedSessionsOf, namedParticipant } from './live-paired-sessions.js';
import { createWithSharedNumber } from './shared-number.js';
import { createSharedNumberRequests } from './shared-number-requests.js';
import type { SessionTerms } from './terms.js';

export interface SessionRequest extends SessionTerms {
  readonly orderId: string;
}

/** What became of a paired session, with the numbers of both roles, and the writes that make it so. */
export interface PairedChange {
  readonly session: LivePairedSession;
  readonly clientNumber: E164;
  readonly counterpartNumber: E164;
  readonly puts: readonly Put[];
}

/** Opens, changes and ends paired sessions. What makes it so is handed to `commit`, to be written with the order. */
export interface PairedSessions {
  open<T>(client: Client, request: SessionRequest, commit: (change: PairedChange) => Promise<T>): Promise<T>;
  /** Another courier for the same order. The client keeps their number; the one before hears that the order is closed. */
  changeCourier<T>(
    client: Client,
    session: Versioned<LivePairedSession>,
    courierPhone: E164,
    commit: (change: PairedChange) => Promise<T>,
  ): Promise<T>;
  /** None when it is closed already. */
  close(sessionId: string, now: number): Promise<readonly Put[]>;
  readonly follow: FollowClient;
  /** Ends all that is live, and leaves of the client what a tombstone needs. */
  erase(client: Client, now: number): Promise<{ readonly closed: number; readonly puts: readonly Put[] }>;
}

export function createPairedSessions(ports: Ports, findNumber: FindNumber, underWay: UnderWay): PairedSessions {
  const { store, clock, ids, settings } = ports;
  const withSharedNumber = createWithSharedNumber(ports, findNumber, underWay);
  const requests = createSharedNumberRequests(ports);
  const person = (phone: E164) => personWith(ids, phone);

  return {
    open: (client, { orderId, courierPhone, expiresAt, ...limits }, commit) => {
      const [own, courier] = [person(client.realPhone), person(courierPhone)];
      return withSharedNumber(requests.forCourier(client, courier), (theirs) =>
        withSharedNumber({ ...requests.forClient(client, courier), carrier: theirs.carrier }, async (ours) => {
          const now = clock.now();
          const session: LivePairedSession = {
            kind: 'paired',
            id: ids.next(),
            orderId,
            clientId: client.id,
            carrier: theirs.carrier,
            maskedName: maskName(client.name),
            homeCountry: homeCountry(client),
            code: await freshCode(),
            optedOut: [],
            ...limitsOf(limits),
            openedAt: now,
            expiresAt,
            closedAt: undefined,
          };
          const named = (role: Role, proxyNumber: E164) => {
            const [self, contact] = role === 'client' ? [own, courier] : [courier, own];
            const admission = { role, person: self, contactKey: contact.personKey, proxyNumber } as const;
            return put('participant', admit(ids.next(), session, { ...admission, admittedBy: 'order' }, now));
          };
          const puts = [
            ...merge([...theirs.puts, ...ours.puts]),
            put('session', session),
            named('client', ours.number),
            named('counterpart', theirs.number),
          ];
          return commit({ session, clientNumber: ours.number, counterpartNumber: theirs.number, puts });
        }),
      );
    },

    changeCourier: (client, read, courierPhone, commit) => {
      const courier = person(courierPhone);
      const request = { ...requests.forCourier(client, courier), carrier: read.value.carrier };
      return withSharedNumber(request, async (shared) => {
        const now = clock.now();
        const { personKey } = person(client.realPhone);
        const before = await store.participants({ by: 'session', sessionId: read.value.id });
        const counterparts = new Set(
          before.filter(({ value }) => value.role === 'counterpart').map(({ value }) => value.personKey),
        );
        const session: LivePairedSession = {
          ...read.value,
          code: await freshCode(),
          optedOut: read.value.optedOut.filter((key) => !counterparts.has(key)),
        };
        const released = new Set(shared.puts.map((each) => recordIdOf(each).key));
        const changed = before
          .filter(({ value }) => !released.has(value.id))
          .map((participant) => {
            const { value } = participant;
            const isKept = value.role === 'client' && value.closedAt === undefined;
            const next = isKept ? { ...value, contactKey: courier.personKey } : closeParticipant(value, now);
            return put('participant', next, participant);
          });
        const admission = { role: 'counterpart', admittedBy: 'order', person: courier, contactKey: personKey } as const;
        const added = admit(ids.next(), session, { ...admission, proxyNumber: shared.number }, now);
        return commit({
          session,
          clientNumber: namedParticipant(before, 'client')?.proxyNumber ?? shared.number,
          counterpartNumber: shared.number,
          puts: [...shared.puts, ...changed, put('session', session, read), put('participant', added)],
        });
      });
    },

    async close(sessionId, now) {
      const read = await store.record('session', sessionId);
      if (read?.value.kind !== 'paired' || read.value.closedAt !== undefined) return [];
      const participants = await store.participants({ by: 'session', sessionId });
      return [
        put('session', closePairedSession(read.value, now), read),
        ...participants.map((each) => put('participant', closeParticipant(each.value, now), each)),
      ];
    },

    follow: createFollowClient(ports),

    async erase(client, now) {
      const [sessions, participants] = await Promise.all([
        livePairedSessionsOf(store, client.id),
        store.participants({ by: 'client', clientId: client.id }),
      ]);
      return {
        closed: sessions.length,
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
    },
  };

  /** Short codes run short where many sessions are open: then a longer one is tried. */
  async function freshCode(): Promise<string> {
    for (let tried = 0; tried < 40; tried += 1) {
      const code = ids.code(Math.min(LONGEST_CODE, settings.codeDigits + Math.floor(tried / 8)));
      if ((await store.sessionByCode(code)) === undefined) return code;
    }
    throw new ProxyCallError('conflict', 'no unused order code was found; retry', { retryable: true });
  }

  function limitsOf({ maxCallSeconds, ringSeconds }: CallLimits): CallLimits {
    return {
      maxCallSeconds: maxCallSeconds ?? settings.maxCallSeconds,
      ringSeconds: ringSeconds ?? settings.ringSeconds,
    };
  }
}

const LONGEST_CODE = 8;

/** What the order keeps of its session. */
export function orderSessionOf({ session, counterpartNumber }: PairedChange): OrderSession {
  const { id, code, expiresAt } = session;
  return { sessionId: id, courierProxyNumber: counterpartNumber, code, expiresAt };
}

/** Both roles may be on the same number, which is written once. */
function merge(puts: readonly Put[]): readonly Put[] {
  return [...new Map(puts.map((each) => [`${each.kind} ${recordIdOf(each).key}`, each])).values()];
}
