/** The current time and the passing of time. Injected, so that tests control it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after this many milliseconds. */
  sleep(milliseconds: number): Promise<void>;
}

/**
 * Does something again and again, from the end of the first interval on, until what it returns is called. Keeps the process running. What
 * the work returns is for tests, and never rejects: nothing else waits for it.
 * Injected, so that tests control it.
 */
export type Every = (milliseconds: number, work: () => void | Promise<void>) => () => void;

/** Identifiers, random values and digests. */
export interface Ids {
  /** A new, globally unique identifier, such as a UUID. */
  next(): string;
  /** A random number in [0, 1), to spread parallel requests. Need not be cryptographically secure. */
  random(): number;
  /** An order code of this many decimal digits (4 to 8). Must be cryptographically random. */
  code(digits: number): string;
  /** So many letters (A to Z, a to z) and digits, for the secret of an API token. Must be cryptographically random. */
  secret(length: number): string;
  /** A deterministic, collision-resistant digest of a text, short enough to store. Without a key. */
  digest(text: string): string;
  /**
   * A deterministic digest under this installation's hash key. Without the key it cannot be computed, so that nobody can
   * find the text by trying all phone numbers. Each purpose has a key of its own: digests of different purposes cannot be
   * related to each other.
   */
  keyedHash(purpose: HashPurpose, text: string): string;
}

/**
 * What a keyed hash is for. `person`: a person's phone. `lockout`: a caller whose wrong order codes are counted. `check`:
 * the value by which a store recognises its hash key. `token`: an API token, so that it is recognised and can be named in the log. `fingerprint`: a request, so that
 * its repetition is recognised. `record`: a record, so that one that somebody else wrote or changed is recognised.
 * `confirmation`: codes and links that prove whose a phone or a mail address is, which are derived and not stored. `limit`: a phone, mail
 * address or network address of which something is counted. `cursor`: the key stream of a position that is not shown.
 */
export type HashPurpose =
  'person' | 'lockout' | 'check' | 'token' | 'fingerprint' | 'record' | 'confirmation' | 'limit' | 'cursor';

/** The fields of a log line. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * Structured logs. `event` is a stable name such as `pool.low`. Callers pass identifiers and codes only; an implementation
 * should still mask whatever looks like personal data.
 */
export interface Logger {
  /** Details for diagnosis, such as who changed which kinds of record. */
  debug(event: string, fields?: LogFields): void;
  /** Normal operation. */
  info(event: string, fields?: LogFields): void;
  /** Something that an operator should look at, and that the program has dealt with. */
  warn(event: string, fields?: LogFields): void;
  /**
   * A fault.
   * @param error what was thrown; its message and stack must be masked
   */
  error(event: string, error: unknown, fields?: LogFields): void;
}

/** What the use cases need besides a store and a carrier. */
export interface Runtime {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}
