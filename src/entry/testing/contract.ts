/** One test of a contract suite, for any test runner. */
export interface ContractCase {
  /** What is tested, as a sentence. */
  readonly name: string;
  /** Opens an instance of its own and tests it. Rejects with an AssertionError when the contract is broken. */
  readonly run: () => Promise<void>;
}

/** The promises of a port by their names, each checked on an instance of its own. */
export type Promises<T> = Readonly<Record<string, (instance: T) => Promise<void>>>;
