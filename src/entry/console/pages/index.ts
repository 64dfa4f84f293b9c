import type { Page } from '../view.js';
import { tryPage } from './try/page.js';
import { todayPage } from './today/page.js';
import { ordersPage } from './orders.js';

/** All pages. The first of a section is the one that the navigation shows. */
export const PAGES: readonly Page[] = [todayPage, ordersPage, tryPage];
