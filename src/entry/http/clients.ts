import { z } from 'zod';
import { withoutInvisible } from '../../domain/model/characters.js';
import { REVEAL_REASONS } from '../../domain/model/reveal.js';
import { WRITTEN, writtenNumber } from './earlier-types.js';
import { awaitedConfirmation } from './confirmations.js';
import { endpoint } from './endpoint.js';
import {
  country,
  countryCode,
  cursor,
  e164,
  limit,
  mail,
  merchantId,
  orAbsent,
  orBlank,
  page,
  personName,
  personPhone,
  time,
} from './fields.js';

export const client = z.object({
  client_id: z.string(),
  client_name: z.string(),
  client_mail: z.string(),
  client_real_phone: e164,
  client_proxy_number: e164.nullable(),
  client_iso_residency: orBlank(countryCode),
  client_country_code: z.string().meta({ description: 'Calling code of the real phone', example: '33' }),
  client_last_caller: orBlank(e164),
});

const clientPath = z.object({ client_id: merchantId });

/** A cell that looks empty may hold blanks. */
const proxyNumber = z.preprocess(
  (value) => (typeof value === 'string' ? withoutInvisible(value).trim() : value),
  orAbsent(writtenNumber),
);

const changes = z
  .object({
    client_name: orAbsent(personName),
    client_mail: orAbsent(mail),
    client_real_phone: orAbsent(personPhone),
    client_iso_residency: z.preprocess((value) => (value === '' ? null : value), country.nullable().optional()),
    client_proxy_number: proxyNumber.meta({
      description:
        'The number that they have, which changes nothing, or a free number of the pool, which they get instead',
    }),
  })
  // An empty field is given, and changes nothing.
  .refine((body) => Object.keys(body).length > 0, {
    message:
      'no field to change: send client_name, client_mail, client_real_phone, client_iso_residency or client_proxy_number',
  });

export const clientEndpoints = [
  endpoint({
    method: 'post',
    path: '/clients',
    operationId: 'createClient',
    tag: 'Clients',
    summary: 'Create a client with a number of their own',
    request: {
      body: z.object({
        client_id: merchantId,
        client_name: personName,
        client_mail: mail,
        client_real_phone: personPhone,
        client_iso_residency: orAbsent(country),
      }),
    },
    answer: z.object({ client_id: z.string(), client_proxy_number: e164, confirmation: awaitedConfirmation }),
    refusals: ['client_exists', 'pool_exhausted', 'confirmation_closed', 'channel_unavailable', 'too_many_sends'],
    call: (api, { body }) => api.createClient(body),
  }),
  endpoint({
    method: 'get',
    path: '/clients',
    operationId: 'listClients',
    tag: 'Clients',
    summary: 'List clients, in the order of their ids',
    request: { query: z.object({ cursor, limit }) },
    answer: page(client),
    refusals: [],
    call: (api, { query }) => api.listClients(query),
  }),
  endpoint({
    method: 'get',
    path: '/clients/next-id',
    operationId: 'nextClientId',
    tag: 'Clients',
    summary: 'The number after the largest numeric client id',
    request: {},
    answer: z.object({ next_client_id: z.int() }),
    refusals: [],
    call: (api) => api.nextClientId(),
  }),
  endpoint({
    method: 'get',
    path: '/clients/by-proxy/{proxy}',
    operationId: 'getClientByProxy',
    tag: 'Clients',
    summary: 'Find the client that a proxy number is assigned to',
    request: { path: z.object({ proxy: z.string().meta({ description: WRITTEN, example: '+33639981234' }) }) },
    answer: client,
    refusals: ['client_not_found'],
    call: (api, { path }) => api.getClientByProxy(path.proxy),
  }),
  endpoint({
    method: 'get',
    path: '/clients/{client_id}',
    operationId: 'getClient',
    tag: 'Clients',
    summary: 'Read one client',
    request: { path: clientPath },
    answer: client,
    refusals: ['client_not_found'],
    call: (api, { path }) => api.getClient(path.clientId),
  }),
  endpoint({
    method: 'post',
    path: '/clients/{client_id}/reveal',
    operationId: 'revealClient',
    tag: 'Clients',
    summary: 'Show one client in clear, for a reason, to a role that sees clients masked',
    request: { path: clientPath, body: z.object({ reason: z.enum(REVEAL_REASONS) }) },
    answer: client,
    refusals: ['client_not_found'],
    call: (api, { path, body }) => api.revealClient(path.clientId, body),
  }),
  endpoint({
    method: 'put',
    path: '/clients/{client_id}',
    operationId: 'updateClient',
    tag: 'Clients',
    summary: 'Change some fields; live sessions use a new real phone immediately',
    request: { path: clientPath, body: changes },
    answer: client,
    refusals: ['client_not_found', 'client_mismatch', 'number_state'],
    call: (api, { path, body }) => api.updateClient(path.clientId, body),
  }),
  endpoint({
    method: 'delete',
    path: '/clients/{client_id}',
    operationId: 'eraseClient',
    tag: 'Clients',
    summary: 'Erase personal data, close orders and sessions, quarantine the number',
    request: { path: clientPath },
    answer: z.object({
      client_id: z.string(),
      erased_at: time,
      orders_closed: z.int(),
      sessions_closed: z.int(),
      quarantined_number: e164.nullable(),
      quarantined_until: time.nullable(),
    }),
    refusals: ['client_not_found'],
    call: (api, { path }) => api.eraseClient(path.clientId),
  }),
] as const;
