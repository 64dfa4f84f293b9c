import type { Client, ClientId } from './client.js';
import type { Confirmation } from './confirmation/confirmation.js';
import type { OutboxEntry } from './outbox.js';
import type { AutomaticReply } from './automatic-reply.js';
import { withoutPlan, type Interaction } from './interaction.js';
import type { KeyedRequest } from './internal-records.js';
import { sameLine } from './line.js';
import type { Lockout } from './lockout.js';
import { effectiveOrder, type Order } from './order.js';
import { isNamed, type Participant } from './participant.js';
import type { Person } from './person.js';
import { maskPhoneNumber, type E164 } from './phone-number.js';
import type { Session } from './session.js';

// What of the records is about one person. An export and an erasure go by the same functions, so that nothing is erased that an
// export does not show.

/** All records that are about a person. */
export interface PersonRecords {
  readonly person: Person;
  /** The clients with the person's phone. */
  readonly clients: readonly Client[];
  /** The names of these clients' own numbers. */
  readonly numberNames: ReadonlyMap<E164, string>;
  readonly orders: readonly PersonOrder[];
  readonly sessions: readonly Session[];
  readonly participants: readonly Participant[];
  /** Newest first. */
  readonly interactions: readonly Interaction[];
  readonly confirmations: readonly Confirmation[];
  /** Messages for these confirmations, or to the person's phone. */
  readonly outbox: readonly OutboxEntry[];
  readonly replies: readonly AutomaticReply[];
  readonly requests: readonly KeyedRequest[];
  readonly lockout: Lockout | undefined;
}

/** An order, and what the person is in it. */
export interface PersonOrder {
  readonly order: Order;
  readonly role: 'client' | 'courier';
}

/** Whether a participant is this person. The key says so even when the phone was removed. */
export function isParticipant({ personKey, phone }: Participant, person: Person): boolean {
  return personKey === person.personKey || (phone !== undefined && sameLine(phone, person.phone));
}

export function isLastCaller(session: Session, { phone }: Person): boolean {
  if (session.closedAt !== undefined || session.kind !== 'open' || session.lastCaller === undefined) return false;
  return sameLine(session.lastCaller, phone);
}

export function isOptedOut(session: Session, { personKey }: Person): boolean {
  return session.closedAt === undefined && session.optedOut.includes(personKey);
}

/** What the interactions of a person are found by. */
export interface PersonTraces {
  readonly person: Person;
  /** The ids of the clients with the person's phone, and of those who have no record until it is confirmed. */
  readonly clients: ReadonlySet<ClientId>;
  /** The person's participants of paired sessions, by session. */
  readonly participants: ReadonlyMap<string, readonly Participant[]>;
  /** The ids of open sessions whose last caller the person is. */
  readonly calledLast: ReadonlySet<string>;
  /** The ids of all other paired sessions. */
  readonly sessionsOfOthers: ReadonlySet<string>;
}

/** Whether a call or text is of this person's clients, by the person, to the person, or in their paired session meanwhile. */
export function isInteractionOf(interaction: Interaction, traces: PersonTraces): boolean {
  return isCertainlyOf(interaction, traces) || isBy(interaction, traces);
}

/** The same, where more says so than the last four digits of the caller, which others share. */
export function isCertainlyOf(interaction: Interaction, traces: PersonTraces): boolean {
  const { clientId, sessionId, at } = interaction;
  if (clientId !== undefined && traces.clients.has(clientId)) return true;
  const own = sessionId === undefined ? undefined : traces.participants.get(sessionId);
  if (own?.some(({ openedAt, closedAt = Infinity }) => at >= openedAt && at <= closedAt) === true) return true;
  return reaches(interaction, traces.person) || (isBy(interaction, traces) && traces.calledLast.has(sessionId ?? ''));
}

/**
 * Whether a call or text is by this person. All that is kept of an unknown caller are the last four digits, so that calls of
 * another one with the same four digits count as theirs too. Only the participants of a paired session have calls in it.
 */
function isBy(
  { from, sessionId }: Interaction,
  { person, sessionsOfOthers }: Pick<PersonTraces, 'person' | 'sessionsOfOthers'>,
): boolean {
  if (from !== maskPhoneNumber(person.phone)) return false;
  return sessionId === undefined || !sessionsOfOthers.has(sessionId);
}

/** Whether the answer on record contains the person's phone. */
function reaches({ plan }: Interaction, person: Person): boolean {
  return phonesIn(plan).some((phone) => sameLine(phone, person.phone));
}

