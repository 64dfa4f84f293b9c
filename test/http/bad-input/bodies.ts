import { invalid, type BadRequest } from './bad-request.js';

export const bodies: readonly BadRequest[] = [
  { what: 'no body', request: ['POST', '/orders'], ...invalid, fields: [''] },
  {
    what: 'broken JSON',
    request: ['POST', '/orders', `{"client_mail":"leak@shop.example"`],
    status: 400,
    code: 'malformed_request',
  },
  { what: 'an array', request: ['POST', '/orders', []], ...invalid, fields: [''] },
  { what: 'a bare string', request: ['POST', '/orders', '"topsecret"'], ...invalid, fields: [''] },
  { what: 'null', request: ['POST', '/orders', 'null'], ...invalid, fields: [''] },
  {
    what: 'a form',
    request: ['POST', '/orders', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }],
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    what: 'text',
    request: ['POST', '/pool/assign', 'topsecret', { 'content-type': 'text/plain' }],
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    what: 'a large body',
    request: ['POST', '/orders', `{"order_id":"${'x'.repeat(70_000)}"}`],
    status: 413,
    code: 'payload_too_large',
  },
  {
    what: 'a large webhook',
    request: [
      'POST',
      '/twilio/voice',
      `Body=${'x'.repeat(70_000)}`,
      { 'content-type': 'application/x-www-form-urlencoded' },
    ],
    status: 413,
    code: 'payload_too_large',
  },
  {
    what: 'an unsigned webhook',
    request: ['POST', '/twilio/sms', 'From=topsecret', { 'content-type': 'application/x-www-form-urlencoded' }],
    status: 403,
    code: 'bad_signature',
  },
  {
    what: 'an unsigned webhook of a whisper',
    request: [
      'POST',
      '/twilio/voice/whisper?interaction=topsecret',
      'From=topsecret',
      { 'content-type': 'application/x-www-form-urlencoded' },
    ],
    status: 403,
    code: 'bad_signature',
  },
];
