import { anOrderBody } from '../../support.js';
import { LEAK, invalid, type BadRequest } from './bad-request.js';

const client = (fields: object) => ['POST', '/clients', anOrderBody(50, fields)] as const;

export const clients: readonly BadRequest[] = [
  {
    what: 'an empty object',
    request: ['POST', '/clients', {}],
    ...invalid,
    fields: ['/client_id', '/client_name', '/client_mail', '/client_real_phone'],
  },
  {
    what: 'a phone with spaces',
    request: client({ client_real_phone: LEAK }),
    ...invalid,
    fields: ['/client_real_phone'],
  },
  { what: 'a client that exists', request: ['POST', '/clients', anOrderBody(1)], status: 409, code: 'client_exists' },
  { what: 'nothing to change', request: ['PUT', '/clients/1', {}], ...invalid, fields: [''] },
  { what: 'only unknown fields', request: ['PUT', '/clients/1', { phone: LEAK }], ...invalid, fields: [''] },
  {
    what: 'a phone with spaces',
    request: ['PUT', '/clients/1', { client_real_phone: LEAK }],
    ...invalid,
    fields: ['/client_real_phone'],
  },
  {
    what: 'a premium-rate phone',
    request: ['PUT', '/clients/1', { client_real_phone: '+33899123456' }],
    ...invalid,
    fields: ['/client_real_phone'],
  },
  {
    what: 'a bad mail',
    request: ['PUT', '/clients/1', { client_mail: 'leak@shop' }],
    ...invalid,
    fields: ['/client_mail'],
  },
  {
    what: 'an unknown client',
    request: ['PUT', '/clients/none', { client_name: 'x' }],
    status: 404,
    code: 'client_not_found',
  },
  { what: 'an unknown client', request: ['DELETE', '/clients/none'], status: 404, code: 'client_not_found' },
  { what: 'an unknown client', request: ['GET', '/clients/none'], status: 404, code: 'client_not_found' },
  {
    what: 'a proxy that is not a number',
    request: ['GET', '/clients/by-proxy/topsecret'],
    status: 404,
    code: 'client_not_found',
  },
  {
    what: 'an unknown proxy',
    request: ['GET', '/clients/by-proxy/+33639987766'],
    status: 404,
    code: 'client_not_found',
  },
  { what: 'a broken escape', request: ['GET', '/clients/%E0%A4%A'], status: 400, code: 'malformed_request' },
];
