import { COURIER } from '../../support.js';
import { LEAK, invalid, type BadRequest } from './bad-request.js';

export const calls: readonly BadRequest[] = [
  { what: 'a time that is not one', request: ['GET', '/interactions?from=yesterday'], ...invalid, fields: ['/from'] },
  {
    what: 'a time that is not one, in a stream',
    request: ['GET', '/interactions/stream?since=yesterday'],
    ...invalid,
    fields: ['/since'],
  },
  {
    what: 'an unknown order',
    request: ['GET', '/interactions?order_id=none'],
    status: 404,
    code: 'order_not_found',
  },
  {
    what: 'a callee that is not a number',
    request: ['POST', '/calls/simulate', { from: COURIER, to: LEAK }],
    ...invalid,
    fields: ['/to'],
  },
  { what: 'an empty object', request: ['POST', '/calls/simulate', {}], ...invalid, fields: ['/to', '/from'] },
];
