/** One promise of a port, to be run by any test runner: it rejects when the promise is broken. */
export interface ContractCase {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** The promises of a port by their names, each checked on an instance of its own. */
export type Promises<T> = Readonly<Record<string, (instance: T) => Promise<void>>>;
