import type { ExecutionContext } from 'ava';
import type { Page } from 'playwright-core';
import { signIn } from './browser.js';
import { startTcpProxy } from '../soak/tcp-proxy.js';
import { anOrderBody, TOKEN, type Service } from '../support.js';

/** Whatever the list has, it has it well before this, else the test fails. */
const SOON = { timeout: 60_000 };
const LINES = '[data-feed] > li';
const LOST = '[data-feed-lost]';

/** Calls to the client of an order, each from somebody else. */
export async function openLine({ send }: Service) {
  const { json } = await send('POST', '/orders', anOrderBody(1));
  let count = 0;
  return {
    /** @returns the id of the line of the call */
    call: async (): Promise<string> => {
      const from = `+331990012${(10 + count).toString()}`;
      count += 1;
      await send('POST', '/calls/simulate', { from, to: json['client_proxy_number'] });
      const { json: newest } = await send('GET', '/interactions?limit=1');
      const [{ id = '' } = {}] = newest['items'] as readonly { readonly id?: string }[];
      return `interaction-${id}`;
    },
  };
}

const lineOf = (id = '') => `[id="${id}"]`;

/** The ids of the lines of a page, from above. */
function linesOf(page: Page): Promise<readonly string[]> {
  return page.locator(LINES).evaluateAll((lines) => lines.map(({ id }) => id));
}

/** Until the page has these lines, from above. */
async function seeLines(t: ExecutionContext, page: Page, ids: readonly string[]): Promise<void> {
  await page.locator(lineOf(ids[0])).waitFor(SOON);
  t.deepEqual(await linesOf(page), ids);
}

/** Waits until the page says that it is cut off, or no longer does. */
function seeLost(page: Page, isLost: boolean): Promise<unknown> {
  return page.waitForFunction(
    ([selector, wanted]) => (document.querySelector(selector)?.textContent !== '') === wanted,
    [LOST, isLost] as const,
    SOON,
  );
}

/** The requests of a page, or of all pages of a window, to a path, as they are made. */
export function count(of: Pick<Page, 'on'>, path: string): { readonly made: () => number } {
  let made = 0;
  of.on('request', (request) => {
    if (new URL(request.url()).pathname === path) made += 1;
  });
  return { made: () => made };
}

/** The connection breaks: the page says so; when it is back, it shows what it has missed, and what comes then, in their order. */
export async function loseConnection(t: ExecutionContext, page: Page, service: Service): Promise<void> {
  const { call } = await openLine(service);
  const lists = count(page, '/console/feed/list');
  const streams = count(page, '/console/feed');
  const { hostname: host, port } = new URL(service.url);
  const network = await startTcpProxy({ host, port: Number(port) });
  t.teardown(() => network.close());
  const url = `http://127.0.0.1:${network.port.toString()}`;
  await signIn(page, url, TOKEN);
  // The page to which one comes first has a list too.
  await page.goto('about:blank');
  const before = lists.made();
  const listed = page.waitForResponse('**/console/feed/list?*');
  await page.goto(`${url}/console/try`);
  await listed;
  const ids: string[] = [];
  // More than the page begins with: they stay.
  for (let index = 0; index < 9; index += 1) ids.unshift(await call());
  await seeLines(t, page, ids);
  t.is(lists.made(), before + 1);

  await network.become('down');
  await seeLost(page, true);
  for (let index = 0; index < 2; index += 1) ids.unshift(await call());
  const tried = streams.made();
  while (streams.made() < tried + 2) await page.waitForRequest('**/console/feed?*', SOON);
  t.is(lists.made(), before + 1, 'nothing is asked for in vain');

  const again = page.waitForResponse('**/console/feed/list?*', SOON);
  await network.become('up');
  await seeLost(page, false);
  await again;
  ids.unshift(await call());
  await page.locator(lineOf(ids[0])).waitFor(SOON);
  const lines = await linesOf(page);
  t.deepEqual(lines, ids.slice(0, lines.length));
  t.true(lines.length >= 9, 'as many as were shown');
  t.is(lists.made(), before + 2);
}

