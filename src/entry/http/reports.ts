import { z } from 'zod';
import { POOL_STATUSES } from '../../domain/model/proxy-number.js';
import { endpoint } from './endpoint.js';
import { countryCode, orAbsent, time } from './fields.js';

const outcomes = z
  .array(z.object({ outcome: z.string().meta({ example: 'answered' }), count: z.int() }))
  .meta({ description: 'Of the last step; the most frequent first' });

const cost = z.number().nullable().meta({ description: 'By PROXYCALL_NUMBER_PRICES' });

const report = z.object({
  week: z.string().meta({ example: '2026-W12' }),
  from: time,
  until: time.meta({ description: 'Exclusive' }),
  time_zone: z.string().meta({ example: 'Europe/Paris' }),
  counted_at: time,
  kept_since: time.meta({ description: 'What ended before may have been dropped: PROXYCALL_RETENTION_DAYS' }),
  complete: z
    .boolean()
    .meta({ description: 'Whether everything of the week is on record. If not, what is left is counted' }),
  clients: z
    .object({
      total: z.int(),
      with_number: z.int(),
      without_number: z.int(),
      confirmed: z.int().meta({ description: 'Of whom a confirmation was confirmed, however long ago' }),
      sharing_phone: z.int().meta({ description: 'Whose phone is that of another client too' }),
    })
    .meta({ description: 'As they are now' }),
  numbers_given: z
    .object({ this_week: z.int(), week_before: z.int().nullable(), difference: z.int().nullable() })
    .meta({ description: 'To a client, as their own' }),
  orders: z.int().meta({ description: 'That were created' }),
  calls: z.object({
    total: z.int().meta({ description: 'By the id of the carrier: a call that asked for a code is one' }),
    outcomes,
    answered_rate: z
      .number()
      .nullable()
      .meta({ description: 'Of the calls that reached a phone and have ended: 0 to 1' }),
    median_ring_seconds: z.number().nullable().meta({ description: 'Of answered calls' }),
    minutes: z.number().meta({ description: 'Of conversation' }),
  }),
  texts: z.object({ total: z.int(), outcomes }),
  unknown_callers: z.int().meta({
    description:
      'Calls whose caller nobody could tell: asked for an order code, locked out, withheld, or on a number not on record',
  }),
  first_calls: z.int().meta({ description: 'The first of their session to be put through' }),
  pools: z
    .array(
      z.object({
        country_iso: countryCode,
        owned: z.int(),
        ...(Object.fromEntries(POOL_STATUSES.map((status) => [status, z.int()])) as Record<
          (typeof POOL_STATUSES)[number],
          z.ZodInt
        >),
        monthly_cost: cost,
      }),
    )
    .meta({ description: 'As it is now' }),
  monthly_cost: cost,
  unpriced_numbers: z.int().meta({ description: 'Numbers whose kind has no price' }),
});

export const reportEndpoints = [
  endpoint({
    method: 'get',
    path: '/reports/weekly',
    operationId: 'weeklyReport',
    tag: 'Reports',
    summary: 'The figures of a week, without personal data',
    request: {
      query: z.object({
        week: orAbsent(z.string().max(100)).meta({
          description: 'As in ISO 8601, in PROXYCALL_REPORT_TZ. Default: the last week that is over',
          example: '2026-W12',
        }),
      }),
    },
    answer: report,
    refusals: ['too_many_counts'],
    call: (api, { query }) => api.weeklyReport(query),
  }),
] as const;
