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

export interface LiveParticipant extends ParticipantBase {
  readonly phone: E164;
  readonly closedAt: undefined;
  readonly releasedAt: undefined;
}

export interface ClosedParticipant extends ParticipantBase {
  /** Undefined once erased or released. */
  readonly phone: E164 | undefined;
  readonly closedAt: number;
  readonly releasedAt: number | undefined;
}

/**
 * A person's part in a session: whoever calls `proxyNumber` from this person's phone belongs to it. Live while the session
 * is, then a tombstone that keeps a late caller from reaching somebody else, then released. No two participants that are not
 * released have the same person and number.
 */
export type Participant = LiveParticipant | ClosedParticipant;

export function otherRole(role: Role): Role {
  return role === 'client' ? 'counterpart' : 'client';
}

/** How long the same person gets no other session on the number of an ended participant, in milliseconds. */
export interface Cooling {
  /** In any case. */
  readonly hardCoolingMs: number;
  /** As long as other numbers are free for that person. */
  readonly softCoolingMs: number;
}

/** `over`: the number may be given to the same person again. */
export type ParticipantPhase = 'live' | 'hard' | 'soft' | 'over';

/** Expiry is computed on every read: a participant may be over before maintenance has recorded it. */
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

/** When the participant stops, or stopped, being live. `Infinity` in an open session that was not closed. */
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
