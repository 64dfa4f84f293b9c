/** Takes the pictures of the guides, into docs/images: `npm run screenshots`. */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { T as TRY } from '../../src/entry/console/pages/try/words.js';
import { openBelievableShop, type BelievableShop } from './believable-shop.js';
import { CHROMIUM, launch, settle, signIn, type SignedIn } from './browser.js';

const FOLDER = 'docs/images';

interface Picture {
  readonly name: string;
  readonly path: string;
  readonly scheme?: 'dark';
  readonly width?: number;
  readonly height?: number;
  /** What is done before. */
  readonly prepare?: (page: Page) => Promise<void>;
}

const pictures = ({ orderId }: BelievableShop): readonly Picture[] => [
  { name: 'console-today', path: '' },
  { name: 'console-order', path: `/orders/${orderId}` },
  { name: 'console-numbers', path: '/pool', scheme: 'dark' },
  { name: 'console-report', path: '/reports' },
  { name: 'console-try-it', path: '/try', height: 1000, prepare: tryIt },
  { name: 'console-phone', path: '', width: 390, height: 800 },
];

async function tryIt(page: Page): Promise<void> {
  await page.getByRole('button', { name: TRY.en.create }).click();
  const handset = (name: string) => page.locator('section.handset', { hasText: name });
  await handset(TRY.en.handset.courier).getByRole('button', { name: TRY.en.call, exact: true }).click();
  await page.locator('[data-feed] > li').first().waitFor();
  const client = handset(TRY.en.handset.client);
  await client.getByLabel(TRY.en.body).fill('The bell is broken: please call.');
  await client.getByRole('button', { name: TRY.en.send }).click();
  await page.locator('[data-feed] > li:nth-child(2)').waitFor();
}

async function take(browser: Browser, url: string, signedIn: SignedIn, picture: Picture): Promise<void> {
  const { name, path, scheme = 'light', width = 1280, height = 800, prepare } = picture;
  const context = await browser.newContext({
    ...{ locale: 'en-GB', colorScheme: scheme, viewport: { width, height }, reducedMotion: 'reduce' },
    ...(signedIn === undefined ? {} : { storageState: signedIn }),
  });
  const page = await context.newPage();
  await page.goto(`${url}/console${path}`);
  await prepare?.(page);
  await page.evaluate(() => {
    scrollTo(0, 0);
  });
  await settle(page);
  const file = join(FOLDER, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled' });
  process.stdout.write(`${file}: ${(statSync(file).size / 1000).toFixed(0)} kB\n`);
  await context.close();
}

if (CHROMIUM === undefined) throw new Error('Chromium was not found: install it, or name it in TEST_CHROMIUM');
mkdirSync(FOLDER, { recursive: true });
const browser = await launch(CHROMIUM);
const shop = await openBelievableShop();
const { url } = shop.service;
const first = await browser.newPage();
const signedIn = await signIn(first, url, shop.token);
await first.close();
for (const picture of pictures(shop)) await take(browser, url, signedIn, picture);
await browser.close();
await shop.service.stop();
