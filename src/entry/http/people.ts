import { z } from 'zod';
import { CHANNELS, CONFIRMATION_STATUSES, PROOFS, PURPOSES } from '../../domain/model/confirmation/confirmation.js';
import { MESSAGE_KINDS, OUTBOX_STATUSES } from '../../domain/model/outbox.js';
import { NUMBER_TYPES } from '../../domain/model/proxy-number.js';
import { endpoint } from './endpoint.js';
import { countryCode, e164, orBlank, phoneNumber, time } from './fields.js';

/** In the body and not in the address: addresses are in the logs of proxies. */
const person = z.object({ phone: phoneNumber });

const masked = z.string().meta({ description: 'Masked when it is the phone of somebody else', example: '+****1234' });

const exportedOrder = z.object({
  order_id: z.string(),
  client_id: z.string(),
  role: z.enum(['client', 'courier']),
  status: z.enum(['open', 'closed']),
  client_proxy_number: e164,
  courier_proxy_number: e164.nullable(),
  order_code: z.string().nullable(),
  order_code_long: z.string().nullable(),
  fingerprint: z.string().nullable().meta({ description: 'The digest by which the same request is recognised' }),
  created_at: time,
  expires_at: time.nullable(),
  closed_at: time.nullable(),
});

const exportedSession = z.object({
  session_id: z.string(),
  kind: z.enum(['open', 'paired']),
  client_id: z.string(),
  order_id: z.string().nullable(),
  proxy_number: e164.nullable(),
  masked_name: z.string().nullable().meta({ example: 'A***' }),
  home_country: countryCode.nullable(),
  last_caller: masked.nullable(),
  opted_out: z.boolean().meta({ description: 'Whether the person wants no texts through it' }),
  opened_at: time,
  expires_at: time.nullable(),
  closed_at: time.nullable(),
});

const exportedParticipant = z.object({
  participant_id: z.string(),
  session_id: z.string(),
  client_id: z.string(),
  role: z.enum(['client', 'counterpart']),
  admitted_by: z.enum(['order', 'code']),
  proxy_number: e164,
  phone: masked.nullable(),
  opened_at: time,
  expires_at: time.nullable(),
  closed_at: time.nullable(),
  released_at: time.nullable(),
});

const exportedInteraction = z.object({
  id: z.string(),
  at: time,
  ended_at: time.nullable(),
  channel: z.enum(['call', 'message']),
  direction: z.enum(['to_client', 'to_counterpart']).nullable(),
  outcome: z.string().meta({ example: 'answered' }),
  duration_seconds: z.int().nullable(),
  from: z.string().meta({ description: 'Masked', example: '+****1234' }),
  to: z.string().meta({ description: 'Masked', example: '+****5678' }),
  client_id: z.string().nullable(),
  session_id: z.string().nullable(),
  carrier_id: z.string().nullable().meta({ description: "The carrier's id of the call or message" }),
  answer: z
    .record(z.string(), z.unknown())
    .nullable()
    .meta({ description: 'For a day: what was answered, with the text of a message' }),
});

const exportedConfirmation = z.object({
  confirmation_id: z.string(),
  purpose: z.enum(PURPOSES),
  status: z.enum(CONFIRMATION_STATUSES),
  client_id: z.string().nullable(),
  client_name: z.string().nullable(),
  client_mail: z.string().nullable(),
  client_real_phone: masked.nullable(),
  client_iso_residency: countryCode.nullable(),
  number_type: z.enum(NUMBER_TYPES).nullable(),
  former_phone: masked.nullable().meta({ description: 'The phone that is to be replaced' }),
  client_proxy_number: e164.nullable(),
  proved: z.array(z.enum(PROOFS)),
  approved: z.boolean().meta({ description: 'Whether it was approved instead of proved' }),
  fingerprint: z.string().nullable(),
  created_at: time,
  expires_at: time,
  ended_at: time.nullable(),
});

const exportedMessage = z.object({
  message_id: z.string(),
  confirmation_id: z.string(),
  message: z.enum(MESSAGE_KINDS),
  channel: z.enum(CHANNELS),
  status: z.enum(OUTBOX_STATUSES),
  to: z.string().nullable().meta({ description: 'While it is to be sent', example: '+****1234' }),
  digits: z.string().nullable().meta({ description: 'The last two digits of a new phone' }),
  created_at: time,
  ended_at: time.nullable(),
});

const personExport = z.object({
  exported_at: time,
  phone: e164,
  clients: z.array(
    z.object({
      client_id: z.string(),
      client_name: z.string(),
      client_mail: z.string(),
      client_real_phone: e164,
      client_iso_residency: orBlank(countryCode),
      client_proxy_number: e164.nullable(),
      client_number_name: z.string().nullable(),
      created_at: time,
      confirmed_at: time.nullable().meta({ description: 'When one of their confirmations was confirmed first' }),
    }),
  ),
  orders: z.array(exportedOrder),
  sessions: z.array(exportedSession),
  participants: z.array(exportedParticipant),
  interactions: z.array(exportedInteraction),
  confirmations: z.array(exportedConfirmation),
  messages: z.array(exportedMessage).meta({ description: 'Texts, calls and mails of ours for confirmations' }),
  replies: z.array(z.object({ proxy_number: z.string(), at: time })),
  requests: z.array(z.object({ idempotency_key: z.string(), fingerprint: z.string().nullable(), at: time })),
  lockout: z
    .object({ strikes: z.int(), level: z.int(), last_at: time, locked_until: time.nullable() })
    .nullable()
    .meta({ description: 'The count of wrong order codes' }),
});

export const peopleEndpoints = [
  endpoint({
    method: 'post',
    path: '/people/export',
    operationId: 'exportPerson',
    tag: 'People',
    summary: 'Everything that is stored about the person with this phone: as a client, a courier and a caller',
    request: { body: person },
    answer: personExport,
    refusals: [],
    call: (api, { body }) => api.exportPerson(body),
  }),
  endpoint({
    method: 'post',
    path: '/people/erase',
    operationId: 'erasePerson',
    tag: 'People',
    summary: 'Erase the person with this phone: as a client, a courier and a caller; may be repeated',
    request: { body: person },
    answer: z.object({
      erased_at: time,
      clients_erased: z.int(),
      sessions_closed: z.int(),
      orders_closed: z.array(z.string()).meta({ description: 'The ids of the orders that were open' }),
      orders_scrubbed: z.int(),
      participants_erased: z.int(),
      last_callers_removed: z.int(),
      interactions_scrubbed: z.int(),
    }),
    refusals: [],
    call: (api, { body }) => api.erasePerson(body),
  }),
] as const;
