import type { Clock } from '../../ports/runtime.js';
import type { Steps } from '../model/steps.js';

/** Runs a long computation, and lets callers in after each part of it: they wait for nothing longer than a part. */
export async function inParts<T>(clock: Clock, steps: Steps<T>): Promise<T> {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    await clock.sleep(0);
  }
}
