import type { Page } from '../view.js';
import { auditPage } from './audit.js';
import { callsPage } from './calls.js';
import { ordersPage } from './orders.js';
import { planCurve, planPage } from './plan.js';
import { poolPage } from './pool.js';
import { reportsPage } from './reports.js';
import { todayPage } from './today/page.js';
import { tokensPage } from './tokens.js';
import { tryPage } from './try/page.js';

/** All pages. The first of a section is the one that the navigation shows. */
export const PAGES: readonly Page[] = [
  ...[todayPage, ordersPage],
  ...[callsPage, poolPage, planPage, planCurve, reportsPage, tokensPage, auditPage],
  tryPage,
];
