import { z } from 'zod';
import { writtenNumbers, yesOrNo } from './earlier-types.js';
import { endpoint } from './endpoint.js';
import { e164, orAbsent } from './fields.js';

const faults = z.array(z.object({ phone_number: z.string().meta({ example: '+33639981234' }), reason: z.string() }));
const releaseReport = z.object({
  released: z.array(e164).meta({ description: 'Given back to the provider and removed from the pool' }),
  removed: z.array(e164).meta({ description: 'Removed from the pool; the provider no longer had them' }),
  kept: faults,
  failed: faults,
  not_found: z.array(z.string()).meta({ description: 'Entries that are no number of the pool, as they were sent' }),
});

export const releaseEndpoints = [
  endpoint({
    method: 'post',
    path: '/pool/purge-sans-sms',
    operationId: 'purgeWithoutSms',
    tag: 'Pool',
    summary: 'Give back the numbers without SMS, except those in use',
    request: {
      body: z
        .object({ numbers: orAbsent(writtenNumbers), dry_run: orAbsent(yesOrNo) })
        .nullish()
        .transform((body) => ({ numbers: body?.numbers, dry_run: body?.dry_run ?? false })),
    },
    answer: releaseReport.extend({ dry_run: z.boolean(), checked: z.int() }),
    refusals: ['provider_failed', 'provider_unavailable'],
    call: (api, { body }) => api.purgeWithoutSms(body),
  }),
  endpoint({
    method: 'post',
    path: '/pool/release',
    operationId: 'releaseNumbers',
    tag: 'Pool',
    summary: 'Give numbers back to the provider',
    request: {
      body: z.object({
        numbers: writtenNumbers,
        force: orAbsent(yesOrNo).meta({ description: 'Also numbers that are assigned: their clients lose them' }),
      }),
    },
    answer: releaseReport,
    refusals: ['provider_failed'],
    call: (api, { body }) => api.releaseNumbers({ ...body, force: body.force ?? false }),
  }),
] as const;
