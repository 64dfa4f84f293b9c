export const API_TOKEN = 'token-of-the-bench';

/** What the server says about itself. Memory in bytes, after a collection. */
export interface ServerState {
  readonly rss: number;
  readonly heap: number;
  /** All lines that were logged. */
  readonly lines: number;
  /** Those at `warn` and above, by event. */
  readonly serious: Readonly<Record<string, number>>;
}
