import { Command, Option } from 'clipanion';
import { NUMBER_TYPES } from '../../../domain/model/proxy-number.js';
import type { PlannedPool, PoolPlan } from '../../../ports/pool-api.js';
import { ApiCommand, optional, readChoiceOption, readCountryOption, readNumberOption } from '../command.js';
import { msg, type Say } from '../language.js';
import { table } from '../text.js';

export class PoolPlanCommand extends ApiCommand {
  static override paths = [['pool', 'plan']];
  static override usage = Command.Usage({
    category: msg('Pool'),
    description: msg('Say how many numbers are needed, what they cost, and what to buy or give back'),
    details: msg('By the calls and sessions of the last days or, with --orders-per-day, for a load that you describe.'),
    examples: [
      [msg('By what happened in the last 30 days'), '$0 pool plan'],
      [
        msg('For a load that is described'),
        '$0 pool plan --orders-per-day 10000 --duration-hours 1 --couriers 500 --growth-percent 20',
      ],
    ],
  });

  blocking = Option.String('--blocking', {
    description: msg('Share of orders that may find no number: 0.01 (default)'),
  });
  days = Option.String('--days', { description: msg('How far to look back: 30 (default)') });
  growthPercent = Option.String('--growth-percent', { description: msg('By how much the load is to grow') });
  ordersPerDay = Option.String('--orders-per-day', { description: msg('A load to plan for, instead of the log') });
  durationHours = Option.String('--duration-hours', { description: msg('How long an order is open: 1 (default)') });
  couriers = Option.String('--couriers', { description: msg('How many couriers share the orders: 1 (default)') });
  peak = Option.String('--peak', { description: msg('How many times the mean the busiest hours bring: 2 (default)') });
  country = Option.String('--country,--country-iso', { description: msg('Two letters, such as FR') });
  type = Option.String('--number-type,--type', { description: msg('mobile (default), local, national or toll_free') });

  execute(): Promise<number> {
    const request = {
      blocking: optional(readNumberOption, '--blocking', this.blocking),
      days: optional(readNumberOption, '--days', this.days),
      growthPercent: optional(readNumberOption, '--growth-percent', this.growthPercent),
      ordersPerDay: optional(readNumberOption, '--orders-per-day', this.ordersPerDay),
      durationHours: optional(readNumberOption, '--duration-hours', this.durationHours),
      couriers: optional(readNumberOption, '--couriers', this.couriers),
      peak: optional(readNumberOption, '--peak', this.peak),
      countryIso: optional(readCountryOption, '--country', this.country),
      numberType: optional((name, text) => readChoiceOption(name, text, NUMBER_TYPES), '--number-type', this.type),
    };
    return this.ask(
      (api) => api.planPool(request),
      (plan) => describe(plan, this.context.say),
    );
  }
}

async function describe(plan: PoolPlan, say: Say): Promise<string> {
  if (plan.pools.length === 0) return say('The pool is empty.');
  const rows = plan.pools.flatMap((pool) => [
    row(pool, say('shared'), pool.shared),
    row(pool, say("clients' own"), pool.dedicated),
  ]);
  const head = ['country', 'type', 'use', 'now', 'bound', 'needed'] as const;
  return [
    await table(
      head.map((title) => say(title)),
      rows,
    ),
    ...plan.pools.flatMap((pool) => advice(pool, say)),
  ].join('\n');
}

function row({ countryIso, numberType }: PlannedPool, use: string, counts: PlannedPool['shared']): string[] {
  return [countryIso, numberType, use, ...[counts.now, counts.bound, counts.needed].map(String)];
}

function advice(pool: PlannedPool, say: Say): string[] {
  const kind = `${pool.countryIso} ${pool.numberType}`;
  const { buy, release, monthlyCost, plannedMonthlyCost, dedicatedInstead } = pool;
  const lines =
    buy > 0
      ? [say('{kind}: buy {count}.', { kind, count: buy })]
      : release > 0
        ? [say('{kind}: {count} may be given back.', { kind, count: release })]
        : [say('{kind}: nothing to buy, nothing to give back.', { kind })];
  if (dedicatedInstead !== undefined) {
    lines.push(say('{kind}: with a number for each client it would take {count}.', { kind, count: dedicatedInstead }));
  }
  if (monthlyCost !== undefined && plannedMonthlyCost !== undefined) {
    lines.push(
      say('{kind}: {now} a month now, {then} then.', {
        kind,
        now: monthlyCost.toFixed(2),
        then: plannedMonthlyCost.toFixed(2),
      }),
    );
  }
  return lines;
}
