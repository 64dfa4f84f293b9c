import { LEAK, invalid, type BadRequest } from './bad-request.js';

export const audit: readonly BadRequest[] = [
  { what: 'a time that is not one', request: ['GET', `/audit?from=${LEAK}`], ...invalid, fields: ['/from'] },
  {
    what: 'a kind that is not listed',
    request: ['GET', '/audit?record_kind=lease'],
    ...invalid,
    fields: ['/record_kind'],
  },
  { what: 'an id without a kind', request: ['GET', '/audit?record_id=1'], ...invalid, fields: ['/record_kind'] },
  { what: 'a kind without an id', request: ['GET', '/audit?record_kind=order'], ...invalid, fields: ['/record_id'] },
  { what: 'a head that is none', request: ['GET', '/audit/verify?head=yesterday'], ...invalid, fields: ['/head'] },
];
