import type { Guard, Put, Versioned } from '../../../ports/order-store.js';
import { CALLER_TRIES, NUMBER_TRIES, clearStrikes, countStrike, isLocked, type Lockout } from '../../model/lockout.js';
import {
  admit,
  isNamed,
  otherRole,
  releaseParticipant,
  type LiveParticipant,
  type Participant,
} from '../../model/participant.js';
import { lineOf } from '../../model/line.js';
import type { Person } from '../../model/person.js';
import type { E164 } from '../../model/phone-number.js';
import { across, refuse, type Route } from '../../model/routing.js';
import { isLive, type LivePairedSession } from '../../model/session.js';
import { put, relyOn } from '../commit.js';
import type { Ports } from '../ports.js';

export interface CodeEntry {
  readonly decided: Route;
  /** What is to be written with it, and what it relies on. */
  readonly puts: readonly Put[];
  readonly guards: readonly Guard[];
}

/**
 * Decides on an unknown caller of a shared number: asked for the code, admitted by it, or locked out. Every check of a code
 * writes both counts, so that simultaneous guesses are judged one after the other.
 * @param caller undefined when the number is withheld
 * @param stale what is left of an earlier participant of the caller there
 */
export async function enterCode(
  ports: Ports,
  to: E164,
  caller: Person | undefined,
  digits: string | undefined,
  stale: Versioned<Participant> | undefined,
): Promise<CodeEntry> {
  const { store, clock, ids } = ports;
  const now = clock.now();
  const callerKey =
    caller === undefined ? `withheld ${to}` : `caller ${ids.keyedHash('lockout', lineOf(caller.phone))}`;
  const numberKey = `number ${to}`;
  const [byCaller, onNumber] = await Promise.all([
    store.record('lockout', callerKey),
    store.record('lockout', numberKey),
  ]);
  if (isLocked(byCaller?.value, now) || isLocked(onNumber?.value, now))
    return written(refuse('code_locked', undefined));
  if (digits === undefined) return written({ kind: 'ask_code', session: undefined });

  const match = await findByCode(ports, digits, to, now);
  if (match === undefined) {
    const caught = countStrike(byCaller?.value, callerKey, now, CALLER_TRIES);
    const counted = countStrike(onNumber?.value, numberKey, now, NUMBER_TRIES);
    const locked = isLocked(caught, now) || isLocked(counted, now);
    return written(locked ? refuse('code_locked', undefined) : { kind: 'ask_code', session: undefined }, [
      put('lockout', caught, byCaller),
      put('lockout', counted, onNumber),
    ]);
  }
  const { read, other } = match;
  const session = read.value;
  const contactKey = other.value.personKey;
  const role = otherRole(other.value.role);
  const puts = [
    put('lockout', clearStrikes(byCaller?.value, callerKey, now), byCaller),
    // Unchanged, but written: see above.
    put('lockout', onNumber?.value ?? unseen(numberKey, now), onNumber),
    ...(stale === undefined ? [] : [put('participant', releaseParticipant(stale.value, now), stale)]),
    ...(caller === undefined
      ? []
      : [
          // Unchanged, but written: a close, an erasure or a change of courier at the same time has not read the new
          // participant, and must meet a conflict.
          put('session', session, read),
          put(
            'participant',
            admit(ids.next(), session, { role, admittedBy: 'code', person: caller, contactKey, proxyNumber: to }, now),
          ),
        ]),
  ];
  // Closing the session, or changing the courier or a phone, writes the other participant.
  return { decided: across(session, other.value), puts, guards: [relyOn('participant', other)] };
}

function written(decided: Route, puts: readonly Put[] = []): CodeEntry {
  return { decided, puts, guards: [] };
}

function unseen(key: string, now: number): Lockout {
  return { key, strikes: 0, level: 0, lastAt: now, until: 0 };
}

interface CodeMatch {
  readonly read: Versioned<LivePairedSession>;
  /** Whom the caller reaches. */
  readonly other: Versioned<LiveParticipant>;
}

/**
 * The session with this code whose counterpart, or else client, calls this very number. Where both do, the caller gets the
 * counterpart's role.
 */
async function findByCode({ store }: Ports, code: string, to: E164, now: number): Promise<CodeMatch | undefined> {
  const read = await store.sessionByCode(code);
  if (read === undefined || !isLive(read.value, now)) return undefined;
  const named = (await store.participants({ by: 'session', sessionId: read.value.id })).filter(isNamedRead);
  const taken = named
    .filter(({ value }) => value.proxyNumber === to)
    .sort((a, b) => Number(a.value.role === 'client') - Number(b.value.role === 'client'));
  const role = taken[0]?.value.role;
  const other = named.find(({ value }) => value.role !== role);
  return role === undefined || other === undefined ? undefined : { read, other };
}

function isNamedRead(read: Versioned<Participant>): read is Versioned<LiveParticipant> {
  return isNamed(read.value);
}
