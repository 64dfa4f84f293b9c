import anyTest, { type TestFn } from 'ava';
import type { Browser } from 'playwright-core';
import { inspect } from './browser/accessibility.js';
import { CHROMIUM, inWindow, launch, readPage, settle, signIn, watch } from './browser/browser.js';
import { follow, tabTo } from './browser/keyboard.js';
import {
  changeOldOne,
  loseConnection,
  loseList,
  missSome,
  shareStream,
  signOutElsewhere,
} from './browser/live-list.js';
import { openShop } from './browser/shop.js';
import { playStory } from './browser/story.js';
import { COURIER, startService, TOKEN, type Service } from './support.js';

// One browser for the whole file: starting it takes longer than most of the tests.
const test = anyTest as TestFn<{ browser: Browser }>;
let browser: Browser;

/** Without a browser the tests are skipped, and say so. */
const title = (what: string) =>
  CHROMIUM === undefined ? `${what} (needs Chromium: install it, or name it in TEST_CHROMIUM)` : what;
const browserTest = CHROMIUM === undefined ? test.skip : test;

if (CHROMIUM !== undefined) {
  const path = CHROMIUM;
  test.before(async () => {
    browser = await launch(path);
  });
  test.after.always(() => browser.close());
}

for (const language of ['en', 'fr'] as const) {
  browserTest(title(`the story on an empty installation, in the browser (${language})`), async (t) => {
    const service = await startService({ apiTokens: [] });
    t.teardown(() => service.stop());
    const link = await service.consoleUrl();
    const locale = language === 'en' ? 'en-GB' : 'fr-FR';
    await inWindow(t, browser, { language: locale, refusals: [422] }, (page) => playStory(t, page, link, language));
  });
}

/** As people write it, and as it stands in an address. */
const NUMBER = /(?:\+|%2B|&#43;)\s?\d(?:[\s.-]?\d){7,14}/gi;
/** What a viewer may send: it changes nothing of the shop. */
const HARMLESS = /^\/console\/(?:language|sign-out|[a-z]+\/search|calls\/csv)$/;

async function freeNumbers({ send }: Service): Promise<readonly string[]> {
  const { json } = await send('GET', '/pool/available?country_iso=FR');
  return (json['available'] as readonly { readonly phone_number: string }[]).map((each) => each.phone_number);
}

for (const role of ['viewer', 'operator'] as const) {
  const what = role === 'viewer' ? 'no action and no number' : 'no number that somebody has';
  browserTest(title(`the role ${role} finds ${what} on any page, nor in the feed`), async (t) => {
    const { service, tokens, addresses } = await openShop(t);
    await inWindow(t, browser, { refusals: [403] }, async (page) => {
      await signIn(page, service.url, tokens[role]);
      const order = await service.send('GET', '/orders/O-1');
      await service.send('POST', '/calls/simulate', { from: COURIER, to: order.json['client_proxy_number'] });
      await page.locator('[data-feed] .is-new').first().waitFor();
      t.deepEqual((await page.content()).match(NUMBER), null, 'the feed');
      // Operators assign them.
      const free = role === 'viewer' ? [] : await freeNumbers(service);
      const shown = [];
      for (const address of addresses) {
        const { status, html, actions } = await readPage(page, `/console${address}`);
        t.deepEqual(
          (html.match(NUMBER) ?? []).filter((number) => !free.includes(number)),
          [],
          address,
        );
        if (role === 'viewer') for (const action of actions) t.regex(action, HARMLESS, address);
        if (status === 200) shown.push(address);
      }
      // Not because nothing was shown.
      for (const address of ['', '/orders', '/orders/O-1', '/clients/1', '/pool'])
        t.true(shown.includes(address), address);
    });
  });
}

browserTest(
  title('every page is free of barriers and fits, wide and narrow, light and dark, in both languages'),
  async (t) => {
    const { service, tokens, addresses, longOnes } = await openShop(t);
    const signedIn = await inWindow(t, browser, {}, (page) => signIn(page, service.url, tokens.admin));
    const places = [
      ...addresses.map((address) => ({ address, signedIn, isMeasuredOnly: longOnes.includes(address) })),
      ...['/sign-in', '/no-such-page'].map((address) => ({ address })),
    ].map(({ address, ...who }) => ({ ...who, url: `${service.url}/console${address}` }));
    const [wide, narrow] = [
      { width: 1280, language: 'en-GB' },
      { width: 390, language: 'fr-FR' },
    ] as const;
    const found = await Promise.all([wide, narrow].map((kind) => inspect(t, browser, places, kind)));
    t.deepEqual(found.flat(), []);
  },
);

browserTest(
  title('what a page must not do is found: inline styles and scripts, errors, files that are missing'),
  async (t) => {
    const service = await startService();
    t.teardown(() => service.stop());
    const { faults } = await watch(browser, {}, async (page) => {
      await page.goto(`${service.url}/console/sign-in`);
      await page.evaluate(async () => {
        document.body.insertAdjacentHTML('beforeend', '<p style="color: red">red</p>');
        document.body.append(Object.assign(document.createElement('script'), { textContent: 'this never runs' }));
        const picture = new Image();
        const missing = new Promise((resolve) => {
          picture.addEventListener('error', resolve);
        });
        picture.src = '/console/no-such-picture.png';
        document.body.append(picture);
        await missing;
        setTimeout(() => {
          throw new Error('a script is wrong');
        });
      });
      await settle(page);
    });
    const all = faults.join('\n');
    for (const wrong of [
      /policy: style-src-attr/,
      /policy: script-src-elem/,
      /thrown: a script is wrong/,
      /status of 404/,
    ])
      t.regex(all, wrong);
  },
);

browserTest(title('a page is used without a mouse: signing in, finding an order, closing it'), async (t) => {
  const { service, tokens } = await openShop(t);
  const { url } = service;
  await inWindow(t, browser, {}, async (page) => {
    await page.goto(`${url}/console/orders`);
    // The field has the focus already.
    await page.keyboard.type(tokens.operator);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${url}/console/orders`);
    await tabTo(t, page, '.skip');
    await page.keyboard.press('Enter');
    t.is(await page.evaluate(() => document.activeElement?.id), 'content');
    await follow(t, page, 'main a[href="/console/orders/O-1"]', `${url}/console/orders/O-1`);
    await tabTo(t, page, `.action:has([action$="/orders/O-1/close"]) > summary`);
    await page.keyboard.press('Enter');
    await tabTo(t, page, '[action$="/orders/O-1/close"] button');
    await page.keyboard.press('Enter');
    await page.locator('.note.good[role=status]').waitFor();
    await follow(t, page, '.nav a[href="/console/clients"]', `${url}/console/clients`);
  });
  t.is((await service.send('GET', '/orders/O-1')).json['status'], 'closed');
});

for (const [what, play] of [
  ['a connection that breaks is made again, and what was missed comes in its order', loseConnection],
  ['what a page has missed while it was loading comes below what has come since', missSome],
  ['a call that is older than all of the list stays away when it changes', changeOldOne],
  ['a list that could not be read is asked for again', loseList],
  ['the pages of a browser share one stream', shareStream],
  ['whoever signs out in one page of a browser is signed out in all', signOutElsewhere],
] as const) {
  browserTest(title(what), async (t) => {
    const service = await startService();
    t.teardown(() => service.stop());
    const { faults } = await watch(browser, {}, async (page) => {
      await signIn(page, service.url, TOKEN);
      await play(t, page, service);
    });
    // That is what the test does.
    t.deepEqual(
      faults.filter(
        (fault) =>
          !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|status of (?:401|503)/.test(fault),
      ),
      [],
    );
  });
}
