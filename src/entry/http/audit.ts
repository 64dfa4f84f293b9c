import { z } from 'zod';
import { AUDIT_KINDS } from '../../domain/model/audit-names.js';
import { AUDIT_PROBLEMS } from '../../domain/model/audit-verify.js';
import { REVEAL_REASONS } from '../../domain/model/reveal.js';
import { endpoint } from './endpoint.js';
import { cursor, limit, orAbsent, page, time } from './fields.js';

const entry = z.object({
  id: z.string(),
  at: time,
  actor: z.string().meta({ description: 'Who: the name of a token', example: 'env:3fa2c1' }),
  action: z.string().meta({ description: 'The operation', example: 'createOrder' }),
  outcome: z.enum(['done', 'refused']),
  records: z.array(z.string().meta({ example: 'order:O-1001' })),
  reason: z.enum(REVEAL_REASONS).nullable().meta({ description: 'Why data was shown in clear' }),
  address: z.string().nullable().meta({ description: 'A prefix: /24 of IPv4, /48 of IPv6', example: '203.0.113.0/24' }),
  request_id: z.string().nullable(),
  seal: z.int().nullable().meta({ description: 'The seal that covers it' }),
  is_genuine: z.boolean().meta({ description: 'False when somebody else wrote or changed it' }),
});

export const auditEndpoints = [
  endpoint({
    method: 'get',
    path: '/audit',
    operationId: 'listAudit',
    tag: 'Audit',
    summary: 'The audit trail: who changed what, newest first, without personal data',
    request: {
      query: z.object({
        from: orAbsent(time),
        until: orAbsent(time),
        actor: orAbsent(z.string().max(200)),
        record_kind: orAbsent(z.enum(AUDIT_KINDS)),
        record_id: orAbsent(z.string().max(200)),
        cursor,
        limit,
      }),
    },
    answer: page(entry),
    refusals: [],
    call: (api, { query }) => api.listAudit(query),
  }),
  endpoint({
    method: 'get',
    path: '/audit/verify',
    operationId: 'verifyAudit',
    tag: 'Audit',
    summary: 'Whether entries of the audit trail were changed, added or deleted',
    request: {
      query: z.object({
        head: orAbsent(z.string().max(100)).meta({
          description: 'A head of the chain from the log',
          example: '12:Xk3fQ2',
        }),
      }),
    },
    answer: z.object({
      verified_at: time,
      head: z.string().nullable(),
      entries: z.int(),
      unsealed: z.int(),
      seals: z.int(),
      problems: z.array(
        z.object({ problem: z.enum(AUDIT_PROBLEMS), entry_id: z.string().nullable(), sequence: z.int().nullable() }),
      ),
      problem_count: z.int(),
    }),
    refusals: [],
    call: (api, { query }) => api.verifyAudit(query),
  }),
] as const;
