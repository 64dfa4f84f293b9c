import { z } from 'zod';
import { POOL_STATUSES } from '../../domain/model/proxy-number.js';
import { endpoint } from './endpoint.js';
import { country, countryCode, cursor, e164, limit, numberType, orAbsent, page, time } from './fields.js';

const number = z.object({
  phone_number: e164,
  country_iso: countryCode,
  number_type: numberType,
  capabilities: z.object({ voice: z.boolean(), sms: z.boolean(), mms: z.boolean() }),
  carrier: z.string().meta({ example: 'twilio' }),
  status: z.enum(POOL_STATUSES),
  friendly_name: z.string(),
  client_id: z.string().nullable().meta({ description: 'Whom it is assigned to, reserved for or held for' }),
  confirmation_id: z.string().nullable().meta({ description: 'Of a held number' }),
  until: time.nullable().meta({ description: 'Of a number in quarantine: when it is available again' }),
  load: z.int().meta({ description: 'Participants of paired sessions, live or cooling off' }),
  reason: z.string().nullable().meta({ description: 'Why it is out of rotation, where that is known' }),
  bought_at: time,
});

export const numberEndpoints = [
  endpoint({
    method: 'get',
    path: '/pool/numbers',
    operationId: 'listNumbers',
    tag: 'Pool',
    summary: 'List the pool, number by number',
    request: {
      query: z.object({
        country_iso: orAbsent(country),
        number_type: orAbsent(numberType),
        status: orAbsent(z.enum(POOL_STATUSES)),
        cursor,
        limit,
      }),
    },
    answer: page(number),
    refusals: [],
    call: (api, { query }) => api.listNumbers(query),
  }),
] as const;
