import type { ExecutionContext } from 'ava';
import { bulkhead, type BulkheadPolicy } from 'cockatiel';

/** A limit on the tests of one process that work at the same time: more would wait for each other, and miss timeouts. */
export function createTurns(atOnce: number): (t: ExecutionContext) => Promise<void> {
  const turns: BulkheadPolicy = bulkhead(atOnce, Infinity);
  const began = new WeakMap<ExecutionContext, Promise<void>>();
  return (t) => {
    const known = began.get(t);
    if (known !== undefined) return known;
    // It is over once the rest of the test's teardown is: that runs in reverse order.
    const turn = new Promise<void>((begin) => {
      void turns.execute(
        () =>
          new Promise<void>((end) => {
            t.teardown(end);
            begin();
          }),
      );
    });
    began.set(t, turn);
    return turn;
  };
}
