import type { PoolCount } from '../../../ports/order-store.js';
import type { PlannedPool, PlanRequest, PoolPlan } from '../../../ports/pool-api.js';
import { invalidFields } from '../../model/errors.js';
import { PLAN_LIMITS } from '../../model/planning.js';
import { thresholdOf } from '../../model/pool-alert.js';
import { POOL_STATUSES, type PoolStatus } from '../../model/proxy-number.js';
import type { Settings } from '../../model/settings.js';
import type { Ports } from '../ports.js';
import { NO_DEMAND, demandOfDescribedLoad, demandOfLog, groupOf, type GroupDemand } from './plan-demand.js';

/** Plans the pool from the log of the last days, or for a load that is described. */
export async function planPool(ports: Ports, request: PlanRequest): Promise<PoolPlan> {
  refuseInvalid(request);
  const { blocking = 0.01, growthPercent = 0, days = 30, ordersPerDay } = request;
  const growth = growthPercent / 100;
  const counts = await ports.store.poolCounts(ports.clock.now());
  if (ordersPerDay === undefined) {
    const demands = await demandOfLog(ports, days, blocking, growth);
    return { basis: 'log', days, blocking, growthPercent, pools: await planGroups(ports, counts, demands) };
  }
  const demands = demandOfDescribedLoad({ ...request, ordersPerDay }, blocking, growth, ports.settings);
  return { basis: 'description', blocking, growthPercent, pools: await planGroups(ports, counts, demands) };
}

const NO_NUMBERS = Object.fromEntries(POOL_STATUSES.map((status) => [status, 0])) as Record<PoolStatus, number>;

async function planGroups(
  ports: Ports,
  counts: readonly PoolCount[],
  demands: ReadonlyMap<string, GroupDemand>,
): Promise<readonly PlannedPool[]> {
  const idle = await idleShared(ports);
  const known = new Map(counts.map((count) => [groupOf(count), count]));
  const groups = [...new Set([...known.keys(), ...demands.keys()])].sort();
  return groups.map((group) => {
    const [country, type] = group.split(' ') as [PoolCount['country'], PoolCount['type']];
    const count = known.get(group) ?? { owned: 0, ...NO_NUMBERS };
    return planGroup(
      { country, type, ...count },
      demands.get(group) ?? NO_DEMAND,
      idle.get(group) ?? 0,
      ports.settings,
    );
  });
}

function planGroup(
  { country, type, owned, available, ...count }: PoolCount,
  { shared, dedicated, dedicatedInstead, interactions }: GroupDemand,
  idle: number,
  { poolAlert, numberPrices }: Settings,
): PlannedPool {
  const needed = shared.needed + dedicated.needed;
  // Some are to be left over, or the next order has to wait for a purchase.
  const wanted = needed === 0 ? 0 : needed + thresholdOf(poolAlert, country);
  const buy = Math.max(0, wanted - owned);
  const release = Math.max(0, Math.min(owned - wanted, available + idle));
  const price = numberPrices.find((known) => known.country === country && known.type === type)?.monthly;
  return {
    countryIso: country,
    numberType: type,
    owned,
    available,
    shared: { now: count.shared, ...shared },
    dedicated: { now: count.assigned + count.reserved + count.quarantined, ...dedicated },
    dedicatedInstead,
    interactions,
    buy,
    release,
    monthlyPrice: price,
    monthlyCost: costOf(owned, price),
    plannedMonthlyCost: costOf(owned + buy - release, price),
  };
}

/** Rounded to hundredths, as prices are. */
function costOf(numbers: number, price: number | undefined): number | undefined {
  return price === undefined ? undefined : Math.round(numbers * price * 100) / 100;
}

/** Shared numbers without a live or cooling participant, by group. */
async function idleShared({ store }: Ports): Promise<ReadonlyMap<string, number>> {
  const shared = (await store.numbers()).map(({ value }) => value).filter(({ state }) => state.status === 'shared');
  const loads = await store.loads(
    shared.map(({ number }) => number),
    1,
  );
  const idle = new Map<string, number>();
  for (const number of shared) {
    if ((loads.get(number.number) ?? 0) === 0) idle.set(groupOf(number), (idle.get(groupOf(number)) ?? 0) + 1);
  }
  return idle;
}

/** Fields that only describe a load. */
const DESCRIBING = ['durationHours', 'couriers', 'peak', 'countryIso', 'numberType'] as const;

function refuseInvalid(request: PlanRequest): void {
  const limits = Object.entries(PLAN_LIMITS) as [keyof typeof PLAN_LIMITS, readonly [number, number]][];
  const issues = [
    ...limits.flatMap(([name, [least, most]]) => {
      const value = request[name];
      const detail = `must be from ${least.toString()} to ${most.toString()}`;
      return value === undefined || (value >= least && value <= most) ? [] : [{ pointer: `/${name}`, detail }];
    }),
    ...DESCRIBING.filter((name) => request[name] !== undefined && request.ordersPerDay === undefined).map((name) => ({
      pointer: `/${name}`,
      detail: 'is only used with a described load (orders per day)',
    })),
  ];
  if (issues.length > 0) throw invalidFields(issues);
}
