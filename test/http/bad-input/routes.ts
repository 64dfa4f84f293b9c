import type { BadRequest } from './bad-request.js';

export const routes: readonly BadRequest[] = [
  { what: 'an unknown route', request: ['GET', '/nothing/+33639987766'], status: 404, code: 'route_not_found' },
  { what: 'an unknown method', request: ['PATCH', '/orders'], status: 405, code: 'method_not_allowed' },
  {
    what: 'no token',
    request: ['GET', '/pool/stats', undefined, { authorization: '' }],
    status: 401,
    code: 'unauthorized',
  },
  {
    what: 'another scheme',
    request: ['GET', '/pool/stats', undefined, { authorization: 'Basic topsecret' }],
    status: 401,
    code: 'unauthorized',
  },
  {
    what: 'a wrong token',
    request: ['GET', '/pool/stats', undefined, { authorization: 'Bearer topsecret' }],
    status: 403,
    code: 'forbidden',
  },
];
