import { z } from 'zod';
import { yesOrNo } from './earlier-types.js';
import { endpoint } from './endpoint.js';
import { countryCode, numberType, orAbsent, time } from './fields.js';
import { finding } from './store.js';

const CODES = [
  ...(['webhooks_ok', 'webhooks_elsewhere', 'numbers_lost', 'carrier_failed', 'no_provider'] as const),
  ...(['numbers_available', 'no_number_available', 'numbers_out_of_rotation'] as const),
] as const;

export const setupEndpoints = [
  endpoint({
    method: 'get',
    path: '/setup',
    operationId: 'checkSetup',
    tag: 'Store',
    summary: 'Check the set-up: the records, the webhooks at the carrier, and the pool',
    request: {
      query: z.object({
        fresh: orAbsent(yesOrNo).meta({
          description: 'true: ask the carrier now. Default: its last answer, if that is less than five minutes old',
        }),
      }),
    },
    answer: z.object({
      checked_at: time.meta({ description: 'When the carrier was asked' }),
      checks: z.array(
        z.object({
          check: z.enum(['webhooks', 'pool']),
          state: z.enum(['ok', 'warning', 'fault']),
          code: z.enum(CODES),
          count: z.int().nullable().meta({ description: 'How many numbers' }),
          detail: z.string().nullable().meta({ description: 'For people' }),
        }),
      ),
      watched: z
        .array(
          z.object({
            country_iso: countryCode,
            number_type: numberType.nullable(),
            available: z.int(),
            threshold: z.int(),
          }),
        )
        .meta({ description: 'How many numbers the settings want available' }),
      findings: z.array(finding),
    }),
    refusals: [],
    call: (api, { query }) => api.checkSetup(query),
  }),
] as const;
