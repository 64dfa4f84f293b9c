import { z } from 'zod';
import { CHANNELS } from '../../domain/model/confirmation/confirmation.js';
import { numberingFacts, parsePhoneNumber } from '../../domain/model/phone-number.js';
import { typeByPlan } from '../../domain/model/proxy-number.js';
import type { ConfirmationReceipt, ExpiryReport } from '../../ports/proxycall-api.js';
import { confirmationId } from './confirmations.js';
import { EARLIER_STATUSES, earlierStatus } from '../../domain/model/confirmation/earlier-status.js';
import { anyCaseChannel, typeOrAll, wholeNumber } from './earlier-types.js';
import { endpoint } from './endpoint.js';
import { country, e164, mail, merchantId, orAbsent, personName, personPhone } from './fields.js';

// The routes of the earlier service, whose clients keep working. Its `pending_id` is our `confirmation_id`.

/** Of the earlier service: `existant` where nobody gets a number. */
type EarlierType = 'local' | 'mobile' | 'existant';

const DEFAULT_HOURS = 48;
const HOURS = [0, 8760] as const;

export const earlierConfirmationEndpoints = [
  endpoint({
    method: 'post',
    path: '/confirmations/create',
    operationId: 'createConfirmation',
    earlierName: 'earlierCreateConfirmation',
    tag: 'Earlier routes',
    summary: 'Like POST /confirmations, with the fields of the earlier service',
    request: {
      body: z.object({
        pending_id: confirmationId,
        client_name: personName,
        client_mail: mail,
        client_real_phone: personPhone,
        country_iso: orAbsent(country),
        number_type: orAbsent(typeOrAll),
      }),
    },
    answer: z.object({
      pending_id: z.string(),
      proxy_number: e164.nullable(),
      status: z.enum(EARLIER_STATUSES),
      number_type: z.enum(['local', 'mobile', 'existant']),
    }),
    refusals: [
      'confirmation_closed',
      'channel_unavailable',
      'too_many_sends',
      'pool_exhausted',
      'bundle_mismatch',
      'provider_failed',
      'provider_unavailable',
    ],
    async call(api, { body }) {
      const { pendingId, countryIso, numberType, ...contact } = body;
      const receipt = await api.createConfirmation({
        ...contact,
        confirmationId: pendingId,
        clientIsoResidency: countryIso,
        numberType: numberType === 'all' ? undefined : numberType,
      });
      return {
        pendingId: receipt.confirmationId,
        proxyNumber: receipt.clientProxyNumber,
        // Whatever it was sent by; of one that was confirmed meanwhile, as GET /confirmations/status says.
        status: receipt.status === 'pending' ? 'PENDING' : earlierStatus({ ...receipt, proved: [], messages: [] }),
        numberType: earlierType(receipt, numberType),
      };
    },
  }),
  endpoint({
    method: 'get',
    path: '/confirmations/status',
    operationId: 'getConfirmation',
    earlierName: 'earlierConfirmationStatus',
    tag: 'Earlier routes',
    summary: 'The status of a confirmation, in the words of the earlier service',
    request: { query: z.object({ pending_id: merchantId }) },
    answer: z.object({ pending_id: z.string(), status: z.enum(EARLIER_STATUSES) }),
    refusals: ['confirmation_not_found'],
    async call(api, { query }) {
      const view = await api.getConfirmation(query.pendingId);
      return { pendingId: view.confirmationId, status: earlierStatus(view) };
    },
  }),
  endpoint({
    method: 'post',
    path: '/confirmations/resend',
    operationId: 'sendConfirmation',
    earlierName: 'earlierResendConfirmation',
    tag: 'Earlier routes',
    summary: 'Like POST /confirmations/{confirmation_id}/send',
    request: { body: z.object({ pending_id: merchantId, channel: anyCaseChannel }) },
    answer: z.object({ pending_id: z.string(), channel: z.enum(CHANNELS), status: z.literal('sent') }),
    refusals: ['confirmation_not_found', 'confirmation_closed', 'channel_unavailable', 'too_many_sends'],
    async call(api, { body }) {
      const receipt = await api.sendConfirmation(body.pendingId, { channel: body.channel });
      return { pendingId: receipt.confirmationId, channel: receipt.channel, status: 'sent' };
    },
  }),
  endpoint({
    method: 'post',
    path: '/confirmations/expire',
    operationId: 'expireConfirmations',
    tag: 'Earlier routes',
    summary: 'End all confirmations that have waited for longer than so many hours',
    request: {
      body: z
        .union([wholeNumber(...HOURS), z.object({ older_than_hours: wholeNumber(...HOURS) })], {
          error: `the body must be a whole number of hours from ${HOURS[0].toString()} to ${HOURS[1].toString()}`,
        })
        .nullish()
        .transform((body) => ({
          older_than_hours: (typeof body === 'number' ? body : body?.older_than_hours) ?? DEFAULT_HOURS,
        }))
        .meta({ description: `Hours. Default: ${DEFAULT_HOURS.toString()}` }),
    },
    answer: z.object({
      expired: z.array(z.object({ pending_id: z.string(), proxy_number: e164.nullable() })),
      released_total: z.int().meta({ description: 'How many numbers were held for them, and are quarantined now' }),
    }),
    refusals: [],
    call: async (api, { body }) => inEarlierNames(await api.expireConfirmations(body)),
  }),
] as const;

function inEarlierNames({ expired, releasedTotal }: ExpiryReport): object {
  return {
    expired: expired.map((each) => ({ pendingId: each.confirmationId, proxyNumber: each.clientProxyNumber })),
    releasedTotal,
  };
}

/**
 * The type of the number that is held, by its digits. Where they do not say it, as those that are masked or reserved for fiction do not, it
 * is the one that was asked for.
 */
function earlierType({ purpose, clientProxyNumber }: ConfirmationReceipt, wanted = 'mobile'): EarlierType {
  if (purpose !== 'new_client') return 'existant';
  const parsed = parsePhoneNumber(clientProxyNumber ?? '');
  const isTold = parsed.ok && numberingFacts(parsed.number).kind !== undefined;
  const type = isTold ? typeByPlan(parsed.number) : wanted;
  return type === 'mobile' || type === 'all' ? 'mobile' : 'local';
}
