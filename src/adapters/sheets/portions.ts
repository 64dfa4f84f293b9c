import { setImmediate as breathe } from 'node:timers/promises';

/** So long may calls wait for work of ours. */
const PORTION_MS = 0.25;

/** Does long work in portions, and lets calls through between them: no webhook waits for a batch to be made up. */
export async function inPortions<T>(items: Iterable<T>, work: (item: T) => void): Promise<void> {
  let end = performance.now() + PORTION_MS;
  for (const item of items) {
    work(item);
    if (performance.now() < end) continue;
    await breathe();
    end = performance.now() + PORTION_MS;
  }
}
