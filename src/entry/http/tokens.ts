import { z } from 'zod';
import { ROLES } from '../../domain/model/role.js';
import { endpoint } from './endpoint.js';
import { NO_QUERY, orAbsent, strictBody, time } from './fields.js';

const token = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  created_at: time,
  expires_at: time.nullable(),
  last_used_at: time.nullable().meta({ description: 'Written once an hour at most' }),
});

export const tokenEndpoints = [
  endpoint({
    method: 'post',
    path: '/tokens',
    operationId: 'createToken',
    tag: 'Tokens',
    summary: 'Create a token for this API. It is shown once',
    request: {
      // What is not known may be an end that was to be set.
      body: strictBody({
        name: z.string().trim().min(1).max(60).meta({
          description: 'Of a program or a place, and nothing personal: it is in the log. Unique',
          example: 'web shop',
        }),
        role: z.enum(ROLES),
        expires_at: orAbsent(time).meta({ description: 'Within ten years. Default: it does not expire' }),
      }),
      query: NO_QUERY,
    },
    answer: token.extend({ token: z.string().meta({ description: 'The secret. What is kept of it is a digest' }) }),
    refusals: [],
    call: (api, { body }) => api.createToken(body),
  }),
  endpoint({
    method: 'get',
    path: '/tokens',
    operationId: 'listTokens',
    tag: 'Tokens',
    summary: 'List the tokens that were created here, without their secrets',
    request: {},
    answer: z.object({
      tokens: z.array(token),
      ignored: z
        .array(z.object({ id: z.string(), name: z.string() }))
        .meta({ description: 'Records that somebody else than ProxyCall wrote or changed. Revoke them' }),
    }),
    refusals: [],
    call: (api) => api.listTokens(),
  }),
  endpoint({
    method: 'delete',
    path: '/tokens/{token_id}',
    operationId: 'revokeToken',
    tag: 'Tokens',
    summary: 'Revoke a token: within five seconds no instance accepts it any more',
    request: { path: z.object({ token_id: z.string().min(1).max(200) }) },
    answer: z.object({ id: z.string() }),
    refusals: ['token_not_found'],
    call: (api, { path }) => api.revokeToken(path.tokenId),
  }),
] as const;
