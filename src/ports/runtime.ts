/** Time, from outside, so that tests decide what time it is. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** Everything that must be new or unpredictable. */
export interface Ids {
  /** A new identifier, unique for ever (a UUID, for instance). */
  next(): string;
  /** A number in [0, 1) for choices where chance keeps parallel requests apart. Not for secrets. */
  random(): number;
  /** A code of so many decimal digits that nobody can guess. */
  code(digits: number): string;
  /** A stable digest of a text, short enough to store: equal texts, equal digests. */
  digest(text: string): string;
  /**
   * A digest that tells nothing to whoever does not have this installation's hash key. Each purpose has a key of its own,
   * so that digests for one say nothing about another.
   */
  keyedHash(purpose: HashPurpose, text: string): string;
}

/**
 * `person`: a phone. `lockout`: a caller whose order codes are counted. `check`: tells whether the hash key is the same.
 * `token`: names an API token without telling it.
 */
export type HashPurpose = 'person' | 'lockout' | 'check' | 'token';

export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Structured logs. Callers pass identifiers and codes; adapters mask whatever looks like personal data all the same. */
export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  /** @param error its message and stack are logged masked. */
  error(event: string, error: unknown, fields?: LogFields): void;
}

export interface Runtime {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
}
