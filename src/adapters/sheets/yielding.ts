import { setImmediate as yieldToEventLoop } from 'node:timers/promises';

/** How long background work may block the event loop. */
const MAX_BLOCK_MS = 0.25;

/** Runs `work` for every item and yields to the event loop in between, so that no webhook waits for a large batch. */
export async function forEachYielding<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  let deadline = performance.now() + MAX_BLOCK_MS;
  for (const item of items) {
    work(item);
    if (performance.now() < deadline) continue;
    await yieldToEventLoop();
    deadline = performance.now() + MAX_BLOCK_MS;
  }
}
