import test, { type ExecutionContext } from 'ava';
import { bulkhead } from 'cockatiel';

/** So many tests of one process start services at the same time: more would wait for each other, and miss timeouts. */
const turns = bulkhead(6, Infinity);

/** A test that starts services, once it is its turn. */
export function testInTurn(title: string, run: (t: ExecutionContext) => Promise<void>): void {
  test(title, (t) => turns.execute(() => run(t)));
}
