import type { Page } from '../view.js';
import { auditPage } from './audit.js';
import { callsPage } from './calls.js';
import { ordersPage } from './orders.js';
import { planCurve, planPage } from './plan.js';
import { poolPage } from './pool.js';
import { reportsPage } from './reports.js';
import { tokensPage } from './tokens.js';

/** All pages. The first of a section is the one that the navigation shows. */
export const PAGES: readonly Page[] = [
  // One line each.
  ordersPage,
  callsPage,
  poolPage,
  planPage,
  planCurve,
  reportsPage,
  tokensPage,
  auditPage,
];
