import type { Page } from '../view.js';
import { todayPage } from './today/page.js';
import { ordersPage } from './orders.js';

/** All pages. The first of a section is the one that the navigation shows. */
export const PAGES: readonly Page[] = [todayPage, ordersPage];
