import type { Carrier } from './carrier.js';
import type { Client, ClientId } from './client.js';
import {
  closeParticipant,
  eraseParticipant,
  followClientPhone,
  isNamed,
  releaseParticipant,
  type LiveParticipant,
  type Participant,
} from './participant.js';
import { withoutLabel } from './number-label.js';
import type { Person } from './person.js';
import type { E164 } from './phone-number.js';
import { transition, type NumberState, type NumberStatus, type ProxyNumber } from './proxy-number.js';
import type { AnyRecord } from './records.js';
import {
  closeOpened,
  closePairedSession,
  followClient,
  openSession,
  type LivePairedSession,
  type OpenedSession,
} from './session.js';

// What it means when somebody changes a row of a spreadsheet by hand. The functions return the records to write, in an order
// in which they can be written.

export interface EditTerms {
  readonly now: number;
  readonly quarantineMs: number;
  /** The carrier of a number that the pool does not have. */
  readonly carrier: Carrier;
}

/** What a row of the pool says. */
export interface NumberRow {
  /** The client whose own row names this number. */
  readonly holder: ClientId | undefined;
  /** Whether the row of somebody who is no client yet, as it cannot be read, names this number. */
  readonly isTaken: boolean;
  /** Undefined for a word that is no status. */
  readonly status: NumberStatus | undefined;
  /** Of an assigned number: since when, if the row says. */
  readonly assignedAt: number | undefined;
  readonly reserved: Extract<NumberState, { status: 'reserved' }>;
}

/**
 * Whoever has the number in their row holds it, whatever its status says: nobody else must get it. One that is kept for a confirmation
 * stays so: it is not the editor's to give.
 */
export function editedNumberState(
  row: NumberRow,
  known: NumberState | undefined,
  { now, quarantineMs }: EditTerms,
): NumberState {
  const { holder, isTaken, reserved, assignedAt } = row;
  if (known?.status === 'held') return known;
  if (holder !== undefined) {
    if (known?.status === 'assigned' && known.to === holder) return known;
    return { status: 'assigned', to: holder, since: assignedAt ?? now };
  }
  // A word that is no status is the operator's for a number that is not to be used. Only a confirmation holds one.
  const stated = row.status === undefined || row.status === 'held' ? 'error' : row.status;
  if (known?.status === 'released' && stated === 'error') return known;
  const status = isTaken && stated !== 'released' ? 'error' : stated;
  if (known?.status === status && status !== 'assigned') return known;
  switch (status) {
    case 'available':
      return { status };
    case 'reserved':
      return reserved;
    case 'assigned':
      // To nobody: its client was removed from the sheet. Late callers must not reach the next client.
      return { status: 'quarantined', until: now + quarantineMs };
    case 'quarantined':
      return { status, until: now + quarantineMs };
    case 'shared':
    case 'error':
    case 'released':
      return { status, since: now };
  }
}

/** What the store knows about a client whose row was changed. */
export interface ClientEdit {
  readonly clientId: ClientId;
  /** As in the row; undefined when the row was removed. */
  readonly client: Client | undefined;
  readonly person: Person | undefined;
  /** The client's live open session. */
  readonly open: OpenedSession | undefined;
  /** The number of that session; when there is none, the number that the row named before. */
  readonly formerNumber: ProxyNumber | undefined;
  /** The number that the row names, if the pool has it. */
  readonly number: ProxyNumber | undefined;
  /** The live open session on the number that the row names. */
  readonly occupant: OpenedSession | undefined;
  /** Ids for a session and its participant, in case they are new. */
  readonly newIds: { readonly session: string; readonly participant: string };
}

