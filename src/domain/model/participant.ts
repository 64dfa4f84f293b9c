import type { ClientId } from './client.js';
import type { Carrier } from './carrier.js';
import type { Person, PersonKey } from './person.js';
import type { E164 } from './phone-number.js';
import type { LivePairedSession, Session } from './session.js';

/** The two roles in a session. */
export type Role = 'client' | 'counterpart';

interface ParticipantBase {
  readonly id: string;
  readonly sessionId: string;
  readonly sessionKind: Session['kind'];
  readonly clientId: ClientId;
  readonly carrier: Carrier;
  readonly role: Role;
  /** `code`: a guest, who entered the order's code on a phone that the order does not name. */
  readonly admittedBy: 'order' | 'code';
  /** The number that they call, and that they are shown when the other participant calls. */
  readonly proxyNumber: E164;
  readonly personKey: PersonKey;
  /** Whom they reach in a paired session. */
  readonly contactKey: PersonKey | undefined;
  readonly openedAt: number;
  /** When it ends by itself. Undefined in an open session. */
  readonly expiresAt: number | undefined;
}

/** A participant that was not closed. */
export interface LiveParticipant extends ParticipantBase {
  readonly phone: E164;
  readonly closedAt: undefined;
  readonly releasedAt: undefined;
}

/** A tombstone, or a released participant. */
export interface ClosedParticipant extends ParticipantBase {
  /** Undefined once erased or released. */
  readonly phone: E164 | undefined;
  readonly closedAt: number;
  readonly releasedAt: number | undefined;
}

/**
 * A person in a session, on one proxy number: whoever calls `proxyNumber` from this person's phone belongs to this session.
 * Live as long as the session is, then a tombstone, which keeps a late caller from reaching somebody else, then released.
 * Invariant: two participants that were not released never have the same person and number. Times are milliseconds since the
 * epoch.
 */
export type Participant = LiveParticipant | ClosedParticipant;

export function otherRole(role: Role): Role {
  return role === 'client' ? 'counterpart' : 'client';
}

/** For how long after the end of a paired session the same person gets no other session on that number. In milliseconds. */
export interface Cooling {
  /** In any case: up to 30 days. Default: 2 hours. */
  readonly hardCoolingMs: number;
  /** While other numbers are free for that person: up to 365 days, counted from the end too. Default: 7 days. */
  readonly softCoolingMs: number;
}

/** `hard`, `soft`: in this cooling. `over`: the same person may get another session on the number. */
export type ParticipantPhase = 'live' | 'hard' | 'soft' | 'over';

/**
 * The phase of a participant at the time `now`, in milliseconds since the epoch. Computed on every read: a participant may be
 * over before maintenance has recorded it.
 */
export function phaseOf(
  participant: Participant,
  now: number,
  { hardCoolingMs, softCoolingMs }: Cooling,
): ParticipantPhase {
  const end = endOf(participant);
  if (now < end) return 'live';
  if (participant.releasedAt !== undefined) return 'over';
  if (now < end + hardCoolingMs) return 'hard';
  return now < end + Math.max(hardCoolingMs, softCoolingMs) ? 'soft' : 'over';
}

/**
 * When a participant stops being live, or stopped, in milliseconds since the epoch. `Infinity` in an open session that was not
 * closed.
 */
export function endOf({ closedAt, expiresAt }: Pick<Participant, 'closedAt' | 'expiresAt'>): number {
  return Math.min(closedAt ?? Infinity, expiresAt ?? Infinity);
}

/** Whether it is the live participant whom the order names. */
export function isNamed(participant: Participant): participant is LiveParticipant {
  return participant.admittedBy === 'order' && participant.closedAt === undefined;
}

export function closeParticipant(participant: Participant, now: number): ClosedParticipant {
  return participant.closedAt === undefined ? { ...participant, closedAt: now } : participant;
}

/** After the end of its paired session was moved. What was closed before, such as a former courier's, stays as it is. */
export function extendParticipant(participant: Participant, expiresAt: number): Participant {
  return participant.closedAt === undefined ? { ...participant, expiresAt } : participant;
}

/** Lets the same person get the number again. The record that is left is history, without a phone. */
export function releaseParticipant(participant: Participant, now: number): ClosedParticipant {
  const closedAt = participant.closedAt ?? Math.min(now, endOf(participant));
  return { ...participant, phone: undefined, closedAt, releasedAt: now };
}

/** Closes it and removes the phone: the tombstone recognises the person by their key alone. */
export function eraseParticipant(participant: Participant, now: number): ClosedParticipant {
  return { ...closeParticipant(participant, now), phone: undefined };
}

/**
 * The live participant after the client's phone changed: the client is on the new phone, and counterparts reach it. A
 * guest in the client's role keeps their own phone.
 */
export function followClientPhone(participant: LiveParticipant, client: Person): LiveParticipant {
  if (participant.role === 'counterpart') return { ...participant, contactKey: client.personKey };
  return participant.admittedBy === 'code' ? participant : { ...participant, ...client };
}

export interface Admission {
  readonly role: Role;
  readonly admittedBy: Participant['admittedBy'];
  readonly person: Person;
  readonly contactKey: PersonKey;
  readonly proxyNumber: E164;
}

/** A new participant of a paired session. */
export function admit(id: string, session: LivePairedSession, admission: Admission, at: number): LiveParticipant {
  const { role, admittedBy, person, contactKey, proxyNumber } = admission;
  return {
    id,
    sessionId: session.id,
    sessionKind: 'paired',
    clientId: session.clientId,
    carrier: session.carrier,
    role,
    admittedBy,
    proxyNumber,
    personKey: person.personKey,
    phone: person.phone,
    contactKey,
    openedAt: at,
    expiresAt: session.expiresAt,
    closedAt: undefined,
    releasedAt: undefined,
  };
}

/** When a participant that is not released ends, or ended. Maintenance releases it once it has cooled off since. */
export function endOfTombstone(participant: Participant): number | undefined {
  const end = endOf(participant);
  return participant.releasedAt === undefined && Number.isFinite(end) ? end : undefined;
}