/** Calls that came while the page was loading are in the list only; it is on its way when another one comes. */
export async function missSome(t: ExecutionContext, page: Page, service: Service): Promise<void> {
  const { call } = await openLine(service);
  const ids = [await call()];
  await page.route(`${service.url}/console`, async (route) => {
    const response = await route.fetch();
    for (let index = 0; index < 2; index += 1) ids.unshift(await call());
    await route.fulfill({ response });
  });
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route('**/console/feed/list?*', async (route) => {
    const response = await route.fetch();
    await held;
    await route.fulfill({ response });
  });
  const asked = page.waitForRequest('**/console/feed/list?*', SOON);
  await page.reload();
  await asked;
  t.deepEqual(await linesOf(page), ids.slice(2));
  ids.unshift(await call());
  await page.locator(lineOf(ids[0])).waitFor(SOON);
  release();
  await page.locator(lineOf(ids[1])).waitFor(SOON);
  t.deepEqual(await linesOf(page), ids);
}

/** The list cannot be read: it is asked for again, while the stream goes on. */
export async function loseList(t: ExecutionContext, page: Page, service: Service): Promise<void> {
  const { call } = await openLine(service);
  await page.clock.install();
  let isBroken = true;
  await page.route('**/console/feed/list?*', (route) => (isBroken ? route.fulfill({ status: 503 }) : route.continue()));
  await page.goto(`${service.url}/console`);
  await seeLost(page, true);
  const ids = [await call()];
  await seeLines(t, page, ids);
  t.not(await page.locator(LOST).textContent(), '', 'what comes says nothing of what was missed');
  isBroken = false;
  await page.clock.fastForward(10_000);
  await seeLost(page, false);
  await seeLines(t, page, ids);
}

/** Two pages share one stream; the second one has it when the first is closed. */
export async function shareStream(t: ExecutionContext, page: Page, service: Service): Promise<void> {
  const { call } = await openLine(service);
  const context = page.context();
  const streams = count(context as unknown as Pick<Page, 'on'>, '/console/feed');
  await page.goto(`${service.url}/console`);
  const other = await context.newPage();
  await other.goto(`${service.url}/console/try`);
  const ids = [await call()];
  for (const each of [page, other]) await seeLines(t, each, ids);
  ids.unshift(await call());
  for (const each of [page, other]) await seeLines(t, each, ids);
  t.is(streams.made(), 1);
  const taken = context.waitForEvent('request', (request) => new URL(request.url()).pathname === '/console/feed');
  await page.close();
  await taken;
  ids.unshift(await call());
  await seeLines(t, other, ids);
  t.is(streams.made(), 2);
}

/** Somebody signs out in one page: the others ask to sign in, those that only share the stream too. */
export async function signOutElsewhere(t: ExecutionContext, page: Page, { url }: Service): Promise<void> {
  const pages = [page, await page.context().newPage()];
  for (const each of pages) await each.goto(`${url}/console`);
  const third = await page.context().newPage();
  await third.goto(`${url}/console/orders`);
  await third.locator('form[action="/console/sign-out"] button').click();
  for (const each of pages) await each.waitForURL('**/console/sign-in?*', SOON);
  t.pass();
}

/** What becomes of a call that is older than all of the list does not bring it back, nor does it go on top. */
export async function changeOldOne(t: ExecutionContext, page: Page, service: Service): Promise<void> {
  const { call } = await openLine(service);
  const ids: string[] = [];
  for (let index = 0; index < 8; index += 1) ids.unshift(await call());
  const items = await page.evaluate(async () => {
    const template = document.createElement('template');
    template.innerHTML = await (await fetch('/console/feed/list')).text();
    return [...template.content.children].map(({ outerHTML }) => outerHTML);
  });
  const changed = [items.at(-1) ?? '', items[1] ?? ''].map((html) => html.replace('</li>', '<b>changed</b></li>'));
  await page.route('**/console/feed?*', (route) =>
    route.fulfill({
      contentType: 'text/event-stream',
      body: changed.map((html) => `event: interaction\ndata: ${html}\n\n`).join(''),
    }),
  );
  await page.goto(`${service.url}/console/try`);
  await page.locator(`${lineOf(ids[1])}.is-new b`).waitFor(SOON);
  t.deepEqual(await linesOf(page), ids.slice(0, 6));
}
