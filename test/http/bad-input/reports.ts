import { invalid, type BadRequest } from './bad-request.js';

const weekly = (week: string) => ['GET', `/reports/weekly?week=${week}`] as const;

const mail = (body: object) => ['POST', '/messages/mail', body] as const;

export const reports: readonly BadRequest[] = [
  { what: 'a day', request: weekly('2026-03-16'), ...invalid, fields: ['/week'] },
  { what: 'a week that its year has not', request: weekly('2025-W53'), ...invalid, fields: ['/week'] },
  { what: 'week 0', request: weekly('2026-W00'), ...invalid, fields: ['/week'] },
  { what: 'a week that has not begun', request: weekly('2999-W01'), ...invalid, fields: ['/week'] },
  { what: 'two weeks', request: weekly('2026-W12&week=2026-W13'), ...invalid, fields: ['/week'] },
  { what: 'personal data', request: weekly('leak@shop.example'), ...invalid, fields: ['/week'] },
  { what: 'an empty object', request: mail({}), ...invalid, fields: ['/client_ids', '/template'] },
  {
    what: 'no clients, and a text of its own',
    request: mail({ client_ids: [], template: 'topsecret' }),
    ...invalid,
    fields: ['/client_ids', '/template'],
  },
  {
    what: 'too many clients',
    request: mail({ client_ids: Array.from({ length: 201 }, (_, index) => index), template: 'number_ready' }),
    ...invalid,
    fields: ['/client_ids'],
  },
  {
    what: 'a text beside the template',
    request: mail({ client_ids: [1], template: 'number_ready', text: 'leak@shop.example' }),
    ...invalid,
    fields: [''],
  },
];
