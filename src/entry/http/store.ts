import { z } from 'zod';
import { FINDING_KINDS } from '../../domain/model/store-finding.js';
import { endpoint } from './endpoint.js';

export const finding = z.object({
  kind: z.enum(FINDING_KINDS),
  tab: z.string(),
  record: z.string().nullable().meta({ description: 'The id of a record that nobody edits by hand' }),
  row: z.int().nullable().meta({ description: 'Counted from 1' }),
  column: z.string().nullable(),
  cell: z.string().nullable().meta({ description: 'In A1 notation' }),
  problem: z.string().meta({ description: 'For people' }),
});

export const storeEndpoints = [
  endpoint({
    method: 'get',
    path: '/store/findings',
    operationId: 'storeFindings',
    tag: 'Store',
    summary: 'What a person should look at in the records, and where it is',
    request: {},
    answer: z.object({
      findings: z.array(finding).meta({ description: 'Empty for stores in which nobody edits the records by hand' }),
    }),
    refusals: [],
    call: (api) => api.storeFindings(),
  }),
] as const;
