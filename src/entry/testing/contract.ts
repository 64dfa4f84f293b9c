/** One test of a contract suite, for any test runner. */
export interface ContractCase {
  /** What is tested, as a sentence. */
  readonly name: string;
  /** Opens an instance of its own and tests it. Rejects with an AssertionError when the contract is broken. */
  readonly run: () => Promise<void>;
}

/** The promises of a port by their names, each checked on an instance of its own. */
export type Promises<T> = Readonly<Record<string, Check<T>>>;
type Check<T> = (instance: T) => void | Promise<void>;

/** @param run makes an instance and runs the check on it */
export function casesOf<T>(promises: Promises<T>, run: (check: Check<T>) => Promise<void>): readonly ContractCase[] {
  return Object.entries(promises).map(([name, check]) => ({ name, run: () => run(check) }));
}
