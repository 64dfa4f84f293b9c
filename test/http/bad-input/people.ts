import { LEAK, invalid, type BadRequest } from './bad-request.js';

export const people: readonly BadRequest[] = ['export', 'erase'].flatMap((what): BadRequest[] => {
  const path = `/people/${what}`;
  return [
    { what: 'no body', request: ['POST', path], ...invalid, fields: [''] },
    { what: 'an empty object', request: ['POST', path, {}], ...invalid, fields: ['/phone'] },
    { what: 'a phone with spaces', request: ['POST', path, { phone: LEAK }], ...invalid, fields: ['/phone'] },
    { what: 'a phone as a fraction', request: ['POST', path, { phone: 639987766.5 }], ...invalid, fields: ['/phone'] },
    { what: 'no phone', request: ['POST', path, { phone: null }], ...invalid, fields: ['/phone'] },
    { what: 'a list of phones', request: ['POST', path, { phone: ['+33639987766'] }], ...invalid, fields: ['/phone'] },
    { what: 'a word', request: ['POST', path, { phone: 'topsecret' }], ...invalid, fields: ['/phone'] },
    {
      what: 'a phone in the address',
      request: ['POST', `${path}?phone=639987766`, {}],
      ...invalid,
      fields: ['/phone'],
    },
    { what: 'another method', request: ['GET', path], status: 405, code: 'method_not_allowed' },
  ];
});
