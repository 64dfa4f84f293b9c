import type { PoolCount } from '../../../ports/order-store.js';
import type { PlannedPool, PlanRequest, PoolPlan } from '../../../ports/pool-api.js';
import type { ProxyCallApi } from '../../../ports/proxycall-api.js';
import { invalidFields } from '../../model/errors.js';
import { endOf } from '../../model/participant.js';
import type { E164 } from '../../model/phone-number.js';
import { PLAN_LIMITS, dedicatedDemand, replay, sharedDemand, type Demand, type Holding } from '../../model/planning.js';
import { POOL_STATUSES, type PoolStatus, type ProxyNumber } from '../../model/proxy-number.js';
import { DAY_MS } from '../../model/time.js';
import { valuesOf } from '../paging.js';
import type { Ports } from '../ports.js';

const PAGE = 5000;
const EVERYBODY = 'everybody';
const NONE: Demand = { bound: 0, needed: 0 };
const NO_NUMBERS = Object.fromEntries(POOL_STATUSES.map((status) => [status, 0])) as Record<PoolStatus, number>;

interface Wanted {
  readonly shared: Demand;
  readonly dedicated: Demand;
  readonly dedicatedInstead?: number;
  readonly interactions: number;
}

/** Plans the pool by what happened lately, or for a load that is described. */
export function createPlanPool(ports: Ports): ProxyCallApi['planPool'] {
  const { store, clock, settings } = ports;

  return async (request) => {
    refuseInvalid(request);
    const { blocking = 0.01, growthPercent = 0, days = 30, ordersPerDay } = request;
    const plan = { blocking, growthPercent };
    const counts = await store.poolCounts(clock.now());
    if (ordersPerDay === undefined) {
      const wanted = await byLog(days, blocking, growthPercent / 100);
      return { basis: 'log', days, ...plan, pools: await pools(counts, wanted) };
    }
    return { basis: 'description', ...plan, pools: await pools(counts, described({ ...request, ordersPerDay }, plan)) };
  };

  function described(
    request: PlanRequest & { ordersPerDay: number },
    plan: Pick<PoolPlan, 'blocking' | 'growthPercent'>,
  ) {
    const { durationHours = 1, couriers = 1, peak = 2, countryIso, numberType } = request;
    const ordersPerDay = request.ordersPerDay * (1 + plan.growthPercent / 100);
    const load = { ordersPerDay, durationHours, couriers, peak };
    return new Map<string, Wanted>([
      [
        groupOf({ country: countryIso ?? settings.defaultCountry, type: numberType ?? settings.numberType }),
        {
          shared: sharedDemand(load, settings.hardCoolingMs, plan.blocking),
          dedicated: NONE,
          dedicatedInstead: dedicatedDemand(load, settings.quarantineMs, plan.blocking).needed,
          interactions: 0,
        },
      ],
    ]);
  }

  async function byLog(days: number, blocking: number, growth: number): Promise<Map<string, Wanted>> {
    const [since, now] = [clock.now() - days * DAY_MS, clock.now()];
    const numbers = new Map<E164, string>();
    for await (const { number, country, type } of valuesOf(store, 'number', PAGE))
      numbers.set(number, groupOf({ country, type }));
    const [shared, dedicated] = [new Map<string, Holding[]>(), new Map<string, Holding[]>()];
    const groupOfSession = new Map<string, string>();

    const note = (into: Map<string, Holding[]>, number: E164, sessionId: string, holding: Holding) => {
      const group = numbers.get(number);
      if (group === undefined) return;
      groupOfSession.set(sessionId, group);
      if (holding.until < since) return;
      const held = into.get(group);
      if (held === undefined) into.set(group, [holding]);
      else held.push(holding);
    };
    for await (const participant of valuesOf(store, 'participant', PAGE)) {
      const { proxyNumber, sessionId, sessionKind, personKey, openedAt, closedAt, releasedAt } = participant;
      if (sessionKind === 'paired') {
        const until = Math.min(endOf(participant) + settings.hardCoolingMs, releasedAt ?? Infinity);
        note(shared, proxyNumber, sessionId, { person: personKey, from: openedAt, until });
      } else {
        const until = closedAt === undefined ? Infinity : closedAt + settings.quarantineMs;
        note(dedicated, proxyNumber, sessionId, {
          person: EVERYBODY,
          from: openedAt,
          until: Math.min(until, now + DAY_MS),
        });
      }
    }
    const interactions = new Map<string, number>();
    for await (const { sessionId, at } of valuesOf(store, 'interaction', PAGE)) {
      const group = sessionId === undefined || at < since ? undefined : groupOfSession.get(sessionId);
      if (group !== undefined) interactions.set(group, (interactions.get(group) ?? 0) + 1);
    }
    return new Map(
      [...new Set(numbers.values())].map((group) => [
        group,
        {
          shared: replay(shared.get(group) ?? [], blocking, growth),
          dedicated: replay(dedicated.get(group) ?? [], blocking, growth),
          interactions: interactions.get(group) ?? 0,
        },
      ]),
    );
  }

  async function pools(counts: readonly PoolCount[], wanted: ReadonlyMap<string, Wanted>): Promise<PlannedPool[]> {
    const idle = await idleShared();
    const known = new Map(counts.map((count) => [groupOf(count), count]));
    const groups = [...new Set([...known.keys(), ...wanted.keys()])].sort();
    return groups.map((group) => {
      const [country, type] = group.split(' ') as [PoolCount['country'], PoolCount['type']];
      const count = known.get(group) ?? { owned: 0, ...NO_NUMBERS };
      const want: Wanted = wanted.get(group) ?? { shared: NONE, dedicated: NONE, interactions: 0 };
      return planned({ country, type, ...count }, want, idle.get(group) ?? 0);
    });
  }

  function planned(
    count: PoolCount,
    { shared, dedicated, dedicatedInstead, interactions }: Wanted,
    idle: number,
  ): PlannedPool {
    const { country, type, owned, available } = count;
    const needed = shared.needed + dedicated.needed;
    // Some are to be left over, or the next order has to wait for a purchase.
    const wanted = needed === 0 ? 0 : needed + settings.poolAlert;
    const buy = Math.max(0, wanted - owned);
    const release = Math.max(0, Math.min(owned - wanted, available + idle));
    const price = settings.numberPrices.find((known) => known.country === country && known.type === type)?.monthly;
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
      monthlyCost: costOf(owned, price),
      plannedMonthlyCost: costOf(owned + buy - release, price),
    };
  }

  /** Shared numbers without a live or cooling participant, by group. */
  async function idleShared(): Promise<ReadonlyMap<string, number>> {
    const shared = (await store.numbers()).map(({ value }) => value).filter(({ state }) => state.status === 'shared');
    const loads = await store.loads(shared.map(({ number }) => number));
    const idle = new Map<string, number>();
    for (const number of shared) {
      if ((loads.get(number.number) ?? 0) === 0) idle.set(groupOf(number), (idle.get(groupOf(number)) ?? 0) + 1);
    }
    return idle;
  }
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

function groupOf({ country, type }: Pick<ProxyNumber, 'country' | 'type'>): string {
  return `${country} ${type}`;
}

/** In hundredths, as prices are. */
function costOf(numbers: number, price: number | undefined): number | undefined {
  return price === undefined ? undefined : Math.round(numbers * price * 100) / 100;
}
