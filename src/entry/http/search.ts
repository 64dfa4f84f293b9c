import { z } from 'zod';
import { client } from './clients.js';
import { endpoint } from './endpoint.js';
import { order } from './orders.js';

export const searchEndpoints = [
  endpoint({
    method: 'post',
    path: '/search',
    operationId: 'search',
    tag: 'Search',
    summary:
      'Find orders and clients by an id, a proxy number or a phone, exactly; by POST, so that no phone is in an address',
    request: {
      body: z.object({
        text: z.string().min(1).max(100).meta({
          description:
            'The id of an order or a client, or a proxy number or phone as people write it: +33…, 0033…, 33…, or a national number',
          example: 'O-1001',
        }),
      }),
    },
    answer: z.object({
      orders: z.array(order).meta({ description: 'Newest first, 20 at most' }),
      clients: z.array(client).meta({ description: 'Newest first, 20 at most' }),
      more_orders: z.boolean(),
      more_clients: z.boolean(),
    }),
    refusals: [],
    call: (api, { body }) => api.search(body),
  }),
] as const;
