/** A thread that plays the strangers, so that the one that measures is never late. Says when it is done. */
import { parentPort, workerData } from 'node:worker_threads';
import { createRequests, startSlowSenders } from './requests.js';

export interface Load {
  readonly port: number;
  /** Requests of all kinds together. */
  readonly count: number;
  /** How many are under way at a time. */
  readonly lines: number;
  readonly slowSenders: number;
}

const { port, count, lines, slowSenders } = workerData as Load;
const kinds = Object.values(createRequests(port));
const stopSlowSenders = startSlowSenders(port, slowSenders);

let next = 0;
async function line(): Promise<void> {
  while (next < count) {
    const index = next;
    next += 1;
    await kinds[index % kinds.length]?.(index);
  }
}
await Promise.all(Array.from({ length: lines }, () => line()));
stopSlowSenders();
parentPort?.postMessage('done');
process.exit(0);
