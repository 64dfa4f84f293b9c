import { invalid, type BadRequest } from './bad-request.js';

const token = (fields: object) => ['POST', '/tokens', { name: 'web shop', role: 'shop', ...fields }] as const;

export const tokens: readonly BadRequest[] = [
  { what: 'an empty object', request: ['POST', '/tokens', {}], ...invalid, fields: ['/name', '/role'] },
  { what: 'an unknown role', request: token({ role: 'root' }), ...invalid, fields: ['/role'] },
  { what: 'a mail as its name', request: token({ name: 'leak@shop.example' }), ...invalid, fields: ['/name'] },
  { what: 'a phone as its name', request: token({ name: '06 39 98 77 66' }), ...invalid, fields: ['/name'] },
  { what: 'the name of a part of ProxyCall', request: token({ name: 'CLI' }), ...invalid, fields: ['/name'] },
  {
    what: 'the name of a token of the environment',
    request: token({ name: 'env:0a1b2c' }),
    ...invalid,
    fields: ['/name'],
  },
  { what: 'a name of 61 letters', request: token({ name: 'x'.repeat(61) }), ...invalid, fields: ['/name'] },
  {
    what: 'an end in the past',
    request: token({ expires_at: '2020-01-01T00:00:00Z' }),
    ...invalid,
    fields: ['/expires_at'],
  },
  {
    what: 'an end in a hundred years',
    request: token({ expires_at: '2126-01-01T00:00:00Z' }),
    ...invalid,
    fields: ['/expires_at'],
  },
  { what: 'no time as its end', request: token({ expires_at: 'tomorrow' }), ...invalid, fields: ['/expires_at'] },
  {
    what: 'an end in a field of another name',
    request: token({ expiresAt: '2030-01-01T00:00:00Z' }),
    ...invalid,
    fields: [''],
  },
  {
    what: 'an end in the address',
    request: ['POST', '/tokens?expires_at=2030-01-01T00:00:00Z', { name: 'web shop', role: 'shop' }],
    ...invalid,
    fields: [''],
  },
  {
    what: 'an end without a zone',
    request: token({ expires_at: '2030-01-01T00:00:00' }),
    ...invalid,
    fields: ['/expires_at'],
  },
  { what: 'an unknown token', request: ['DELETE', '/tokens/none'], status: 404, code: 'token_not_found' },
  { what: 'no reason', request: ['POST', '/clients/1/reveal', {}], ...invalid, fields: ['/reason'] },
  {
    what: 'another reason',
    request: ['POST', '/clients/1/reveal', { reason: 'leak' }],
    ...invalid,
    fields: ['/reason'],
  },
  { what: 'no reason', request: ['POST', '/orders/O-1/reveal', {}], ...invalid, fields: ['/reason'] },
  {
    what: 'an unknown order',
    request: ['POST', '/orders/none/reveal', { reason: 'complaint' }],
    status: 404,
    code: 'order_not_found',
  },
  {
    what: 'an unknown client',
    request: ['POST', '/clients/none/reveal', { reason: 'complaint' }],
    status: 404,
    code: 'client_not_found',
  },
  // What was masked, sent back.
  {
    what: 'a masked name',
    request: ['PUT', '/clients/1', { client_name: 'A•••' }],
    ...invalid,
    fields: ['/client_name'],
  },
  {
    what: 'a masked mail',
    request: ['PUT', '/clients/1', { client_mail: 'a•••@•••' }],
    ...invalid,
    fields: ['/client_mail'],
  },
  {
    what: 'a masked phone',
    request: ['PUT', '/clients/1', { client_real_phone: '+336••••••54' }],
    ...invalid,
    fields: ['/client_real_phone'],
  },
  {
    what: 'a masked proxy number',
    request: ['PUT', '/clients/1', { client_proxy_number: '+336••••••54' }],
    ...invalid,
    fields: ['/client_proxy_number'],
  },
  {
    what: 'a masked caller, who withholds no number',
    request: ['POST', '/calls/simulate', { from: '+336••••••54', to: '+33639980000' }],
    ...invalid,
    fields: ['/from'],
  },
  {
    what: 'a masked name in place of an id',
    request: ['GET', `/clients/${encodeURIComponent('A•')}`],
    ...invalid,
    fields: ['/client_id'],
  },
  {
    what: 'a masked number in the address',
    request: ['GET', `/clients/by-proxy/${encodeURIComponent('+336••••••54')}`],
    ...invalid,
    fields: ['/proxy'],
  },
  {
    what: 'a masked id in the query',
    request: ['GET', `/interactions?order_id=${encodeURIComponent('O-•')}`],
    ...invalid,
    fields: ['/order_id'],
  },
  {
    what: 'what is masked in a field that is not known, whose name is not repeated',
    request: ['POST', '/orders', { 'leak@shop.example': ['A•••'] }],
    ...invalid,
    fields: [''],
  },
  {
    what: 'masked numbers',
    request: ['POST', '/pool/release', { numbers: ['+33639989999', '+336••••••54'] }],
    ...invalid,
    fields: ['/numbers/1'],
  },
];
