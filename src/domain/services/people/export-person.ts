import type {
  ExportedInteraction,
  ExportedOrder,
  ExportedParticipant,
  ExportedSession,
  PersonExport,
} from '../../../ports/people-api.js';
import type { Interaction } from '../../model/interaction.js';
import { longCodeOf } from '../../model/order-code.js';
import type { Participant } from '../../model/participant.js';
import type { Person } from '../../model/person.js';
import {
  answerFor,
  isCertainlyOf,
  isLastCaller,
  isOptedOut,
  maskUnless,
  type PersonOrder,
} from '../../model/person-data.js';
import type { Session } from '../../model/session.js';
import { isoTime } from '../../model/time.js';
import { exportedConfirmation, exportedMessage } from './export-confirmations.js';
import type { FoundPerson } from './find-person.js';

/**
 * Every record as it is stored, with the phones of other people masked. Of a call or text that only the last four digits of its caller
 * speak for, nothing is shown that would be somebody else's secret: its text, and whom it was for.
 */
export function exportOf({ records, traces }: FoundPerson, now: number): PersonExport {
  const { person, clients, numberNames, lockout } = records;
  const own = new Set(clients.map(({ id }) => id));
  return {
    exportedAt: isoTime(now),
    phone: person.phone,
    clients: clients.map((client) => ({
      clientId: client.id,
      clientName: client.name,
      clientMail: client.mail,
      clientRealPhone: client.realPhone,
      clientIsoResidency: client.residency,
      clientProxyNumber: client.proxyNumber,
      clientNumberName: client.proxyNumber && numberNames.get(client.proxyNumber),
      createdAt: isoTime(client.createdAt),
      confirmedAt: optionalTime(client.confirmedAt),
    })),
    orders: records.orders.map(exportedOrder),
    sessions: records.sessions.map((session) => exportedSession(session, person, own.has(session.clientId))),
    participants: records.participants.map((participant) => exportedParticipant(participant, person)),
    interactions: records.interactions.map((interaction) =>
      exportedInteraction(interaction, isCertainlyOf(interaction, traces) ? person : undefined),
    ),
    confirmations: records.confirmations.map((confirmation) => exportedConfirmation(confirmation, traces)),
    messages: records.outbox.map((entry) => {
      const confirmation = records.confirmations.find(({ id }) => id === entry.confirmationId);
      return exportedMessage(entry, confirmation, traces);
    }),
    replies: records.replies.map(({ key, at }) => ({
      proxyNumber: key.slice(key.indexOf(' ') + 1),
      at: isoTime(at),
    })),
    requests: records.requests.map(({ key, fingerprint, at }) => ({
      idempotencyKey: key,
      fingerprint,
      at: isoTime(at),
    })),
    lockout: lockout && {
      strikes: lockout.strikes,
      level: lockout.level,
      lastAt: isoTime(lockout.lastAt),
      lockedUntil: lockout.until === 0 ? undefined : isoTime(lockout.until),
    },
  };
}

/** As it is stored: one whose session has expired may still be open, with its codes. */
function exportedOrder({ order, role }: PersonOrder): ExportedOrder {
  const { session } = order;
  return {
    orderId: order.id,
    clientId: order.clientId,
    role,
    status: order.status,
    clientProxyNumber: order.proxyNumber,
    courierProxyNumber: session?.courierProxyNumber,
    orderCode: session?.codes?.code,
    orderCodeLong: session?.codes && longCodeOf(session.codes),
    fingerprint: order.fingerprint,
    createdAt: isoTime(order.createdAt),
    expiresAt: optionalTime(session?.expiresAt),
    closedAt: optionalTime(order.closedAt),
  };
}

/** @param isOwn whether it is a session of this person as a client: what it says about its client is for nobody else */
function exportedSession(session: Session, person: Person, isOwn: boolean): ExportedSession {
  const live = session.closedAt === undefined ? session : undefined;
  const lastCaller = live?.kind === 'open' && (isOwn || isLastCaller(live, person)) ? live.lastCaller : undefined;
  return {
    sessionId: session.id,
    kind: session.kind,
    clientId: session.clientId,
    orderId: session.kind === 'paired' ? session.orderId : undefined,
    proxyNumber: session.kind === 'open' ? session.proxyNumber : undefined,
    maskedName: isOwn ? live?.maskedName : undefined,
    homeCountry: isOwn ? live?.homeCountry : undefined,
    lastCaller: lastCaller && maskUnless(person, lastCaller),
    optedOut: isOptedOut(session, person),
    openedAt: isoTime(session.openedAt),
    expiresAt: session.kind === 'paired' ? isoTime(session.expiresAt) : undefined,
    closedAt: optionalTime(session.closedAt),
  };
}

function exportedParticipant(participant: Participant, person: Person): ExportedParticipant {
  const { id, sessionId, clientId, role, admittedBy, proxyNumber, phone } = participant;
  return {
    ...{ participantId: id, sessionId, clientId, role, admittedBy, proxyNumber },
    phone: phone && maskUnless(person, phone),
    openedAt: isoTime(participant.openedAt),
    expiresAt: optionalTime(participant.expiresAt),
    closedAt: optionalTime(participant.closedAt),
    releasedAt: optionalTime(participant.releasedAt),
  };
}

/** @param person undefined when it may be of somebody else */
function exportedInteraction(interaction: Interaction, person: Person | undefined): ExportedInteraction {
  const { id, channel, direction, outcome, from, to, plan } = interaction;
  const { clientId, sessionId } = person === undefined ? {} : interaction;
  const isCall = interaction.channel === 'call';
  return {
    id,
    at: isoTime(interaction.at),
    endedAt: optionalTime(interaction.endedAt),
    ...{ channel, direction, outcome, from, to, clientId, sessionId },
    durationSeconds: isCall ? interaction.durationSeconds : undefined,
    carrierId: person && (isCall ? interaction.callId : interaction.messageId),
    answer: person && answerFor(person, plan),
  };
}

function optionalTime(at: number | undefined): string | undefined {
  return at === undefined ? undefined : isoTime(at);
}
