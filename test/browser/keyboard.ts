import type { ExecutionContext } from 'ava';
import type { Page } from 'playwright-core';

/** So many times nobody presses Tab. */
const MOST = 60;

/** Presses Tab until this has the focus. @throws when it is not reached */
export async function tabTo(t: ExecutionContext, page: Page, selector: string): Promise<void> {
  for (let times = 0; times < MOST; times += 1) {
    await page.keyboard.press('Tab');
    const has = await page.evaluate((wanted) => document.activeElement?.matches(wanted) === true, selector);
    if (!has) continue;
    const { outline, isSeen } = await page.evaluate(() => {
      const focused = document.activeElement ?? document.body;
      const { top, bottom, left, right } = focused.getBoundingClientRect();
      const isInside = top >= 0 && left >= 0 && bottom <= innerHeight && right <= innerWidth;
      return { outline: getComputedStyle(focused).outlineStyle, isSeen: isInside };
    });
    t.not(outline, 'none', `nobody sees that ${selector} has the focus`);
    t.true(isSeen, `${selector} has the focus out of sight`);
    return;
  }
  throw new Error(`Tab does not reach ${selector}`);
}

/** Follows a link, by the keyboard. */
export async function follow(t: ExecutionContext, page: Page, selector: string, address: string): Promise<void> {
  await tabTo(t, page, selector);
  await page.keyboard.press('Enter');
  await page.waitForURL(address);
}