/** The number in a client's row is theirs, with one live open session; a number that left the row is quarantined. */
export function clientEdited(edit: ClientEdit, terms: EditTerms): readonly AnyRecord[] {
  const { now, quarantineMs, carrier } = terms;
  const { clientId, client, person, open, formerNumber, number, occupant, newIds } = edit;
  const isOwn = ({ state }: ProxyNumber) => state.status === 'assigned' && state.to === clientId;
  const writes: AnyRecord[] = [];
  const close = (opened: OpenedSession) => {
    const closed = closeOpened(opened, now);
    writes.push({ kind: 'participant', value: closed.client }, { kind: 'session', value: closed.session });
  };
  const staysOn = open !== undefined && open.session.proxyNumber === client?.proxyNumber;
  if (open !== undefined && !staysOn) close(open);
  if (formerNumber !== undefined && formerNumber.number !== client?.proxyNumber && isOwn(formerNumber)) {
    const cooling = transition(formerNumber, { type: 'quarantine', until: now + quarantineMs });
    const isErased = client === undefined;
    writes.push({ kind: 'number', value: isErased ? withoutLabel(cooling) : cooling });
    // There is no new session whose id this could be.
    if (isErased) writes.push(...relabelling(cooling, newIds.session, now));
  }
  if (client?.proxyNumber === undefined || person === undefined) return writes;

  if (occupant !== undefined && !staysOn) close(occupant);
  if (number !== undefined && !isOwn(number)) {
    writes.push({ kind: 'number', value: { ...number, state: { status: 'assigned', to: clientId, since: now } } });
  }
  if (staysOn) {
    const { session, client: before } = open;
    writes.push(
      { kind: 'session', value: followClient(session, client, before.personKey, person) },
      { kind: 'participant', value: { ...before, ...person } },
    );
  } else {
    const rented = number ?? { number: client.proxyNumber, carrier };
    const opened = openSession(newIds, client, person, rented, now);
    writes.push({ kind: 'session', value: opened.session }, { kind: 'participant', value: opened.client });
  }
  return writes;
}

/** What has the label of an erased client's number replaced at the provider too. */
function relabelling(number: ProxyNumber, id: string, at: number): readonly AnyRecord[] {
  if (withoutLabel(number) === number) return [];
  const { carrier, providerId } = number;
  return [{ kind: 'intent', value: { action: 'relabel', number: number.number, carrier, providerId, id, at } }];
}

/** A live paired session with its participants that are not released. */
export interface PairedState {
  readonly session: LivePairedSession;
  readonly participants: readonly Participant[];
}

/**
 * A paired session follows its client's name, phone and residency, and ends when the client is gone, or when the new phone is
 * the counterpart's or has another session on the same number: then callers could not be told apart.
 * @param isTaken whether this person has a participant of another session on this number
 */
export function pairedClientEdited(
  { session, participants }: PairedState,
  client: Client | undefined,
  person: Person | undefined,
  isTaken: (person: Person, proxyNumber: E164) => boolean,
  now: number,
): readonly AnyRecord[] {
  if (client === undefined || person === undefined) return endPaired({ session, participants }, now, eraseParticipant);
  const own = participants.find((each) => each.role === 'client' && isNamed(each));
  const followed = followClient(session, client, own?.personKey ?? person.personKey, person);
  if (own?.personKey === person.personKey) {
    const isFollowed = session.maskedName === followed.maskedName && session.homeCountry === followed.homeCountry;
    return [
      ...(isFollowed ? [] : [{ kind: 'session', value: followed } as const]),
      // The same line in another spelling.
      ...(own.phone === person.phone ? [] : [{ kind: 'participant', value: { ...own, ...person } } as const]),
    ];
  }
  const isTheirs = participants.some(
    (each) => each.role === 'counterpart' && isNamed(each) && each.personKey === person.personKey,
  );
  if (isTheirs || (own !== undefined && isTaken(person, own.proxyNumber))) {
    return endPaired({ session, participants }, now);
  }
  // Participants of the same person, who was admitted from the new phone before: only the client's own one is kept.
  const doubles = participants.filter(
    (each) => each.personKey === person.personKey && each.proxyNumber === own?.proxyNumber,
  );
  const live = participants.filter(isLiveParticipant).filter((each) => !doubles.includes(each));
  return [
    ...doubles.map((each): AnyRecord => ({ kind: 'participant', value: releaseParticipant(each, now) })),
    { kind: 'session', value: followed },
    ...live.map((each): AnyRecord => ({ kind: 'participant', value: followClientPhone(each, person) })),
  ];
}

function isLiveParticipant(participant: Participant): participant is LiveParticipant {
  return participant.closedAt === undefined;
}

/**
 * Ends a paired session whose order was closed, or whose client was removed, in the sheet.
 * @param endClient what becomes of the client, and of who called for them
 */
export function endPaired(
  { session, participants }: PairedState,
  now: number,
  endClient = closeParticipant,
): readonly AnyRecord[] {
  return [
    { kind: 'session', value: closePairedSession(session, now) },
    ...participants.map((participant): AnyRecord => ({
      kind: 'participant',
      value: (participant.role === 'client' ? endClient : closeParticipant)(participant, now),
    })),
  ];
}
