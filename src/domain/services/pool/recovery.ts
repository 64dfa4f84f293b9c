import type { RentedNumber } from '../../../ports/number-provider.js';
import { isUnderWay, type Intent } from '../../model/intent.js';
import type { E164 } from '../../model/phone-number.js';
import { runEach } from '../commit.js';
import { openIntents } from './intents.js';
import type { ProviderPorts } from './provider.js';
import { giveUpPurchase, recordPurchase } from './purchase.js';
import { carryOutRelabel } from './relabel.js';
import { resumeRelease } from './release.js';

/**
 * Finishes purchases, releases and relabellings that were interrupted: a number that turns out to be ours is put into the pool, the intent
 * of one that is not is closed, and one that was to be given back is given back. Nothing is bought.
 * @param rented everything that the provider has for us
 * @returns the numbers that were put into the pool
 */
export async function endInterrupted(
  ports: ProviderPorts,
  rented: ReadonlyMap<E164, RentedNumber>,
): Promise<readonly E164[]> {
  const { store, clock, logger } = ports;
  const recovered: E164[] = [];
  const intents = await openIntents(store);
  await runEach(intents.map((intent) => () => end(intent)));
  return recovered;

  async function end(intent: Intent): Promise<void> {
    const ours = rented.get(intent.number);
    if (intent.action === 'release') {
      const { outcome } = await resumeRelease(ports, intent);
      logger.info('pool.release_resumed', { outcome });
    } else if (intent.action === 'relabel') {
      await carryOutRelabel(ports, intent);
    } else if (ours !== undefined) {
      await recordPurchase(ports, intent, ours);
      recovered.push(intent.number);
      logger.info('pool.purchase_recovered', { country: intent.country, type: intent.type });
    } else if (!isUnderWay(intent, clock.now())) {
      await giveUpPurchase(ports, intent);
      logger.info('pool.purchase_given_up', { country: intent.country, type: intent.type });
    }
  }
}
