import { z } from 'zod';
import {
  CHANNELS,
  CONFIRMATION_STATUSES,
  PROOFS,
  PURPOSES,
  isRouteName,
  NOT_A_ROUTE,
} from '../../domain/model/confirmation/confirmation.js';
import { MESSAGE_KINDS, OUTBOX_STATUSES } from '../../domain/model/outbox.js';
import { LANGUAGES } from '../../domain/model/phrases.js';
import { endpoint } from './endpoint.js';
import {
  country,
  cursor,
  e164,
  limit,
  mail,
  merchantId,
  numberType,
  orAbsent,
  page,
  personName,
  personPhone,
  strictBody,
  time,
} from './fields.js';

export const confirmationId = merchantId.refine((id) => !isRouteName(id), { message: NOT_A_ROUTE });

const channel = z.enum(CHANNELS).meta({ description: 'By text, by call or by mail', example: 'sms' });
const sentChannel = z.enum(CHANNELS);
const purpose = z.enum(PURPOSES);
const status = z.enum(CONFIRMATION_STATUSES);
const heldNumber = e164.nullable().meta({ description: 'The number that is held, or that the client has' });
const nextStep = time.nullable().meta({ description: 'When the next channel is tried by itself' });

/** In the answers to orders and clients. */
export const awaitedConfirmation = z
  .object({ confirmation_id: z.string(), status: z.literal('pending') })
  .nullable()
  .optional()
  .meta({
    description:
      'With PROXYCALL_REQUIRE_CONFIRMATION, of a client who is new: the number is held, and in service once this is confirmed',
  });

const receipt = z.object({
  confirmation_id: z.string(),
  purpose,
  status,
  channel: sentChannel,
  sent_to: z.string().meta({ description: 'Masked', example: '+****1234' }),
  client_proxy_number: heldNumber,
  expires_at: time,
  next_step_at: nextStep,
});

const summary = z.object({
  confirmation_id: z.string(),
  purpose,
  status,
  client_id: z.string().nullable(),
  client_proxy_number: heldNumber,
  proved: z.array(z.enum(PROOFS)),
  approved: z.boolean().meta({ description: 'Somebody approved it in place of a proof' }),
  attempts_left: z.int(),
  created_at: time,
  expires_at: time,
  next_step_at: nextStep,
  ended_at: time.nullable(),
});

const view = summary.extend({
  messages: z
    .array(
      z.object({
        message: z.enum(MESSAGE_KINDS),
        channel: sentChannel,
        status: z.enum(OUTBOX_STATUSES).meta({
          description:
            '`unknown`: nobody can tell whether it was sent; of these, only mails are sent again by themselves',
        }),
        created_at: time,
        reason: z.string().nullable(),
      }),
    )
    .meta({ description: 'What was sent, the newest last' }),
});

const path = z.object({ confirmation_id: merchantId });

export const confirmationEndpoints = [
  endpoint({
    method: 'post',
    path: '/confirmations',
    operationId: 'createConfirmation',
    status: 201,
    tag: 'Confirmations',
    summary:
      'Prove that a phone or a mail address is somebody’s own: of a new client, or of one on record who changes it',
    request: {
      // A name that is mistyped would start another confirmation than the one that is meant.
      body: strictBody({
        confirmation_id: orAbsent(confirmationId),
        client_id: orAbsent(merchantId),
        client_name: orAbsent(personName),
        client_mail: orAbsent(mail),
        client_real_phone: orAbsent(personPhone),
        client_iso_residency: orAbsent(country),
        number_type: orAbsent(numberType),
        channel: orAbsent(channel).meta({ description: 'Default: the first step that reaches them' }),
        language: orAbsent(z.enum(LANGUAGES)).meta({ description: "Default: that of the phone's country" }),
      }),
    },
    answer: receipt,
    refusals: [
      'client_not_found',
      'confirmation_closed',
      'channel_unavailable',
      'too_many_sends',
      'pool_exhausted',
      'bundle_mismatch',
      'provider_failed',
      'provider_unavailable',
    ],
    call: (api, { body }) => api.createConfirmation(body),
  }),
  endpoint({
    method: 'get',
    path: '/confirmations',
    operationId: 'listConfirmations',
    tag: 'Confirmations',
    summary: 'List confirmations, newest first',
    request: { query: z.object({ client_id: orAbsent(merchantId), status: orAbsent(status), cursor, limit }) },
    answer: page(summary),
    refusals: [],
    call: (api, { query }) => api.listConfirmations(query),
  }),
  endpoint({
    method: 'get',
    path: '/confirmations/{confirmation_id}',
    operationId: 'getConfirmation',
    tag: 'Confirmations',
    summary: 'Read one confirmation, and what was sent for it',
    request: { path },
    answer: view,
    refusals: ['confirmation_not_found'],
    call: (api, input) => api.getConfirmation(input.path.confirmationId),
  }),
  endpoint({
    method: 'post',
    path: '/confirmations/{confirmation_id}/send',
    operationId: 'sendConfirmation',
    tag: 'Confirmations',
    summary: 'Send a new code or link, which voids those before',
    request: { path, body: z.object({ channel }) },
    answer: receipt,
    refusals: ['confirmation_not_found', 'confirmation_closed', 'channel_unavailable', 'too_many_sends'],
    call: (api, input) => api.sendConfirmation(input.path.confirmationId, input.body),
  }),
  endpoint({
    method: 'post',
    path: '/confirmations/{confirmation_id}/verify',
    operationId: 'verifyConfirmation',
    tag: 'Confirmations',
    summary: 'Check a code that somebody received by text or by call',
    request: { path, body: z.object({ code: z.string().trim().min(1).max(20).meta({ example: '480213' }) }) },
    answer: view,
    refusals: ['confirmation_not_found', 'confirmation_closed', 'code_wrong', 'code_locked'],
    call: (api, input) => api.verifyConfirmation(input.path.confirmationId, input.body),
  }),
  endpoint({
    method: 'post',
    path: '/confirmations/{confirmation_id}/approve',
    operationId: 'approveConfirmation',
    tag: 'Confirmations',
    summary: 'Make it true without a proof; whose phone or mail address is replaced is told',
    request: { path },
    answer: view,
    refusals: ['confirmation_not_found', 'confirmation_closed'],
    call: (api, input) => api.approveConfirmation(input.path.confirmationId),
  }),
  endpoint({
    method: 'post',
    path: '/confirmations/{confirmation_id}/cancel',
    operationId: 'cancelConfirmation',
    tag: 'Confirmations',
    summary: 'End it without effect',
    request: { path },
    answer: view,
    refusals: ['confirmation_not_found', 'confirmation_closed'],
    call: (api, input) => api.cancelConfirmation(input.path.confirmationId),
  }),
] as const;
