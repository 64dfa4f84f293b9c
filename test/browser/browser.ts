import { existsSync } from 'node:fs';
import type { ExecutionContext } from 'ava';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

/** Where Debian, Ubuntu and others install it. TEST_CHROMIUM names another one. */
const USUAL = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The program of the browser. Undefined where there is none. */
export const CHROMIUM = process.env['TEST_CHROMIUM'] || USUAL.find((path) => existsSync(path));

/** One browser for all tests: each has windows of its own in it, without a common cookie. */
export function launch(executablePath: string): Promise<Browser> {
  // As root there is no sandbox, and nothing is asked of other hosts.
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  return chromium.launch({ executablePath, headless: true, args });
}

/** What a browser has kept of somebody who is signed in. */
export type SignedIn = BrowserContextOptions['storageState'];

export interface WindowOptions {
  readonly language?: 'en-GB' | 'fr-FR';
  readonly width?: number;
  readonly height?: number;
  readonly signedIn?: SignedIn;
  /** Statuses of answers that the test provokes: browsers report them as errors. */
  readonly refusals?: readonly number[];
}

/** A window in which nothing may go wrong: what the browser reports fails the test. */
export async function inWindow<T>(
  t: ExecutionContext,
  browser: Browser,
  options: WindowOptions,
  use: (page: Page) => Promise<T>,
): Promise<T> {
  const { result, faults } = await watch(browser, options, use);
  t.deepEqual(faults, []);
  return result;
}

/**
 * @returns what went wrong: what the browser's console reports as an error or a warning, what a script throws, what the
 * Content-Security-Policy forbids, and requests without an answer
 */
export async function watch<T>(
  browser: Browser,
  { language = 'en-GB', width = 1280, height = 850, signedIn, refusals = [] }: WindowOptions,
  use: (page: Page) => Promise<T>,
): Promise<{ readonly result: T; readonly faults: readonly string[] }> {
  const context = await browser.newContext({
    ...{ locale: language, viewport: { width, height } },
    ...(signedIn === undefined ? {} : { storageState: signedIn }),
  });
  const faults: string[] = [];
  context.on('console', (message) => {
    const status = Number(/the server responded with a status of (\d+)/.exec(message.text())?.[1]);
    if (!['error', 'warning'].includes(message.type()) || refusals.includes(status)) return;
    faults.push(`${message.type()}: ${message.text()} ${message.location().url}`);
  });
  context.on('weberror', (fault) => faults.push(`thrown: ${fault.error().message}`));
  context.on('requestfailed', (request) => {
    // A feed ends with its page, and so does what a page that is left was loading.
    const why = request.failure()?.errorText ?? '';
    if (why !== 'net::ERR_ABORTED') faults.push(`${why}: ${new URL(request.url()).pathname}`);
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
      reportError(new Error(`policy: ${violatedDirective} forbids ${blockedURI}`));
    });
  });
  try {
    return { result: await use(await context.newPage()), faults };
  } finally {
    await context.close();
  }
}

/** Signs in by the form. @returns what other windows need to be signed in too */
export async function signIn(page: Page, url: string, token: string): Promise<SignedIn> {
  await page.goto(`${url}/console/sign-in`);
  await page.locator('#token').fill(token);
  await page.locator('#token').press('Enter');
  await page.waitForURL(`${url}/console`);
  return page.context().storageState();
}

/** Tells whether a page was loaded anew. */
export async function mark(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => {
    document.documentElement.dataset['marked'] = 'yes';
  });
  return () => page.evaluate(() => document.documentElement.dataset['marked'] === 'yes');
}

/** Opens what is folded, so that it is looked at too. */
export function unfold(page: Page): Promise<void> {
  return page.evaluate(() => {
    for (const each of document.querySelectorAll('details')) each.open = true;
  });
}

/** When what a script does after a change of the window is done. */
export function settle(page: Page): Promise<void> {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
      }),
  );
}

/** A page as it comes from the server, to who has this window, and where its forms are sent. */
export function readPage(page: Page, path: string) {
  return page.evaluate(async (address) => {
    const answer = await fetch(address);
    const html = await answer.text();
    const forms = [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('form[method=post]')];
    return { status: answer.status, html, actions: forms.map((form) => form.getAttribute('action') ?? '') };
  }, path);
}
