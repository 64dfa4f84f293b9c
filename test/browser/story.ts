import type { ExecutionContext } from 'ava';
import type { Page } from 'playwright-core';
import { outcomeWord } from '../../src/entry/console/elements/outcomes.js';
import type { ConsoleLanguage } from '../../src/entry/console/language.js';
import { T as CLIENT } from '../../src/entry/console/pages/clients/client-words.js';
import { T as TRY } from '../../src/entry/console/pages/try/words.js';
import { mark } from './browser.js';

/** Anything of the feed, newest first. */
const FEED = '[data-feed] > li';
/** More than the screen of a phone has room for. */
const TEXTS = 5;
/** Whatever the feed has, it has it well before this, else the test fails. */
const SOON = { timeout: 60_000 };

/**
 * What somebody does who has just installed the service: opens the link, tries it with the phones of the page, sees a call and a text
 * arrive while they happen, closes the order and erases the client.
 */
export async function playStory(t: ExecutionContext, page: Page, link: string, language: ConsoleLanguage) {
  const [words, client] = [TRY[language], CLIENT[language]];
  await page.goto(link);
  t.is(new URL(page.url()).pathname, '/console');
  t.is(await page.locator('html').getAttribute('lang'), language);
  // Nothing has happened yet: the page says what to do.
  await page.locator('[data-feed-empty] a[href="/console/try"]').click();
  await page.getByRole('button', { name: words.create }).click();

  const today = await page.context().newPage();
  await today.goto(new URL('/console', link).href);
  const stays = [await mark(page), await mark(today)];
  const courier = page.locator('section.handset', { hasText: words.handset.courier });
  await courier.getByRole('button', { name: words.call, exact: true }).click();
  const answered = outcomeWord(language, 'answered');
  for (const each of [page, today]) await each.locator(FEED, { hasText: answered }).first().waitFor(SOON);
  t.is(await today.locator('[data-feed-empty]').count(), 0);
  for (let nth = 2; nth <= 1 + TEXTS; nth += 1) {
    await courier.getByLabel(words.body).fill(`I am downstairs, ${nth.toString()}.`);
    await courier.getByRole('button', { name: words.send }).click();
    for (const each of [page, today]) await each.locator(`${FEED}:nth-child(${nth.toString()})`).waitFor(SOON);
  }
  await seeNewest(t, page);
  for (const isStill of stays) t.true(await isStill(), 'a page was loaded anew');
  await today.close();

  await page.getByRole('button', { name: words.close }).click();
  await page.locator('.badge', { hasText: words.closed }).waitFor(SOON);
  await page.locator('dl a[href^="/console/orders/"]').click();
  t.is(await page.locator('.timeline > li').count(), 1 + TEXTS);
  await page.locator('main a[href="/console/clients/TRY-IT"]').first().click();
  await eraseClient(page, 'TRY-IT', client);
  t.is(new URL(page.url()).pathname, '/console/clients');
  t.is(await page.locator('main a[href="/console/clients/TRY-IT"]').count(), 0);

  await page.locator('form[action="/console/language"] button').click();
  await page.locator(`html[lang=${language === 'en' ? 'fr' : 'en'}]`).waitFor(SOON);
  await page.locator('form[action="/console/sign-out"] button').click();
  await page.waitForURL('**/console/sign-in');
}

/** The client's phone has received the texts, and shows the last one without being scrolled. */
async function seeNewest(t: ExecutionContext, page: Page): Promise<void> {
  const screen = page.locator('[data-handset="client"]');
  await screen.locator('li', { hasText: `I am downstairs, ${(1 + TEXTS).toString()}.` }).waitFor(SOON);
  const { isFull, below } = await screen.evaluate((element) => ({
    isFull: element.scrollHeight > element.clientHeight,
    below: element.scrollHeight - element.clientHeight - element.scrollTop,
  }));
  t.true(isFull);
  t.true(below < 2, `${below.toString()} pixels are out of sight`);
}

async function eraseClient(page: Page, id: string, words: (typeof CLIENT)['en']): Promise<void> {
  await page.locator('summary', { hasText: words.erase }).click();
  const field = page.getByLabel(words.eraseId(id));
  await field.fill('another id');
  await page.getByRole('button', { name: words.eraseButton }).click();
  // Refused, and said next to the field.
  await page.locator('#field-confirm_id[aria-invalid]').waitFor(SOON);
  await field.fill(id);
  await page.getByRole('button', { name: words.eraseButton }).click();
  await page.waitForURL('**/console/clients', SOON);
}
