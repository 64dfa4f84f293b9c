/**
 * A long computation in parts of about a millisecond: it stops after each of them, so that whoever runs it can let others in between. It
 * returns its result.
 */
export type Steps<T> = Generator<undefined, T, undefined>;

/** So many small things are done in one part. */
export const PART = 20_000;

/** Runs it to its end at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
