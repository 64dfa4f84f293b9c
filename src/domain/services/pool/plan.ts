import type { PoolCount } from '../../../ports/order-store.js';
import type { PlannedPool, PlanRequest, PoolPlan } from '../../../ports/pool-api.js';
import { invalidFields } from '../../model/errors.js';
import { CURVE_SHARES, PLAN_LIMITS } from '../../model/planning.js';
import { POOL_STATUSES, type PoolStatus } from '../../model/proxy-number.js';
import type { Settings } from '../../model/settings.js';
import { spareNumbers } from '../../model/spare-numbers.js';
import type { Ports } from '../ports.js';
import type { Recent } from '../recent.js';
import { NO_DEMAND, demandOfDescribedLoad, demandOfLog, groupOf, type GroupDemand } from './plan-demand.js';

/** As far back as the log is looked at unless the request says otherwise. */
export const PLAN_DAYS = 30;

/**
 * Plans the pool from the log of the last days, or for a load that is described.
 * @param counted by which the log is read once for all who ask for the same, and for all shares of the curve
 */
export async function planPool(ports: Ports, request: PlanRequest, counted: Recent = countAnew): Promise<PoolPlan> {
  refuseInvalid(request);
  const { blocking = 0.01, growthPercent = 0, days = PLAN_DAYS, ordersPerDay } = request;
  const growth = growthPercent / 100;
  if (ordersPerDay === undefined) {
    const shares = CURVE_SHARES.includes(blocking) ? CURVE_SHARES : [blocking];
    const key = JSON.stringify([days, growth, shares]);
    const demandsByShare = await counted('plan', key, ports.clock, () => demandOfLog(ports, days, shares, growth));
    const demands = demandsByShare.get(blocking) ?? new Map<string, GroupDemand>();
    return { basis: 'log', days, blocking, growthPercent, pools: await planGroups(ports, demands) };
  }
  const demands = demandOfDescribedLoad({ ...request, ordersPerDay }, blocking, growth, ports.settings);
  return { basis: 'description', blocking, growthPercent, pools: await planGroups(ports, demands) };
}

const countAnew: Recent = (_kind, _key, _clock, count) => count();

const NO_NUMBERS = Object.fromEntries(POOL_STATUSES.map((status) => [status, 0])) as Record<PoolStatus, number>;

async function planGroups(ports: Ports, demands: ReadonlyMap<string, GroupDemand>): Promise<readonly PlannedPool[]> {
  const counts = await ports.store.poolCounts(ports.clock.now());
  const idle = await idleShared(ports);
  const known = new Map(counts.map((count) => [groupOf(count), count]));
  const groups = [...new Set([...known.keys(), ...demands.keys()])].sort().map((group) => {
    const [country, type] = group.split(' ') as [PoolCount['country'], PoolCount['type']];
    const demand = demands.get(group) ?? NO_DEMAND;
    const count = known.get(group) ?? { owned: 0, ...NO_NUMBERS };
    const needed = demand.shared.needed + demand.dedicated.needed;
    return { ...count, country, type, needed, demand, idle: idle.get(group) ?? 0 };
  });
  const { poolAlert, numberType } = ports.settings;
  const spare = spareNumbers(groups, poolAlert, numberType);
  return groups.map((group, index) => planGroup(group, spare[index] ?? 0, ports.settings));
}

function planGroup(
  {
    country,
    type,
    owned,
    available,
    needed,
    idle,
    demand: { shared, dedicated, dedicatedInstead, interactions },
    ...count
  }: PoolCount & { readonly needed: number; readonly demand: GroupDemand; readonly idle: number },
  spare: number,
  { numberPrices }: Settings,
): PlannedPool {
  const wanted = needed + spare;
  // What nobody needs is not bought to be left over; what there is of it is not given back below the threshold either.
  const buy = needed === 0 ? 0 : Math.max(0, wanted - owned);
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
