import type { Page } from '../view.js';
import { callsPage } from './calls.js';
import { ordersPage } from './orders.js';
import { poolPage } from './pool.js';

/** All pages. The first of a section is the one that the navigation shows. */
export const PAGES: readonly Page[] = [
  // One line each.
  ordersPage,
  callsPage,
  poolPage,
];
