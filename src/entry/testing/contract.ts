/** One promise of a port, to be run by any test runner: it rejects when the promise is broken. */
export interface ContractCase {
  readonly name: string;
  readonly run: () => Promise<void>;
}
