import type { Kind, OrderStore, Put, Records, StoreFact } from '../../ports/order-store.js';
import type { Ids } from '../../ports/runtime.js';
import { ProxyCallError, isProxyCallError } from '../model/errors.js';
import type { PersonKey } from '../model/person.js';
import { resignAudit } from './audit/resign.js';
import { put } from './commit.js';
import { endSignIns } from './access/sign-ins.js';
import { pagesOf } from './paging.js';
import { pseudonymizer } from './persons.js';
import { rekeyConfirmations } from './rekey-confirmations.js';

const CHECK = 'hash_key_check';
/** Prefix of the new key's check value while a rekey is in progress: until it ends, no key is accepted. */
const REKEYING = 'rekeying ';
const PAGE = 200;

/**
 * Makes sure that people are recognised under the key under which they were stored. A store without a check value gets one.
 * @throws `hash_key_changed` when the store was written under another key
 */
export async function checkHashKey(store: OrderStore, ids: Pick<Ids, 'keyedHash'>): Promise<void> {
  const found = await store.record('fact', CHECK);
  refuseOtherKey(found?.value, ids);
  if (found === undefined) {
    await store.commit({ puts: [put('fact', checkValue(ids))] }).catch(async (error: unknown) => {
      const isThere = (await store.record('fact', CHECK)) !== undefined;
      if (!isThere || !isProxyCallError(error, 'conflict')) throw error;
      // Another process wrote one first: with the same key, or this one must not start.
      await checkHashKey(store, ids);
    });
  }
}

/**
 * @param check the store's check value; undefined when it has none yet
 * @throws `hash_key_changed` when it was made with another key
 */
export function refuseOtherKey(check: StoreFact | undefined, ids: Pick<Ids, 'keyedHash'>): void {
  if (check === undefined || isUnder(check, ids)) return;
  throw new ProxyCallError(
    'hash_key_changed',
    check.value.startsWith(REKEYING)
      ? 'moving this store to another hash key was interrupted: run "proxycall store rekey" again, with the new key'
      : 'this store was written under another hash key, so that nobody would be recognised: give PROXYCALL_HASH_KEY its former value, or run "proxycall store rekey" to move the store to the new key',
  );
}

/** Whether the store was written under this hash key; true when it has no check value yet. */
export async function hasHashKey(store: OrderStore, ids: Pick<Ids, 'keyedHash'>): Promise<boolean> {
  const found = await store.record('fact', CHECK);
  return found === undefined || isUnder(found.value, ids);
}

function isUnder({ value }: StoreFact, ids: Pick<Ids, 'keyedHash'>): boolean {
  return value === checkValue(ids).value;
}

function checkValue(ids: Pick<Ids, 'keyedHash'>): StoreFact {
  return { key: CHECK, value: ids.keyedHash('check', CHECK) };
}

/** Nobody keeps a token of the API but whoever uses it, so its digest cannot be computed again: new ones must be created. */
async function endTokens(store: OrderStore): Promise<void> {
  for await (const page of pagesOf(store, 'token', PAGE)) {
    const removals = page.map(({ value, version }) => ({ kind: 'token' as const, key: value.id, expected: version }));
    await store.commit({ puts: [], removals });
  }
}

export interface RekeyReport {
  /** Participants and opt-outs that are under the new key now. */
  readonly renewed: number;
  /** Those of people whose phone is not kept (tombstones after an erasure): they are no longer recognised. */
  readonly lost: number;
}

/**
 * Moves the store to another hash key: computes all person keys again. No other process may use the store in the meantime,
 * and after an interruption none can until this was repeated. References to people are rewritten first, while their former
 * keys can still be matched; the check value is written last. Tokens of the API end, and codes and links that were sent for confirmations
 * are void.
 * @param now milliseconds since the epoch
 */
export async function rekeyStore(store: OrderStore, ids: Pick<Ids, 'keyedHash'>, now: number): Promise<RekeyReport> {
  const { value } = checkValue(ids);
  const before = await store.record('fact', CHECK);
  await store.commit({ puts: [put('fact', { key: CHECK, value: REKEYING + value }, before)] });
  const pseudonymize = pseudonymizer(ids);
  const renamed = new Map<PersonKey, PersonKey>();
  for await (const page of pagesOf(store, 'participant', PAGE)) {
    for (const { value: participant } of page) {
      if (participant.phone !== undefined) renamed.set(participant.personKey, pseudonymize(participant.phone));
    }
  }
  const current = new Set(renamed.values());
  let [renewed, lost] = [0, 0];
  const renew = (key: PersonKey): PersonKey => {
    if (current.has(key)) return key;
    const next = renamed.get(key);
    if (next === undefined) lost += 1;
    else renewed += 1;
    return next ?? key;
  };

  await rewrite('session', (session) =>
    session.closedAt === undefined && session.optedOut.length > 0
      ? { ...session, optedOut: session.optedOut.map(renew) }
      : session,
  );
  await rewrite('participant', (participant) => {
    const contactKey = participant.contactKey && (renamed.get(participant.contactKey) ?? participant.contactKey);
    return contactKey === participant.contactKey ? participant : { ...participant, contactKey };
  });
  await rewrite('participant', (participant) => {
    if (participant.releasedAt !== undefined) return participant;
    const personKey = renew(participant.personKey);
    return personKey === participant.personKey ? participant : { ...participant, personKey };
  });
  await rekeyConfirmations(store, ids, renamed, now);
  await endTokens(store);
  await endSignIns({ store });
  await resignAudit(store, ids);
  const check = await store.record('fact', CHECK);
  await store.commit({ puts: [put('fact', checkValue(ids), check)] });
  return { renewed, lost };

  async function rewrite<K extends Kind>(kind: K, change: (value: Records[K]) => Records[K]): Promise<void> {
    for await (const page of pagesOf(store, kind, PAGE)) {
      const puts = page.flatMap((read): Put[] => {
        const next = change(read.value);
        return next === read.value ? [] : [put(kind, next, read)];
      });
      if (puts.length > 0) await store.commit({ puts });
    }
  }
}
