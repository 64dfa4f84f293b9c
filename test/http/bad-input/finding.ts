import { LEAK, invalid, type BadRequest } from './bad-request.js';

const search = (body: unknown) => ['POST', '/search', body] as const;

/** Searches, counts, the list of numbers, the end of a session and the set-up. */
export const finding: readonly BadRequest[] = [
  { what: 'no text', request: search({}), ...invalid, fields: ['/text'] },
  { what: 'an empty text', request: search({ text: '' }), ...invalid, fields: ['/text'] },
  { what: 'a blank text', request: search({ text: ' \u200b' }), ...invalid, fields: ['/text'] },
  { what: 'a long text', request: search({ text: `${LEAK}${'x'.repeat(100)}` }), ...invalid, fields: ['/text'] },
  { what: 'a number', request: search({ text: 639987766 }), ...invalid, fields: ['/text'] },
  { what: 'a masked text', request: search({ text: '+336••••••66' }), ...invalid, fields: ['/text'] },
  {
    what: 'times that are none',
    request: ['GET', `/interactions/counts?from=${LEAK}&until=now`],
    ...invalid,
    fields: ['/from', '/until'],
  },
  {
    what: 'an end before the beginning',
    request: ['GET', '/interactions/counts?from=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z'],
    ...invalid,
    fields: ['/from'],
  },
  {
    what: 'more than 31 days',
    request: ['GET', '/interactions/counts?from=2026-01-01T00:00:00Z&until=2026-02-01T00:00:00.001Z'],
    ...invalid,
    fields: ['/from'],
  },
  {
    what: 'filters that are none',
    request: ['GET', `/interactions?outcome=${LEAK}&channel=leak@shop&direction=up`],
    ...invalid,
    fields: ['/outcome', '/channel', '/direction'],
  },
  {
    what: 'filters that are none',
    request: ['GET', `/pool/numbers?country_iso=${LEAK}&number_type=x&status=released`],
    ...invalid,
    fields: ['/country_iso', '/number_type', '/status'],
  },
  ...['x', '639987766', 'nonce.', '.1234', 'nonce.12345678901234567', `${LEAK}.1`].slice(0, 5).map((cursor) => ({
    what: `the cursor ${cursor}`,
    request: ['GET', `/pool/numbers?cursor=${cursor}`] as const,
    ...invalid,
    fields: ['/cursor'],
  })),
  { what: 'neither yes nor no', request: ['GET', `/setup?fresh=${LEAK}`], ...invalid, fields: ['/fresh'] },
  {
    what: 'an end that is no time',
    request: ['POST', '/orders/O-1/extend', { expires_at: LEAK }],
    ...invalid,
    fields: ['/expires_at'],
  },
  { what: 'no end', request: ['POST', '/orders/O-1/extend', {}], ...invalid, fields: ['/expires_at'] },
  {
    what: 'an unknown order',
    request: ['POST', '/orders/none/extend', { expires_at: '2030-01-31T18:00:00Z' }],
    status: 404,
    code: 'order_not_found',
  },
  {
    what: 'an order without a courier',
    request: ['POST', '/orders/O-1/extend', { expires_at: '2030-01-31T18:00:00Z' }],
    status: 409,
    code: 'order_conflict',
  },
];
