/** One promise of a port, to be run by any test runner: it rejects when the promise is broken. */
export interface ContractCase {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** The promises of a port by their names, each checked on an instance of its own. */
export type Promises<T> = Readonly<Record<string, Check<T>>>;
type Check<T> = (instance: T) => void | Promise<void>;

/** @param run makes an instance and runs the check on it */
export function casesOf<T>(promises: Promises<T>, run: (check: Check<T>) => Promise<void>): readonly ContractCase[] {
  return Object.entries(promises).map(([name, check]) => ({ name, run: () => run(check) }));
}
