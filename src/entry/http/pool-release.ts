import { z } from 'zod';
import { anyCaseStatus, clearYesOrNo, writtenNumbers, yesOrNo } from './earlier-types.js';
import { endpoint } from './endpoint.js';
import { e164, numberFaults, orAbsent, spending } from './fields.js';

const releaseReport = z.object({
  released: z.array(e164).meta({ description: 'Given back to the provider and removed from the pool' }),
  removed: z.array(e164).meta({ description: 'Removed from the pool; the provider no longer had them' }),
  kept: numberFaults,
  failed: numberFaults,
  not_found: z.array(z.string()).meta({ description: 'Entries that are no number of the pool, as they were sent' }),
});

// A field that is given has a value: a list of numbers that a program has failed to make does not mean all numbers.
const purge = spending({ numbers: writtenNumbers.optional(), dry_run: yesOrNo.optional() });
const release = spending({
  numbers: writtenNumbers,
  force: orAbsent(clearYesOrNo).meta({ description: 'Also numbers that are assigned: their clients lose them' }),
  only_status: anyCaseStatus
    .optional()
    .meta({ description: 'Keeps numbers that have another status by then. Default: any status' }),
});

export const releaseEndpoints = [
  endpoint({
    method: 'post',
    path: '/pool/purge-sans-sms',
    operationId: 'purgeWithoutSms',
    tag: 'Pool',
    summary: 'Give back the numbers without SMS, except those in use',
    request: {
      query: purge.query,
      body: purge.body.nullish().transform((body) => ({ numbers: body?.numbers, dry_run: body?.dry_run ?? false })),
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
    request: release,
    answer: releaseReport,
    refusals: ['provider_failed'],
    call: (api, { body }) => api.releaseNumbers({ ...body, force: body.force ?? false }),
  }),
] as const;
