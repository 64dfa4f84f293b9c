import type { Guard, Put, Versioned } from '../../../ports/order-store.js';
import {
  ENTRIES_PER_CALL,
  clearStrikes,
  countOfCaller,
  countOnNumber,
  countUnchanged,
  endNoticed,
  isCompared,
  isLocked,
  type LockChange,
  type Lockout,
} from '../../model/lockout.js';
import { lengthOf, readingsOf, type CodeReading } from '../../model/order-code.js';
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
import { callerCountKey, numberCountKey, writeCount, type CountWrite } from './lock-changes.js';

/** An unknown caller on a shared number, and what they entered. */
export interface CodeCall {
  readonly to: E164;
  /** Undefined when the number is withheld. */
  readonly caller: Person | undefined;
  /** Undefined before the first question. */
  readonly digits: string | undefined;
  /** How many times they were asked in this call. */
  readonly attempt: number;
  /** What is left of an earlier participant of the caller there. */
  readonly stale: Versioned<Participant> | undefined;
}

export interface CodeEntry {
  readonly decided: Route;
  /** What is to be written with it, and what it relies on. */
  readonly puts: readonly Put[];
  readonly guards: readonly Guard[];
  readonly lockChanges: readonly LockChange[];
}

/** The counts that an entry is judged by, as they were read. */
interface Counts {
  /** Undefined for a caller who shows no number: they are nobody who could be locked out. */
  readonly caller: { readonly key: string; readonly read: Versioned<Lockout> | undefined } | undefined;
  readonly number: { readonly key: string; readonly read: Versioned<Lockout> | undefined };
  readonly now: number;
}

/**
 * Decides on an unknown caller of a shared number: asked for the code, admitted by it, or locked out. Every code that is
 * compared writes the counts, so that simultaneous guesses are judged one after the other. In long mode a short code is not
 * even looked up: a right one and a wrong one are answered alike, and after the same time.
 */
export async function enterCode(ports: Ports, call: CodeCall): Promise<CodeEntry> {
  const counts = await readCounts(ports, call);
  const { caller, number, now } = counts;
  const { digits } = call;
  if (isLocked(caller?.read?.value, now)) return decide(refuse('code_locked', undefined), noticed(counts));
  if (digits === undefined) return decide(ask(number.read?.value, now), noticed(counts));
  const compared = readingsOf(digits).filter((reading) => isCompared(number.read?.value, lengthOf(reading), now));
  if (compared.length === 0 && !isCompared(number.read?.value, 'short', now)) {
    return decide(askAgain(call, number.read?.value, now), noticed(counts));
  }
  const match = await findByCode(ports, compared, call.to, now);
  if (match !== undefined) return admitted(ports, call, counts, match);

  // Digits that are no code of any length count as a short one.
  const isLong = compared.length > 0 && compared.every((reading) => lengthOf(reading) === 'long');
  const onNumber = countOnNumber(number.read?.value, number.key, isLong ? 'long' : 'short', now);
  const ofCaller = caller && countOfCaller(caller.read?.value, caller.key, now);
  const decided = isLocked(ofCaller, now) ? refuse('code_locked', undefined) : askAgain(call, onNumber, now);
  return decide(decided, [
    ...(caller === undefined || ofCaller === undefined ? [] : [writeCount(caller.read, ofCaller, now)]),
    writeCount(number.read, onNumber, now),
  ]);
}

async function readCounts({ store, clock, ids }: Ports, { to, caller }: CodeCall): Promise<Counts> {
  const now = clock.now();
  const numberKey = numberCountKey(to);
  if (caller === undefined) {
    return { now, caller: undefined, number: { key: numberKey, read: await store.record('lockout', numberKey) } };
  }
  const callerKey = callerCountKey(ids.keyedHash('lockout', lineOf(caller.phone)));
  const [byCaller, onNumber] = await Promise.all([
    store.record('lockout', callerKey),
    store.record('lockout', numberKey),
  ]);
  return { now, caller: { key: callerKey, read: byCaller }, number: { key: numberKey, read: onNumber } };
}

function ask(onNumber: Lockout | undefined, now: number): Route {
  return { kind: 'ask_code', session: undefined, long: isLocked(onNumber, now) };
}

/** Whoever shows no number, or enters short codes in long mode, has no lock that would end the call. */
function askAgain({ attempt }: CodeCall, onNumber: Lockout | undefined, now: number): Route {
  const most = ENTRIES_PER_CALL[isLocked(onNumber, now) ? 'long' : 'short'];
  return attempt < most ? ask(onNumber, now) : refuse('code_refused', undefined);
}

/** Locks whose end is noticed by looking at them. */
function noticed({ caller, number, now }: Counts): readonly CountWrite[] {
  return [caller?.read, number.read].flatMap((read) => {
    const ended = endNoticed(read?.value, now);
    return ended === undefined ? [] : [writeCount(read, ended, now)];
  });
}

function decide(decided: Route, writes: readonly CountWrite[]): CodeEntry {
  return {
    decided,
    puts: writes.map((write) => write.put),
    guards: [],
    lockChanges: writes.flatMap(({ changes }) => changes),
  };
}

function admitted(
  { ids, settings }: Ports,
  { to, caller, stale }: CodeCall,
  counts: Counts,
  { read, other }: CodeMatch,
): CodeEntry {
  const { now, number } = counts;
  const session = read.value;
  const contactKey = other.value.personKey;
  const role = otherRole(other.value.role);
  // The number's count is written although it is unchanged: see above.
  const writes = [
    ...(counts.caller === undefined
      ? []
      : [writeCount(counts.caller.read, clearStrikes(counts.caller.read?.value, counts.caller.key, now), now)]),
    writeCount(number.read, countUnchanged(number.read?.value, number.key, now), now),
  ];
  // Closing the session, or changing the courier or a phone, writes the other participant.
  const decided = {
    ...decide(across(session, other.value, settings, caller?.phone), writes),
    guards: [relyOn('participant', other)],
  };
  const participants = [
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
  return { ...decided, puts: [...decided.puts, ...participants] };
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
async function findByCode(
  ports: Ports,
  readings: readonly CodeReading[],
  to: E164,
  now: number,
): Promise<CodeMatch | undefined> {
  for (const { code, suffix } of readings) {
    const read = await ports.store.sessionByCode(code);
    if (read === undefined || !isLive(read.value, now)) continue;
    if (suffix !== undefined && suffix !== read.value.codeSuffix) continue;
    const match = await matchOn(ports, read, to);
    if (match !== undefined) return match;
  }
  return undefined;
}

async function matchOn({ store }: Ports, read: Versioned<LivePairedSession>, to: E164): Promise<CodeMatch | undefined> {
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
