import { z } from 'zod';
import { NUMBER_STATUSES, NUMBER_TYPES } from '../../domain/model/proxy-number.js';
import { LARGEST_PURCHASE } from '../../domain/model/settings.js';
import { anyCaseStatus, anyCaseType, clearYesOrNo, typeOrAll, wholeNumber, yesOrNo } from './earlier-types.js';
import { endpoint } from './endpoint.js';
import {
  country,
  countryCode,
  e164,
  idempotencyKey,
  merchantId,
  numberFaults,
  numberType,
  orAbsent,
  phoneNumber,
  spending,
} from './fields.js';

// A field that is given has a value: an empty batch size does not mean one number.
const provision = spending({
  country_iso: country,
  batch_size: wholeNumber(1, LARGEST_PURCHASE).default(1),
  number_type: anyCaseType.default('mobile'),
  require_sms_capability: yesOrNo.default(true),
  require_voice_capability: yesOrNo.default(true),
  candidates_limit: wholeNumber(1, 200).default(10),
});

/** Earlier programs send the name of the client, twice. The number is labelled with the client's id. */
const unused = z.unknown().optional().meta({ description: 'Accepted and ignored' });

const assignment = z.object({
  client_id: merchantId,
  country_iso: orAbsent(country).meta({ description: "Default: the client's country, as for an order" }),
  number_type: orAbsent(anyCaseType),
  buy: orAbsent(clearYesOrNo).meta({ description: 'true: buy numbers when none is free. Default: false' }),
  client_name: unused,
  friendly_name: unused,
});

/** As in `spending`. A request that buys nothing may say more about the client than is asked. */
function onlyKnownWhenBuying(body: unknown, ctx: z.RefinementCtx): unknown {
  const mayBuy = assignment.pick({ buy: true }).safeParse(body).data?.buy === true;
  const strict = spending(assignment.shape).body.safeParse(body);
  const unknown = strict.error?.issues.find(({ code }) => code === 'unrecognized_keys');
  if (mayBuy && unknown !== undefined) ctx.addIssue({ code: 'custom', message: unknown.message });
  return body;
}

const numbers = z.array(phoneNumber).min(1).max(1000);

