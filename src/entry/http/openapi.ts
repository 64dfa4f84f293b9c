import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { WEBHOOK_PATHS } from '../../adapters/twiml/index.js';
import { version } from '../version.js';
import { auditEndpoints } from './audit.js';
import { clientEndpoints } from './clients.js';
import { confirmationEndpoints } from './confirmations.js';
import { earlierConfirmationEndpoints } from './earlier-confirmations.js';
import type { Endpoint } from './endpoint.js';
import { interactionEndpoints } from './interactions.js';
import { messageEndpoints } from './messages.js';
import { orderEndpoints } from './orders.js';
import { peopleEndpoints } from './people.js';
import { numberEndpoints } from './pool-numbers.js';
import { planEndpoints } from './pool-plan.js';
import { releaseEndpoints } from './pool-release.js';
import { poolEndpoints } from './pool.js';
import { reportEndpoints } from './reports.js';
import { searchEndpoints } from './search.js';
import { setupEndpoints } from './setup.js';
import { tokenEndpoints } from './tokens.js';
import { STATUS_OF, type ProblemCode } from './problem.js';
import { PERMISSIONS, rolesOf } from '../../domain/services/access/permissions.js';
import { storeEndpoints } from './store.js';

export const endpoints: readonly Endpoint[] = [
  ...orderEndpoints,
  ...clientEndpoints,
  // Ahead of those with an id in their path.
  ...earlierConfirmationEndpoints,
  ...confirmationEndpoints,
  ...peopleEndpoints,
  ...poolEndpoints,
  ...numberEndpoints,
  ...releaseEndpoints,
  ...planEndpoints,
  ...interactionEndpoints,
  ...messageEndpoints,
  ...reportEndpoints,
  ...searchEndpoints,
  ...storeEndpoints,
  ...setupEndpoints,
  ...tokenEndpoints,
  ...auditEndpoints,
];

const ANYWHERE: readonly ProblemCode[] = [
  'invalid_request',
  'unauthorized',
  'forbidden',
  'not_allowed',
  'too_many_attempts',
  'store_unavailable',
  'internal',
];

const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'For people' }),
    code: z.string().meta({ description: 'For programs; stable' }),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
    attempts_left: z.int().optional().meta({ description: 'Of `code_wrong`: how many more codes may be tried' }),
    request_id: z.string(),
  })
  .meta({ id: 'Problem' });

/** OpenAPI 3.1, from the schemas that validate the requests. */
export function openApiDocument(): ReturnType<typeof createDocument> {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'ProxyCall',
      version,
      description: "Keeps customers' phone numbers private. Errors are RFC 9457 problem details with a stable `code`.",
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } },
    paths: { ...businessPaths(), ...publicPaths() },
  });
}

function businessPaths(): ZodOpenApiPathsObject {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], [endpoint.method]: operation(endpoint) };
  }
  return paths;
}

function operation(endpoint: Endpoint): ZodOpenApiOperationObject {
  const { method, operationId, earlierName, status = 200, tag, summary, request, answer, refusals } = endpoint;
  const mediaType = 'stream' in endpoint ? 'text/event-stream' : 'application/json';
  const { path, query, headers, body } = request as Record<string, z.ZodObject | undefined>;
  const roles = rolesOf(operationId);
  return {
    operationId: earlierName ?? operationId,
    summary,
    description: describeRoles(operationId),
    // For a scheme without scopes these are the roles that are required (OpenAPI 3.1, Security Requirement Object): one of them.
    security: roles.map((role) => ({ bearer: [role] })),
    'x-roles': Object.fromEntries(roles.map((role) => [role, PERMISSIONS[operationId].roles[role]])),
    tags: [tag],
    requestParams: {
      ...(path === undefined ? {} : { path }),
      ...(query === undefined ? {} : { query }),
      ...(headers === undefined ? {} : { header: headers }),
    },
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: !body.safeParse(undefined).success,
            content: { 'application/json': { schema: body } },
          },
        }),
    responses: {
      [status.toString()]: { description: 'Done', content: { [mediaType]: { schema: answer } } },
      ...problems([...ANYWHERE, ...(method === 'get' ? [] : (['store_refused'] as const)), ...refusals]),
    },
  };
}

/** Who may do it, for people. */
function describeRoles(operationId: Endpoint['operationId']): string {
  const { roles, limits = {} } = PERMISSIONS[operationId];
  const words = rolesOf(operationId).map((role) => {
    const limit = limits[role]?.words;
    return `\`${role}\`${roles[role] === 'masked' ? ' (masked)' : ''}${limit === undefined ? '' : ` (only ${limit})`}`;
  });
  return `Roles: ${words.join(', ')}.`;
}

