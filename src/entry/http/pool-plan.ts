import { z } from 'zod';
import { PLAN_LIMITS } from '../../domain/model/planning.js';
import { endpoint } from './endpoint.js';
import { country, countryCode, numberType, orAbsent } from './fields.js';

function within([least, most]: readonly [number, number]) {
  return orAbsent(z.coerce.number().min(least).max(most));
}

const plannedUse = z.object({
  now: z.int(),
  bound: z
    .int()
    .meta({ description: 'Enough for every order: the most numbers that one person needed at the same time' }),
  needed: z.int(),
});

export const planEndpoints = [
  endpoint({
    method: 'get',
    path: '/pool/plan',
    operationId: 'planPool',
    tag: 'Pool',
    summary: 'How many numbers are needed, for the recorded load or for a load described by orders_per_day',
    request: {
      query: z.object({
        blocking: within(PLAN_LIMITS.blocking).meta({
          description: 'The share of orders that may not find a number immediately; default 0.01',
        }),
        days: within(PLAN_LIMITS.days),
        growth_percent: within(PLAN_LIMITS.growthPercent),
        orders_per_day: within(PLAN_LIMITS.ordersPerDay),
        duration_hours: within(PLAN_LIMITS.durationHours),
        couriers: within(PLAN_LIMITS.couriers),
        peak: within(PLAN_LIMITS.peak),
        country_iso: orAbsent(country),
        number_type: orAbsent(numberType),
      }),
    },
    answer: z.object({
      basis: z.enum(['log', 'description']),
      blocking: z.number(),
      growth_percent: z.number(),
      days: z.number().optional(),
      pools: z.array(
        z.object({
          country_iso: countryCode,
          number_type: numberType,
          owned: z.int(),
          available: z.int(),
          shared: plannedUse,
          dedicated: plannedUse,
          dedicated_instead: z.int().nullable(),
          interactions: z.int(),
          buy: z.int(),
          release: z.int(),
          monthly_price: z.number().nullable().meta({ description: 'Of one number' }),
          monthly_cost: z.number().nullable(),
          planned_monthly_cost: z.number().nullable(),
        }),
      ),
    }),
    refusals: ['too_many_counts'],
    call: (api, { query }) => api.planPool(query),
  }),
] as const;