/** The phones of people that an answer contains: of the callee, or of those who get its texts. The other numbers are ours. */
function phonesIn(plan: Interaction['plan']): readonly E164[] {
  switch (plan?.kind) {
    case 'texts':
      return plan.messages.map(({ to }) => to);
    case 'dial':
      return [plan.to];
    case 'ask_code':
      return plan.otherwise.kind === 'dial' ? [plan.otherwise.to] : [];
    default:
      return [];
  }
}

/** The interaction without what it says about a person who called, sent a text, or was reached. The same when that is nothing. */
export function withoutPerson(interaction: Interaction, traces: PersonTraces): Interaction {
  if (isBy(interaction, traces)) return { ...withoutPlan(interaction), from: '' };
  return reaches(interaction, traces.person) ? withoutPlan(interaction) : interaction;
}

/** What an erasure does, in numbers. */
export interface ErasureCounts {
  /** The clients with this phone, who were erased as `eraseClient` does. */
  readonly clientsErased: number;
  readonly sessionsClosed: number;
  /** The orders that were open, and are closed now: those of these clients, and those whose courier the person was. */
  readonly ordersClosed: readonly string[];
  /** Orders that lost the digest of their request. */
  readonly ordersScrubbed: number;
  /** Participants that lost the phone. */
  readonly participantsErased: number;
  /** Open sessions whose last caller the person was. */
  readonly lastCallersRemoved: number;
  /** Calls and texts that lost masked numbers or the answer. */
  readonly interactionsScrubbed: number;
}

/** What an erasure of these records is to do. */
export interface PlannedErasure extends ErasureCounts {
  /** The paired sessions that end because the order names the person. Those of the person's clients end with the clients. */
  readonly sessionIds: readonly string[];
}

export function erasureOf(records: PersonRecords, traces: PersonTraces, now: number): PlannedErasure {
  const { person, clients } = traces;
  const { sessions, participants, orders, interactions } = records;
  const named = new Set(
    participants.filter((one) => isNamed(one) && isParticipant(one, person)).map(({ sessionId }) => sessionId),
  );
  const live = sessions.filter(({ closedAt }) => closedAt === undefined);
  const ofOthers = live.filter(
    ({ kind, id, clientId }) => kind === 'paired' && named.has(id) && !clients.has(clientId),
  );
  const sessionIds = ofOthers.map(({ id }) => id);
  const ended = new Set(sessionIds);
  const isEnding = ({ clientId, session }: Order) =>
    clients.has(clientId) || (session !== undefined && ended.has(session.sessionId));
  return {
    sessionIds,
    clientsErased: records.clients.length,
    sessionsClosed: sessionIds.length + live.filter(({ clientId }) => clients.has(clientId)).length,
    ordersClosed: orders.flatMap(({ order }) =>
      isEnding(order) && effectiveOrder(order, now).status === 'open' ? [order.id] : [],
    ),
    ordersScrubbed: orders.filter(({ order }) => order.fingerprint !== undefined).length,
    participantsErased: participants.filter(({ phone }) => phone !== undefined).length,
    lastCallersRemoved: sessions.filter((session) => isLastCaller(session, person)).length,
    interactionsScrubbed: interactions.filter((interaction) => isChanged(interaction, traces)).length,
  };
}

/** Whether an erasure of the person takes something from an interaction: from one of their client's, all that it says of people. */
function isChanged(interaction: Interaction, traces: PersonTraces): boolean {
  const { clientId, from, to, plan } = interaction;
  if (clientId === undefined || !traces.clients.has(clientId))
    return withoutPerson(interaction, traces) !== interaction;
  return from !== '' || to !== '' || plan !== undefined;
}

/** Another person's phone is shown masked to this one. */
export function maskUnless(person: Person, phone: E164): string {
  return sameLine(phone, person.phone) ? phone : maskPhoneNumber(phone);
}

/** An answer as this person may see it. */
export function answerFor(person: Person, plan: Interaction['plan']): Readonly<Record<string, unknown>> | undefined {
  switch (plan?.kind) {
    case undefined:
      return undefined;
    case 'texts':
      return {
        ...plan,
        messages: plan.messages.map((message) => ({ ...message, to: maskUnless(person, message.to) })),
      };
    case 'dial':
      return { ...plan, to: maskUnless(person, plan.to) };
    case 'ask_code': {
      const { otherwise } = plan;
      const masked = otherwise.kind === 'dial' ? { ...otherwise, to: maskUnless(person, otherwise.to) } : otherwise;
      return { ...plan, otherwise: masked };
    }
    default:
      return { ...plan };
  }
}
