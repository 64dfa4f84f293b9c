import { z } from 'zod';
import { endpoint } from './endpoint.js';
import { callerNumber, cursor, limit, merchantId, orAbsent, page, phoneNumber, time } from './fields.js';

const interaction = z.object({
  id: z.string(),
  at: time,
  channel: z.enum(['call', 'message']),
  direction: z.enum(['to_client', 'to_counterpart']).nullable(),
  outcome: z.string().meta({ example: 'answered' }),
  duration_seconds: z.int().nullable(),
  from: z.string().meta({ description: 'Masked', example: '+****1234' }),
  to: z.string().meta({ description: 'Masked', example: '+****5678' }),
  client_id: z.string().nullable(),
});

export const interactionEndpoints = [
  endpoint({
    method: 'get',
    path: '/interactions',
    operationId: 'listInteractions',
    tag: 'Interactions',
    summary: 'Calls and texts, newest first, with masked numbers',
    request: {
      query: z.object({
        client_id: orAbsent(merchantId),
        order_id: orAbsent(merchantId),
        from: orAbsent(time),
        until: orAbsent(time),
        cursor,
        limit,
      }),
    },
    answer: page(interaction),
    refusals: ['order_not_found'],
    call: (api, { query }) => api.listInteractions(query),
  }),
  endpoint({
    method: 'post',
    path: '/calls/simulate',
    operationId: 'simulateCall',
    tag: 'Interactions',
    summary: 'Simulate a call: recorded with the simulated carrier, otherwise a dry run',
    request: {
      body: z.object({
        to: phoneNumber,
        from: callerNumber,
      }),
    },
    answer: z.object({ decision: z.string(), twiml: z.string(), recorded: z.boolean() }),
    refusals: [],
    call: (api, { body }) => api.simulateCall(body),
  }),
] as const;
