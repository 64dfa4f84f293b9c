import type { Put, Versioned } from '../../../ports/order-store.js';
import type { Carrier } from '../../model/carrier.js';
import { homeCountry, type Client } from '../../model/client.js';
import { ProxyCallError } from '../../model/errors.js';
import type { OrderSession } from '../../model/order.js';
import { CODE_DIGITS, SUFFIX_DIGITS, type OrderCodes } from '../../model/order-code.js';
import { admit, closeParticipant, type Participant, type Role } from '../../model/participant.js';
import type { Person } from '../../model/person.js';
import type { E164 } from '../../model/phone-number.js';
import { recordIdOf } from '../../model/records.js';
import { maskName, type LivePairedSession } from '../../model/session.js';
import { put } from '../commit.js';
import { personWith } from '../persons.js';
import type { ClaimingPorts } from '../pool/claims.js';
import type { Ports } from '../ports.js';
import { namedParticipant } from './live-paired-sessions.js';
import { requestForClient, requestForCourier } from './shared-number-requests.js';
import { withSharedNumber, type SharedNumber } from './shared-number.js';
import type { SessionTerms } from './terms.js';

export interface PairedSessionRequest extends SessionTerms {
  readonly orderId: string;
}

/** A paired session that is to be opened or changed, with the numbers of both roles and the writes that do it. */
export interface PairedChange {
  readonly session: LivePairedSession;
  readonly clientNumber: E164;
  readonly counterpartNumber: E164;
  readonly puts: readonly Put[];
}

/** What the order keeps of its session. */
export function orderSessionOf({ session, counterpartNumber }: PairedChange): OrderSession {
  const { id, code, codeSuffix, expiresAt } = session;
  return { sessionId: id, courierProxyNumber: counterpartNumber, codes: { code, codeSuffix }, expiresAt };
}

/** @param commit writes the change together with the order */
export function openPairedSession<T>(
  ports: ClaimingPorts,
  client: Client,
  request: PairedSessionRequest,
  commit: (change: PairedChange) => Promise<T>,
): Promise<T> {
  const { ids } = ports;
  const own = personWith(ids, client.realPhone);
  const courier = personWith(ids, request.courierPhone);
  return withSharedNumber(ports, requestForCourier(ports, client, courier), (theirs) => {
    const { carrier } = theirs;
    return withSharedNumber(ports, { ...requestForClient(ports, client, courier), carrier }, async (ours) => {
      const session = await newPairedSession(ports, client, request, carrier);
      const named = (role: Role, proxyNumber: E164, person: Person, contact: Person) => {
        const admission = { role, admittedBy: 'order', person, contactKey: contact.personKey, proxyNumber } as const;
        return put('participant', admit(ids.next(), session, admission, session.openedAt));
      };
      return commit({
        session,
        clientNumber: ours.number,
        counterpartNumber: theirs.number,
        puts: [
          ...releasingPuts(theirs, ours),
          put('session', session),
          named('client', ours.number, own, courier),
          named('counterpart', theirs.number, courier, own),
        ],
      });
    });
  });
}

async function newPairedSession(
  ports: Ports,
  client: Client,
  { orderId, expiresAt, maxCallSeconds, ringSeconds }: PairedSessionRequest,
  carrier: Carrier,
): Promise<LivePairedSession> {
  const { clock, ids, settings } = ports;
  const openedAt = clock.now();
  return {
    kind: 'paired',
    id: ids.next(),
    orderId,
    clientId: client.id,
    carrier,
    maskedName: maskName(client.name),
    homeCountry: homeCountry(client),
    ...(await newOrderCodes(ports)),
    optedOut: [],
    maxCallSeconds: maxCallSeconds ?? settings.maxCallSeconds,
    ringSeconds: ringSeconds ?? settings.ringSeconds,
    openedAt,
    hasForgottenCalls: false,
    expiresAt,
    closedAt: undefined,
  };
}

/** Of both shared numbers, which may be the same one: it is written once then. */
function releasingPuts(theirs: SharedNumber, ours: SharedNumber): readonly Put[] {
  const puts = [...theirs.puts, ...ours.puts];
  return [...new Map(puts.map((each) => [`${each.kind} ${recordIdOf(each).key}`, each])).values()];
}

/**
 * Gives an order another courier. The client keeps their number, and the former courier hears that the order is closed.
 * @param commit writes the change together with the order
 */
export function changePairedCourier<T>(
  ports: ClaimingPorts,
  client: Client,
  read: Versioned<LivePairedSession>,
  courierPhone: E164,
  commit: (change: PairedChange) => Promise<T>,
): Promise<T> {
  const { store, clock, ids } = ports;
  const courier = personWith(ids, courierPhone);
  const request = { ...requestForCourier(ports, client, courier), carrier: read.value.carrier };
  return withSharedNumber(ports, request, async (shared) => {
    const now = clock.now();
    const contactKey = personWith(ids, client.realPhone).personKey;
    const before = await store.participants({ by: 'session', sessionId: read.value.id });
    const counterparts = before.filter(({ value }) => value.role === 'counterpart');
    const leaving = new Set(counterparts.map(({ value }) => value.personKey));
    // The new courier may have been admitted by code before, and have asked for no texts.
    leaving.delete(courier.personKey);
    const session: LivePairedSession = {
      ...read.value,
      ...(await newOrderCodes(ports)),
      optedOut: read.value.optedOut.filter((key) => !leaving.has(key)),
    };
    const released = new Set(shared.puts.map((each) => recordIdOf(each).key));
    const changed = before
      .filter(({ value }) => !released.has(value.id))
      .map((each) => put('participant', afterChange(each.value, courier, now), each));
    const admission = { role: 'counterpart', admittedBy: 'order', person: courier, contactKey } as const;
    const added = admit(ids.next(), session, { ...admission, proxyNumber: shared.number }, now);
    return commit({
      session,
      clientNumber: namedParticipant(before, 'client')?.proxyNumber ?? shared.number,
      counterpartNumber: shared.number,
      puts: [...shared.puts, ...changed, put('session', session, read), put('participant', added)],
    });
  });
}

/** The client reaches the new courier. The others are closed. */
function afterChange(participant: Participant, courier: Person, now: number): Participant {
  const isKept = participant.role === 'client' && participant.closedAt === undefined;
  return isKept ? { ...participant, contactKey: courier.personKey } : closeParticipant(participant, now);
}

/**
 * When many sessions are open, most codes of the usual length are in use: then a longer one is tried, but none as long as a
 * long code.
 */
async function newOrderCodes({ store, ids, settings: { codeDigits } }: Ports): Promise<OrderCodes> {
  const longest = Math.min(CODE_DIGITS[1], codeDigits + SUFFIX_DIGITS - 1);
  for (let tried = 0; tried < 40; tried += 1) {
    const code = ids.code(Math.min(longest, codeDigits + Math.floor(tried / 8)));
    if ((await store.sessionByCode(code)) === undefined) return { code, codeSuffix: ids.code(SUFFIX_DIGITS) };
  }
  throw new ProxyCallError('conflict', 'no unused order code was found; retry', { retryable: true });
}
