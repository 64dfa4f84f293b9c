import { invalid, LEAK, type BadRequest } from './bad-request.js';

const create = (fields: object) => ['POST', '/confirmations', fields] as const;
const earlier = (fields: object) =>
  [
    'POST',
    '/confirmations/create',
    {
      ...{ pending_id: 'P-1', client_name: 'Ada', client_mail: 'ada@shop.example' },
      client_real_phone: '+33639981234',
      ...fields,
    },
  ] as const;
const unknown = { status: 404, code: 'confirmation_not_found' } as const;

export const confirmations: readonly BadRequest[] = [
  {
    what: 'an id that is a route',
    request: create({ confirmation_id: 'status' }),
    ...invalid,
    fields: ['/confirmation_id'],
  },
  { what: 'a name with a line break', request: create({ client_name: 'A\nB' }), ...invalid, fields: ['/client_name'] },
  {
    what: 'no mail, no phone, no channel and no language',
    request: create({ client_mail: 'leak@shop', client_real_phone: LEAK, channel: 'topsecret', language: 'xx' }),
    ...invalid,
    fields: ['/client_mail', '/client_real_phone', '/channel', '/language'],
  },
  { what: 'a field that is not known', request: create({ 'leak@shop.example': 1 }), ...invalid, fields: [''] },
  { what: 'a list', request: ['POST', '/confirmations', []], ...invalid, fields: [''] },
  { what: 'an unknown status', request: ['GET', '/confirmations?status=open'], ...invalid, fields: ['/status'] },
  { what: 'an unknown confirmation', request: ['GET', '/confirmations/none'], ...unknown },
  {
    what: 'a channel that is none',
    request: ['POST', '/confirmations/none/send', { channel: 'fax' }],
    ...invalid,
    fields: ['/channel'],
  },
  { what: 'an unknown confirmation', request: ['POST', '/confirmations/none/send', { channel: 'sms' }], ...unknown },
  { what: 'no code', request: ['POST', '/confirmations/none/verify', {}], ...invalid, fields: ['/code'] },
  { what: 'an unknown confirmation', request: ['POST', '/confirmations/none/verify', { code: '480213' }], ...unknown },
  { what: 'an unknown confirmation', request: ['POST', '/confirmations/none/approve'], ...unknown },
  { what: 'an unknown confirmation', request: ['POST', '/confirmations/none/cancel'], ...unknown },
  {
    what: 'an empty object',
    request: ['POST', '/confirmations/create', {}],
    ...invalid,
    fields: ['/pending_id', '/client_name', '/client_mail', '/client_real_phone'],
  },
  { what: 'no type of number', request: earlier({ number_type: 'topsecret' }), ...invalid, fields: ['/number_type'] },
  { what: 'no country', request: earlier({ country_iso: 'XX' }), ...invalid, fields: ['/country_iso'] },
  { what: 'no id', request: ['GET', '/confirmations/status'], ...invalid, fields: ['/pending_id'] },
  { what: 'an unknown confirmation', request: ['GET', '/confirmations/status?pending_id=none'], ...unknown },
  {
    what: 'no id, and a channel that is none',
    request: ['POST', '/confirmations/resend', { channel: 'fax' }],
    ...invalid,
    fields: ['/pending_id', '/channel'],
  },
  {
    what: 'hours that are none',
    request: ['POST', '/confirmations/expire', 'topsecret'],
    status: 400,
    code: 'malformed_request',
  },
  { what: 'too many hours', request: ['POST', '/confirmations/expire', 8761], ...invalid, fields: [''] },
];