function problems(codes: readonly ProblemCode[]): ZodOpenApiOperationObject['responses'] {
  const statuses = [...new Set(codes.map((code) => STATUS_OF[code]))];
  return Object.fromEntries(
    statuses.map((status) => [
      status.toString(),
      {
        description: codes.filter((code) => STATUS_OF[code] === status).join(', '),
        content: { 'application/problem+json': { schema: problem } },
      },
    ]),
  );
}

/** Routes without a token: the carrier signs its webhooks, and the health checks reveal nothing. Metrics need one if there is one. */
function publicPaths(): ZodOpenApiPathsObject {
  const webhook = (summary: string, answer: ZodOpenApiOperationObject['responses']) => ({
    post: {
      summary,
      tags: ['Carrier'],
      security: [],
      requestParams: { header: z.object({ 'X-Twilio-Signature': z.string() }) },
      requestBody: { content: { 'application/x-www-form-urlencoded': { schema: z.record(z.string(), z.string()) } } },
      responses: { ...answer, ...problems(['bad_signature']) },
    },
  });
  const twiml = { '200': { description: 'TwiML', content: { 'text/xml': { schema: z.string() } } } };
  const health = (summary: string, ready: ZodOpenApiOperationObject['responses']) => ({
    get: { summary, tags: ['Health'], security: [], responses: ready },
  });
  return {
    [WEBHOOK_PATHS.voice]: webhook('A call comes in', twiml),
    [WEBHOOK_PATHS.voiceEnded]: webhook('A dialled call leg has ended', twiml),
    [WEBHOOK_PATHS.whisper]: webhook('The callee has picked up', twiml),
    [WEBHOOK_PATHS.placed]: webhook('A call that the service placed was answered', twiml),
    [WEBHOOK_PATHS.placedKey]: webhook('A key was pressed in a call that the service placed', twiml),
    [WEBHOOK_PATHS.placedEnded]: webhook('A call that the service placed has ended', {
      '200': { description: 'Acknowledged' },
    }),
    [WEBHOOK_PATHS.sms]: webhook('A text comes in', twiml),
    [WEBHOOK_PATHS.smsStatus]: webhook('The status of a text', { '200': { description: 'Acknowledged' } }),
    ...pagePaths(),
    '/healthz': health('The process answers', { '200': { description: 'Alive' } }),
    '/readyz': health('The store can be reached', {
      '200': { description: 'Ready' },
      '503': { description: 'Not ready: `detail` says what is wrong with the store' },
    }),
    '/metrics': {
      get: {
        summary: 'Metrics for Prometheus',
        tags: ['Health'],
        security: [{}, { bearer: [] }],
        responses: {
          '200': { description: 'The text format of Prometheus' },
          ...problems(['unauthorized', 'forbidden', 'too_many_attempts']),
        },
      },
    },
  };
}

/** Pages for people: whoever opens one has no token. */
function pagePaths(): ZodOpenApiPathsObject {
  const html = (description: string) => ({ description, content: { 'text/html': { schema: z.string() } } });
  const shared = { tags: ['Pages'], security: [] };
  const link = { ...shared, requestParams: { path: z.object({ token: z.string() }) } };
  const form = { content: { 'application/x-www-form-urlencoded': { schema: z.record(z.string(), z.string()) } } };
  const unknown = { '404': html('Nothing is there') };
  return {
    '/c/{token}': {
      get: {
        ...link,
        summary: 'What a link is for; without any effect',
        responses: { '200': html('A page'), ...unknown },
      },
      post: { ...link, summary: 'Use the link, once', responses: { '200': html('A page'), ...unknown } },
    },
    '/activate': {
      get: { ...shared, summary: 'Where customers register', responses: { '200': html('A form'), ...unknown } },
      post: {
        ...shared,
        summary: 'Register, or enter the code',
        requestBody: form,
        responses: {
          '200': html('The form of the code, or the end'),
          ...unknown,
          '410': html('The registration is over'),
          '422': html('The form again, with what is wrong'),
          '429': html('Too many codes'),
        },
      },
    },
    '/confirmations/verify': {
      get: {
        ...shared,
        summary: 'Of the earlier service: says what to do; without any effect',
        responses: { '200': html('A page') },
      },
    },
  };
}
