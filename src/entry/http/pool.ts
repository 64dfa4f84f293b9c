import { z } from 'zod';
import { NUMBER_STATUSES, NUMBER_TYPES } from '../../domain/model/proxy-number.js';
import { endpoint } from './endpoint.js';
import { country, countryCode, e164, merchantId, numberType, orAbsent, personName } from './fields.js';

const typeOrAll = z.enum(['all', ...NUMBER_TYPES]);

export const poolEndpoints = [
  endpoint({
    method: 'get',
    path: '/pool/available',
    operationId: 'listAvailableNumbers',
    tag: 'Pool',
    summary: 'Numbers that may be given to a client',
    request: { query: z.object({ country_iso: country, number_type: orAbsent(typeOrAll) }) },
    answer: z.object({
      country_iso: countryCode,
      number_type: typeOrAll,
      available: z.array(
        z.object({
          phone_number: e164,
          country_iso: countryCode,
          number_type: numberType,
          friendly_name: z.string(),
          status: z.enum(NUMBER_STATUSES),
          capabilities: z.object({ voice: z.boolean(), sms: z.boolean(), mms: z.boolean() }),
        }),
      ),
    }),
    refusals: [],
    call: (api, { query }) => api.listAvailableNumbers(query),
  }),
  endpoint({
    method: 'post',
    path: '/pool/assign',
    operationId: 'assignNumber',
    tag: 'Pool',
    summary: 'Give a client a number of their own; one who has one keeps it',
    request: {
      body: z.object({
        client_id: merchantId,
        country_iso: country,
        client_name: orAbsent(personName),
        number_type: orAbsent(numberType),
        friendly_name: orAbsent(z.string().trim().max(64)),
      }),
    },
    answer: z.object({ client_id: z.string(), proxy: e164 }),
    refusals: ['client_not_found', 'pool_exhausted'],
    call: (api, { body }) => api.assignNumber({ ...body, numberType: body.numberType ?? 'mobile' }),
  }),
  endpoint({
    method: 'get',
    path: '/pool/stats',
    operationId: 'poolStats',
    tag: 'Pool',
    summary: 'How many numbers there are, by country and type',
    request: {},
    answer: z.object({
      pools: z.array(
        z.object({
          country_iso: countryCode,
          number_type: numberType,
          owned: z.int(),
          available: z.int(),
          assigned: z.int(),
          reserved: z.int(),
          quarantined: z.int(),
        }),
      ),
    }),
    refusals: [],
    call: (api) => api.poolStats(),
  }),
] as const;
