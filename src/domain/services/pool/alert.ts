import type { PoolCount } from '../../../ports/order-store.js';
import { runningLow, thresholdOf, withAbsent } from '../../model/pool-alert.js';
import type { Ports } from '../ports.js';

type AvailableCount = Pick<PoolCount, 'country' | 'type' | 'available'>;

/** Logs the kinds of number of which fewer are available than the merchant wants to have, also those that are wholly absent. @param counts of all kinds */
export function warnOfPool(ports: Ports, counts: readonly AvailableCount[]): void {
  warnWhenLow(ports, withAbsent(counts, ports.settings));
}

function warnWhenLow({ logger, settings }: Ports, counts: readonly AvailableCount[]): void {
  for (const { country, type, available } of runningLow(counts, settings.poolAlert)) {
    logger.warn('pool.low', { country, type, available });
  }
}

/** The same for one kind. Where the country counts as a whole, the others are read once this one is low by itself. */
export async function warnWhenKindIsLow(ports: Ports, kind: AvailableCount): Promise<void> {
  const { store, clock, settings } = ports;
  if (kind.available >= thresholdOf(settings.poolAlert, kind.country)) return;
  if (typeof settings.poolAlert === 'number') {
    warnWhenLow(ports, [kind]);
    return;
  }
  const others = (await store.poolCounts(clock.now())).filter(
    ({ country, type }) => country === kind.country && type !== kind.type,
  );
  const available = others.reduce((sum, other) => sum + other.available, kind.available);
  warnWhenLow(ports, [{ ...kind, available }]);
}