export const poolEndpoints = [
  endpoint({
    method: 'get',
    path: '/pool/available',
    operationId: 'listAvailableNumbers',
    tag: 'Pool',
    summary: 'Numbers that may be given to a client',
    request: {
      query: z.object({
        country_iso: country,
        number_type: typeOrAll.optional().meta({ description: 'Default all. national includes local numbers' }),
      }),
    },
    answer: z.object({
      country_iso: countryCode,
      number_type: z.enum(['all', ...NUMBER_TYPES]),
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
    path: '/pool/provision',
    operationId: 'provisionNumbers',
    tag: 'Pool',
    summary: 'Buy numbers for the pool',
    request: { headers: idempotencyKey, ...provision },
    answer: z.object({
      country_iso: countryCode,
      batch_size: z.int(),
      number_type: numberType,
      require_sms_capability: z.boolean(),
      require_voice_capability: z.boolean(),
      candidates_limit: z.int(),
      purchased_now: z.array(e164),
      failed: z.array(z.object({ code: z.string(), reason: z.string() })).meta({
        description: 'Why fewer numbers were bought, in the words of the provider',
      }),
    }),
    refusals: [
      'pool_exhausted',
      'bundle_mismatch',
      'provider_failed',
      'provider_unavailable',
      'idempotency_key_reused',
      'conflict',
    ],
    call: (api, { body, headers }) => api.provisionNumbers(body, { idempotencyKey: headers['idempotency-key'] }),
  }),
  endpoint({
    method: 'post',
    path: '/pool/sync',
    operationId: 'syncPool',
    tag: 'Pool',
    summary: 'Add rented numbers that the pool lacks, and finish interrupted purchases and releases',
    request: {
      body: z
        .union([yesOrNo, z.object({ apply: orAbsent(yesOrNo) })], {
          error: 'the body must be true, false, or an object such as {"apply": false}',
        })
        .nullish()
        .transform((body) => ({ apply: (typeof body === 'boolean' ? body : body?.apply) ?? true }))
        .meta({ description: '`true` or `false` alone is read as `apply`' }),
    },
    answer: z.object({
      missing_numbers: z.array(e164).meta({ description: 'Rented at the provider, but not in the pool before' }),
      added_numbers: z.array(e164),
      lost_numbers: z.array(e164).meta({ description: 'In the pool, but not rented at the provider' }),
      total_twilio: z.int(),
      total_sheet: z.int().meta({ description: 'Numbers in the pool, whatever the store' }),
    }),
    refusals: ['provider_failed', 'provider_unavailable'],
    call: (api, { body }) => api.syncPool(body),
  }),
  endpoint({
    method: 'post',
    path: '/pool/fix-webhooks',
    operationId: 'fixWebhooks',
    tag: 'Pool',
    summary: 'Find the numbers whose webhooks do not point to this service, and fix them',
    request: {
      body: z
        .object({
          dry_run: orAbsent(yesOrNo),
          only_country: orAbsent(country),
          only_status: orAbsent(anyCaseStatus),
          fix_sms: orAbsent(yesOrNo),
        })
        .nullish()
        .transform((body) => ({
          dry_run: body?.dry_run ?? true,
          only_country: body?.only_country,
          only_status: body?.only_status,
          fix_sms: body?.fix_sms ?? true,
        })),
    },
    answer: z.object({
      dry_run: z.boolean(),
      target_voice_url: z.string(),
      target_sms_url: z.string(),
      checked: z.int(),
      need_fix_voice: z.array(z.object({ phone_number: e164, current_voice_url: z.string() })),
      fixed_voice: z.array(e164),
      need_fix_sms: z.array(z.object({ phone_number: e164, current_sms_url: z.string() })),
      fixed_sms: z.array(e164),
      not_found_on_twilio: z.array(e164),
      errors: z.array(z.object({ phone_number: e164, err: z.string() })),
    }),
    refusals: ['provider_failed', 'provider_unavailable'],
    call: (api, { body }) => api.fixWebhooks(body),
  }),
  endpoint({
    method: 'post',
    path: '/pool/share',
    operationId: 'shareNumbers',
    tag: 'Pool',
    summary: 'Make available numbers shared, for orders with a known courier, or unused shared numbers available again',
    request: {
      body: z.object({
        numbers,
        shared: orAbsent(z.boolean()).meta({
          description: 'Default: true. false makes shared numbers available again',
        }),
      }),
    },
    answer: z.object({ shared: z.boolean(), changed: z.array(e164), kept: numberFaults }),
    refusals: [],
    call: (api, { body }) => api.shareNumbers({ ...body, shared: body.shared ?? true }),
  }),
  endpoint({
    method: 'post',
    path: '/pool/assign',
    operationId: 'assignNumber',
    tag: 'Pool',
    summary: 'Assign a number of the pool to a client; a client who has one keeps it',
    request: {
      body: z.preprocess(onlyKnownWhenBuying, assignment),
    },
    answer: z.object({ client_id: z.string(), proxy: e164 }),
    refusals: [
      'client_not_found',
      'number_state',
      'pool_empty',
      'pool_exhausted',
      'bundle_mismatch',
      'provider_failed',
      'provider_unavailable',
    ],
    call: (api, { body: { clientId, countryIso, numberType = 'mobile', buy } }) =>
      api.assignNumber({ clientId, countryIso, numberType, buy }),
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
          shared: z.int(),
          reserved: z.int(),
          quarantined: z.int(),
          held: z.int(),
          error: z.int(),
        }),
      ),
    }),
    refusals: [],
    call: (api) => api.poolStats(),
  }),
] as const;
