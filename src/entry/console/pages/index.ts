import type { Page } from '../view.js';
import { auditPage } from './audit.js';
import { callsPage } from './calls.js';
import { clientPage } from './clients/client.js';
import { clientsPage } from './clients/clients.js';
import { newClientPage } from './clients/new-client.js';
import { confirmationPage } from './confirmations/confirmation.js';
import { confirmationsPage } from './confirmations/confirmations.js';
import { newOrderPage } from './orders/new-order.js';
import { orderPage } from './orders/order.js';
import { ordersPage } from './orders/orders.js';
import { planCurve, planPage } from './plan.js';
import { poolPage } from './pool.js';
import { reportsPage } from './reports.js';
import { todayPage } from './today/page.js';
import { tokensPage } from './tokens.js';
import { tryPage } from './try/page.js';

/** All pages. The first of a section is the one that the navigation shows. */
export const PAGES: readonly Page[] = [
  ...[todayPage, ordersPage, newOrderPage, orderPage],
  ...[clientsPage, newClientPage, clientPage, confirmationsPage, confirmationPage],
  ...[callsPage, poolPage, planPage, planCurve, reportsPage, tokensPage, auditPage, tryPage],
];
