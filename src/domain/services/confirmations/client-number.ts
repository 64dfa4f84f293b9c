import type { Ports } from '../ports.js';

/**
 * The number that the next client gets as their id, where nobody has chosen one: above those of all clients on record, and not one that
 * somebody waits with, whose orders would come to another person.
 */
export async function nextClientNumber({ store }: Pick<Ports, 'store'>): Promise<number> {
  for (let number = (await store.highestClientNumber()) + 1; ; number += 1) {
    const waiting = await store.liveConfirmations({ by: 'client', clientId: number.toString() });
    if (waiting.length === 0) return number;
  }
}
