import type { Versioned } from '../../../ports/order-store.js';
import type { ApiToken } from '../../model/api-token.js';
import { hasRecordMac } from '../../model/record-mac.js';
import type { StoreFinding } from '../../model/store-finding.js';
import { HOUR_MS, MINUTE_MS } from '../../model/time.js';
import { pagesOf } from '../paging.js';
import { recordHash } from '../record-hash.js';
import type { Ports } from '../ports.js';

/** So old may be what an instance knows: a revocation holds everywhere within five seconds, reading included. */
const LONGEST_KNOWN_MS = 4_000;
/**
 * A token that is not known may have been created elsewhere since. Strangers can send any number of whole tokens: they cause one read a
 * second, however many they are.
 */
const LONGEST_MISSED_MS = 1_000;
/** As long a store that failed is left alone: strangers must not add to its load, nor fill the log. */
const AFTER_FAILURE_MS = 1_000;
const PAGE = 200;
/** The fact that stays in a store that has had a token. */
export const HAD_TOKENS = 'had_tokens';

/** The tokens of the store, as they were read. */
interface Reading {
  readonly readAt: number;
  /** By their digests. */
  readonly tokens: ReadonlyMap<string, Versioned<ApiToken>>;
  /** Those that somebody else wrote or changed. */
  readonly ignored: readonly ApiToken[];
  readonly findings: readonly StoreFinding[];
  /** Whether there is a token, genuine or not, or there ever was one. */
  readonly isClosed: boolean;
}

/** What this instance knows of the tokens in the store: one reading for all requests of some seconds. */
export interface KnownTokens {
  find(digest: string): Promise<Versioned<ApiToken> | undefined>;
  /** Whether there was such a token when they were last read, however long ago. */
  knew(digest: string): boolean;
  /** As they are now. */
  now(): Promise<Reading>;
  /** Tokens that are ignored, as somebody else than ProxyCall wrote or changed them. */
  findings(): Promise<readonly StoreFinding[]>;
  /** The same as when they were last read, however long ago. */
  lastFindings(): readonly StoreFinding[];
  /**
   * Whether the store has or had a token, so that nobody is admitted without one. Also when none is left, or none that is genuine: who
   * removes or spoils records in the store must not open the API.
   */
  areRequired(): Promise<boolean>;
  /** To be called when this instance has changed them. */
  forget(): void;
  /** A token was used: that is written later, and once an hour at most. */
  used(token: Versioned<ApiToken>): void;
}

/** @param recordUse writes that a token was used */
export function createKnownTokens(
  ports: Ports,
  recordUse: (token: Versioned<ApiToken>, now: number) => Promise<void>,
): KnownTokens {
  const { clock, logger } = ports;
  const readings = createReadings(ports);
  /** When uses were written, by this instance. One that failed is tried again after a minute. */
  const written = new Map<string, number>();

  return {
    async find(digest) {
      const { tokens, readAt } = await readings.notOlderThan(LONGEST_KNOWN_MS);
      const found = tokens.get(digest);
      if (found !== undefined || clock.now() - readAt < LONGEST_MISSED_MS) return found;
      return (await readings.notOlderThan(LONGEST_MISSED_MS)).tokens.get(digest);
    },
    knew: (digest) => readings.newest()?.tokens.has(digest) === true,
    now: () => readings.notOlderThan(0),
    findings: async () => (await readings.notOlderThan(LONGEST_KNOWN_MS)).findings,
    lastFindings: () => readings.newest()?.findings ?? [],
    areRequired: async () =>
      readings.newest()?.isClosed === true || (await readings.notOlderThan(LONGEST_KNOWN_MS)).isClosed,
    forget: () => {
      readings.forget();
    },
    used(token) {
      const { id, lastUsedAt = -Infinity } = token.value;
      const now = clock.now();
      if (now - Math.max(lastUsedAt, written.get(id) ?? -Infinity) < HOUR_MS) return;
      written.set(id, now);
      // Not awaited: the request does not wait for it. In a conflict it was just revoked, or another instance wrote the same.
      recordUse(token, now).catch(() => {
        written.set(id, now - HOUR_MS + MINUTE_MS);
        logger.debug('token.use_not_recorded', { token: id });
      });
    },
  };
}

interface Readings {
  /** Requests that come while it is read wait for the same reading, and those that come just after it has failed fail with it. */
  notOlderThan(milliseconds: number): Promise<Reading>;
  /** The newest that succeeded, however old. */
  newest(): Reading | undefined;
  forget(): void;
}

function createReadings(ports: Ports): Readings {
  const { clock, logger } = ports;
  let latest: Promise<Reading> | undefined;
  let startedAt = 0;
  /** When the latest reading failed, if it did. */
  let failedAt: number | undefined;
  let newest: Reading | undefined;
  return {
    notOlderThan(milliseconds) {
      const now = clock.now();
      const age = now - startedAt;
      const isFresh = failedAt === undefined ? age < milliseconds : now - failedAt < AFTER_FAILURE_MS;
      if (latest !== undefined && age >= 0 && isFresh) return latest;
      startedAt = now;
      failedAt = undefined;
      const reading = read(ports, now).then(keep);
      latest = reading;
      reading.catch(() => {
        if (latest === reading) failedAt = clock.now();
      });
      return reading;
    },
    newest: () => newest,
    forget: () => void (latest = undefined),
  };

  function keep(read: Reading): Reading {
    const before = new Set(newest?.ignored.map(({ id }) => id));
    for (const [index, { id }] of read.ignored.entries()) {
      if (!before.has(id)) logger.warn('token.ignored', { problem: read.findings[index]?.problem });
    }
    // Once it is known that the API is closed, nothing in the store opens it.
    newest = newest?.isClosed === true ? { ...read, isClosed: true } : read;
    return newest;
  }
}

async function read({ store, ids }: Ports, readAt: number): Promise<Reading> {
  const tokens = new Map<string, Versioned<ApiToken>>();
  const ignored: ApiToken[] = [];
  const keyedHash = recordHash(ids);
  for await (const page of pagesOf(store, 'token', PAGE)) {
    for (const token of page) {
      const isGenuine = hasRecordMac(keyedHash, 'token', token.value);
      if (isGenuine) tokens.set(token.value.digest, token);
      else ignored.push(token.value);
    }
  }
  const isClosed = tokens.size + ignored.length > 0 || (await store.record('fact', HAD_TOKENS)) !== undefined;
  return { readAt, tokens, ignored, findings: ignored.map(forged), isClosed };
}

/** Somebody may have written anything as its id. */
function forged({ id }: ApiToken): StoreFinding {
  const isOurs = /^[0-9a-f]{16}$/.test(id);
  const which = isOurs ? `the token ${id}` : 'a token under an id that "token list" shows';
  const problem = `${which} was not written by ProxyCall, or was changed by hand: it is ignored. Revoke it`;
  return { kind: 'forged_record', tab: 'tokens', record: isOurs ? id : undefined, problem };
}
