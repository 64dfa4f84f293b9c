import type { PoolCount } from '../../../ports/order-store.js';
import { runningLow } from '../../model/pool-alert.js';
import type { Ports } from '../ports.js';

type AvailableCount = Pick<PoolCount, 'country' | 'type' | 'available'>;

/** Logs the kinds of number of which fewer are available than the merchant wants to have. */
export function warnWhenLow({ logger, settings }: Ports, counts: readonly AvailableCount[]): void {
  for (const { country, type, available } of runningLow(counts, settings.poolAlert)) {
    logger.warn('pool.low', { country, type, available });
  }
}
