import { Command, Option } from 'clipanion';
import type { PlannedPool, PlannedUse, PoolPlan } from '../../../../ports/pool-api.js';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg, type Say } from '../../runtime/language.js';
import { optional, readCountryOption, readNumberOption, readNumberTypeOption } from '../../runtime/options.js';
import { table } from '../../runtime/text.js';

export class PoolPlanCommand extends ApiCommand {
  static override paths = [['pool', 'plan']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Recommend how many numbers to buy or release'),
    details: msg(
      'Calculates how many numbers are needed and what they cost, from the calls and sessions of recent days or, with --orders-per-day, from a given load.',
    ),
    examples: [
      [msg('Based on the last 30 days'), '$0 pool plan'],
      [
        msg('For a given load'),
        '$0 pool plan --orders-per-day 10000 --duration-hours 1 --couriers 500 --growth-percent 20',
      ],
    ],
  });

  blocking = Option.String('--blocking', {
    description: msg('Blocking probability: the share of orders that may find no number (default: 0.01)'),
  });
  days = Option.String('--days', { description: msg('Days of history to use (default: 30)') });
  growthPercent = Option.String('--growth-percent', { description: msg('Expected growth of the load, in percent') });
  ordersPerDay = Option.String('--orders-per-day', {
    description: msg('Orders per day to plan for, instead of the recorded load'),
  });
  durationHours = Option.String('--duration-hours', {
    description: msg('How long an order stays open, in hours (default: 1)'),
  });
  couriers = Option.String('--couriers', { description: msg('Number of couriers (default: 1)') });
  peak = Option.String('--peak', { description: msg('Peak-to-average ratio of the load (default: 2)') });
  country = Option.String('--country,--country-iso', { description: msg('ISO 3166 country code, such as FR') });
  type = Option.String('--number-type,--type', {
    description: msg('Number type: mobile (default), local, national or toll_free'),
  });

  async execute(): Promise<number> {
    const request = {
      blocking: optional(readNumberOption, '--blocking', this.blocking),
      days: optional(readNumberOption, '--days', this.days),
      growthPercent: optional(readNumberOption, '--growth-percent', this.growthPercent),
      ordersPerDay: optional(readNumberOption, '--orders-per-day', this.ordersPerDay),
      durationHours: optional(readNumberOption, '--duration-hours', this.durationHours),
      couriers: optional(readNumberOption, '--couriers', this.couriers),
      peak: optional(readNumberOption, '--peak', this.peak),
      countryIso: optional(readCountryOption, '--country', this.country),
      numberType: optional(readNumberTypeOption, '--number-type', this.type),
    };
    return this.request((api) => api.planPool(request), describePlan);
  }
}

async function describePlan({ pools }: PoolPlan, say: Say): Promise<string> {
  if (pools.length === 0) return say('The pool is empty.');
  const rows = pools.flatMap(({ countryIso, numberType, shared, dedicated }): Row[] => [
    { countryIso, numberType, use: say('shared'), ...shared },
    { countryIso, numberType, use: say('dedicated'), ...dedicated },
  ]);
  const counts = await table(say, rows, [
    ['country', ({ countryIso }) => countryIso],
    ['type', ({ numberType }) => numberType],
    ['use', ({ use }) => use],
    ['now', ({ now }) => now.toString()],
    ['upper bound', ({ bound }) => bound.toString()],
    ['needed', ({ needed }) => needed.toString()],
  ]);
  return [counts, ...pools.flatMap((pool) => advice(pool, say))].join('\n');
}

interface Row extends PlannedUse {
  readonly countryIso: string;
  readonly numberType: string;
  readonly use: string;
}

function advice(pool: PlannedPool, say: Say): string[] {
  const kind = `${pool.countryIso} ${pool.numberType}`;
  const { buy, release, monthlyCost, plannedMonthlyCost, dedicatedInstead } = pool;
  const lines =
    buy > 0
      ? [say('{kind}: buy {count}.', { kind, count: buy })]
      : release > 0
        ? [say('{kind}: {count} can be released.', { kind, count: release })]
        : [say('{kind}: nothing to buy or release.', { kind })];
  if (dedicatedInstead !== undefined) {
    lines.push(say('{kind}: one dedicated number per client would take {count}.', { kind, count: dedicatedInstead }));
  }
  if (monthlyCost !== undefined && plannedMonthlyCost !== undefined) {
    lines.push(
      say('{kind}: monthly cost {now} now, {then} with this plan.', {
        kind,
        now: monthlyCost.toFixed(2),
        then: plannedMonthlyCost.toFixed(2),
      }),
    );
  }
  return lines;
}
