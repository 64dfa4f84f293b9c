import { z } from 'zod';
import { REVEAL_REASONS } from '../../domain/model/reveal.js';
import { CALL_SECONDS, RING_SECONDS } from '../../domain/model/session.js';
import { awaitedConfirmation } from './confirmations.js';
import { endpoint } from './endpoint.js';
import {
  country,
  cursor,
  e164,
  idempotencyKey,
  limit,
  mail,
  merchantId,
  orAbsent,
  page,
  personName,
  personPhone,
  time,
} from './fields.js';

const courierNumber = e164.meta({ description: 'Of an order with a courier: the number that the courier calls' });
const orderCode = z.string().meta({ description: 'Admits the courier from another phone', example: '480213' });
const longCode = z.string().meta({
  description:
    'The order code and four digits more: admits the courier even while somebody guesses codes on the number',
  example: '4802137759',
});
const sessionEnd = time.meta({ description: 'When the session of an order with a courier ends by itself' });

const receipt = z.object({
  order_id: z.string(),
  client_id: z.string(),
  client_proxy_number: e164,
  courier_proxy_number: courierNumber.optional(),
  order_code: orderCode.nullable().optional(),
  order_code_long: longCode.nullable().optional(),
  expires_at: sessionEnd.optional(),
});
const created = receipt.extend({ confirmation: awaitedConfirmation });
export const order = receipt.extend({
  courier_proxy_number: courierNumber.nullable(),
  order_code: orderCode.nullable(),
  order_code_long: longCode.nullable(),
  expires_at: sessionEnd.nullable(),
  status: z.enum(['open', 'closed']),
  created_at: time,
  closed_at: time.nullable(),
});

const orderPath = z.object({ order_id: merchantId });

export const orderEndpoints = [
  endpoint({
    method: 'post',
    path: '/orders',
    operationId: 'createOrder',
    tag: 'Orders',
    summary: 'Create an order: its client gets a number of their own or, with a known courier, both get shared numbers',
    request: {
      headers: idempotencyKey,
      body: z.object({
        order_id: merchantId,
        client_id: merchantId,
        client_name: personName,
        client_mail: mail,
        client_real_phone: personPhone,
        client_iso_residency: orAbsent(country),
        courier_phone: orAbsent(personPhone),
        expires_at: orAbsent(time),
        max_call_seconds: orAbsent(z.int().min(CALL_SECONDS[0]).max(CALL_SECONDS[1])),
        ring_seconds: orAbsent(z.int().min(RING_SECONDS[0]).max(RING_SECONDS[1])),
      }),
    },
    answer: created,
    refusals: [
      'client_mismatch',
      'order_conflict',
      'idempotency_key_reused',
      'pool_exhausted',
      'confirmation_closed',
      'channel_unavailable',
      'too_many_sends',
    ],
    call: (api, { body, headers }) => api.createOrder(body, { idempotencyKey: headers['idempotency-key'] }),
  }),
  endpoint({
    method: 'get',
    path: '/orders',
    operationId: 'listOrders',
    tag: 'Orders',
    summary: 'List orders, newest first',
    request: {
      query: z.object({
        client_id: orAbsent(merchantId),
        status: orAbsent(z.enum(['open', 'closed'])),
        cursor,
        limit,
      }),
    },
    answer: page(order),
    refusals: [],
    call: (api, { query }) => api.listOrders(query),
  }),
  endpoint({
    method: 'get',
    path: '/orders/{order_id}',
    operationId: 'getOrder',
    tag: 'Orders',
    summary: 'Read one order',
    request: { path: orderPath },
    answer: order,
    refusals: ['order_not_found'],
    call: (api, { path }) => api.getOrder(path.orderId),
  }),
  endpoint({
    method: 'post',
    path: '/orders/{order_id}/reveal',
    operationId: 'revealOrder',
    tag: 'Orders',
    summary: 'Show one order in clear, for a reason, to a role that sees orders masked',
    request: { path: orderPath, body: z.object({ reason: z.enum(REVEAL_REASONS) }) },
    answer: order,
    refusals: ['order_not_found'],
    call: (api, { path, body }) => api.revealOrder(path.orderId, body),
  }),
  endpoint({
    method: 'post',
    path: '/orders/{order_id}/close',
    operationId: 'closeOrder',
    tag: 'Orders',
    summary: 'Close an order and, on request, the session of a client without another open order',
    request: {
      path: orderPath,
      body: z
        .object({
          end_session: z.boolean().optional().meta({
            description: 'Also end the session and quarantine the number, if this was the last open order',
          }),
        })
        .optional()
        .transform((body) => body ?? { end_session: undefined }),
    },
    answer: z.object({ order, session_ended: z.boolean() }),
    refusals: ['order_not_found'],
    call: (api, { path, body }) => api.closeOrder(path.orderId, body),
  }),
  endpoint({
    method: 'put',
    path: '/orders/{order_id}/courier',
    operationId: 'changeCourier',
    tag: 'Orders',
    summary: 'Replace the courier of an open order; the client keeps their number',
    request: { path: orderPath, body: z.object({ courier_phone: personPhone }) },
    answer: order,
    refusals: ['order_not_found', 'order_conflict', 'pool_exhausted'],
    call: (api, { path, body }) => api.changeCourier(path.orderId, body),
  }),
  endpoint({
    method: 'post',
    path: '/orders/{order_id}/extend',
    operationId: 'extendOrder',
    tag: 'Orders',
    summary: 'Move the end of the session of an open order with a courier, later or earlier',
    request: {
      path: orderPath,
      body: z.object({ expires_at: time.meta({ description: 'After now, and within 365 days from now' }) }),
    },
    answer: order,
    refusals: ['order_not_found', 'order_conflict'],
    call: (api, { path, body }) => api.extendOrder(path.orderId, body),
  }),
] as const;
