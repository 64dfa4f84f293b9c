import { invalid, type BadRequest } from './bad-request.js';

const weekly = (week: string) => ['GET', `/reports/weekly?week=${week}`] as const;

export const reports: readonly BadRequest[] = [
  { what: 'a day', request: weekly('2026-03-16'), ...invalid, fields: ['/week'] },
  { what: 'a week that its year has not', request: weekly('2025-W53'), ...invalid, fields: ['/week'] },
  { what: 'week 0', request: weekly('2026-W00'), ...invalid, fields: ['/week'] },
  { what: 'a week that has not begun', request: weekly('2999-W01'), ...invalid, fields: ['/week'] },
  { what: 'two weeks', request: weekly('2026-W12&week=2026-W13'), ...invalid, fields: ['/week'] },
  { what: 'personal data', request: weekly('leak@shop.example'), ...invalid, fields: ['/week'] },
];
