import { z } from 'zod';
import { SKIP_REASONS } from '../../domain/model/client-mail.js';
import { MESSAGE_TEMPLATES } from '../../domain/model/message-templates/names.js';
import { endpoint } from './endpoint.js';
import { idempotencyKey, merchantId, strictBody } from './fields.js';

const result = z.object({
  client_id: z.string(),
  status: z.enum(['sent', 'skipped', 'sending', 'unknown']).meta({
    description:
      '`sending`: another request with this key is sending it at this moment; `unknown`: nobody can tell whether it was sent',
  }),
  reason: z.enum(SKIP_REASONS).nullable().meta({ description: 'Of `skipped`' }),
});

export const messageEndpoints = [
  endpoint({
    method: 'post',
    path: '/messages/mail',
    operationId: 'mailClients',
    tag: 'Messages',
    summary: 'Send clients a mail with a fixed text, in their language',
    request: {
      headers: idempotencyKey,
      body: strictBody({ client_ids: z.array(merchantId).min(1).max(200), template: z.enum(MESSAGE_TEMPLATES) }),
    },
    answer: z.object({ template: z.enum(MESSAGE_TEMPLATES), sent: z.int(), results: z.array(result) }),
    refusals: ['channel_unavailable', 'idempotency_key_reused', 'conflict'],
    call: (api, { body, headers }) => api.mailClients(body, { idempotencyKey: headers['idempotency-key'] }),
  }),
] as const;
