import { COURIER } from '../../support.js';
import { LEAK, invalid, type BadRequest } from './bad-request.js';

export const calls: readonly BadRequest[] = [
  { what: 'a time that is none', request: ['GET', '/interactions?from=yesterday'], ...invalid, fields: ['/from'] },
  {
    what: 'interactions of an unknown order',
    request: ['GET', '/interactions?order_id=none'],
    status: 404,
    code: 'order_not_found',
  },
  {
    what: 'a call to no number',
    request: ['POST', '/calls/simulate', { from: COURIER, to: LEAK }],
    ...invalid,
    fields: ['/to'],
  },
  { what: 'a call without numbers', request: ['POST', '/calls/simulate', {}], ...invalid, fields: ['/to', '/from'] },
];
