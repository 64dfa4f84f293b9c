import { setImmediate as endOfTurn } from 'node:timers/promises';

/**
 * How many rows a statement of maintenance changes at most. SQLite changes so many in about 20 ms, during which nobody else is served;
 * Postgres keeps them locked, and without a limit the statement would take longer than any may.
 */
export const BATCH = 500;

/**
 * Repeats a step that changes at most so many rows, and lets callers in between.
 * @param step resolves to true when nothing is left to change
 */
export async function inBatches(step: () => Promise<boolean>): Promise<void> {
  while (!(await step())) await endOfTurn();
}
