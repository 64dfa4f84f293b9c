import type { PlannedPool } from '../../../ports/pool-api.js';
import type { LowPool } from '../../model/pool-alert-mail.js';
import { clearLevel, type Watched } from '../../model/pool-alert.js';
import { NO_TREND, outlook } from '../../model/pool-outlook.js';
import type { NumberType } from '../../model/proxy-number.js';
import { DAY_MS } from '../../model/time.js';
import type { Ports } from '../ports.js';
import { groupOf, trendsOfLog, type GroupTrend } from './plan-demand.js';
import { PLAN_DAYS, planPool } from './plan.js';

/**
 * How long the rest lasts, and what the planner recommends.
 * @returns days: of how many days the log was looked at, by the planner's rule
 */
export async function describeLowPools(
  ports: Ports,
  low: readonly Watched[],
): Promise<{ readonly low: readonly LowPool[]; readonly days: number }> {
  if (low.length === 0) return { low: [], days: PLAN_DAYS };
  const { pools } = await planPool(ports, { days: PLAN_DAYS });
  const { span, trends } = await trendsOfLog(ports, PLAN_DAYS);
  const described = low.map((watched) => {
    const own = pools.filter((pool) => isOf(watched, pool));
    return {
      ...watched,
      lasts: outlook(
        watched.available,
        own.flatMap((pool) => usesOf(pool, trends)),
      ),
      recommended: recommendedFor(watched, own, ports.settings.numberType),
    };
  });
  return { low: described, days: Math.round((span.until - span.from) / DAY_MS) };
}

function isOf({ country, type }: Watched, { countryIso, numberType }: PlannedPool): boolean {
  return countryIso === country && (type === undefined || numberType === type);
}

function usesOf({ countryIso, numberType, shared, dedicated }: PlannedPool, trends: ReadonlyMap<string, GroupTrend>) {
  const trend = trends.get(groupOf({ country: countryIso, type: numberType }));
  return [
    { inUse: shared.now, ...(trend?.shared ?? NO_TREND) },
    { inUse: dedicated.now, ...(trend?.dedicated ?? NO_TREND) },
  ];
}

/**
 * What the planner says; and at least so many that there are clearly enough again, of the type that there are most of. Of what is gone, what
 * the planner says: the shop may have given it up.
 */
function recommendedFor(
  { type, available, threshold, presence }: Watched,
  own: readonly PlannedPool[],
  preferred: NumberType,
): LowPool['recommended'] {
  const counts = new Map(own.filter(({ buy }) => buy > 0).map(({ numberType, buy }) => [numberType, buy]));
  const planned = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const missing = presence === 'gone' ? 0 : clearLevel(threshold) - available - planned;
  if (missing > 0) {
    const [largest] = own.toSorted((one, other) => other.owned - one.owned);
    const chosen = type ?? largest?.numberType ?? preferred;
    counts.set(chosen, (counts.get(chosen) ?? 0) + missing);
  }
  return [...counts].map(([numberType, count]) => ({ type: numberType, count }));
}
