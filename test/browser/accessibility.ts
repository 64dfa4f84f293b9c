import type { ExecutionContext } from 'ava';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { inWindow, settle, unfold, type SignedIn, type WindowOptions } from './browser.js';

interface Place {
  readonly url: string;
  readonly signedIn?: SignedIn;
  /** Only whether it fits: another page of the kind is looked at as a whole. */
  readonly isMeasuredOnly?: boolean;
}

/** Looks at pages, one after the other, in windows of this kind: light, then dark. @returns what is wrong, with where */
export async function inspect(
  t: ExecutionContext,
  browser: Browser,
  places: readonly Place[],
  kind: Pick<WindowOptions, 'width' | 'language'>,
): Promise<readonly string[]> {
  // The same may be wrong on every page: once is enough to read.
  const found = new Map<string, string[]>();
  const visit = (signedIn: SignedIn) =>
    inWindow(t, browser, { ...kind, signedIn, refusals: [404] }, async (page) => {
      for (const place of places.filter((each) => each.signedIn === signedIn)) {
        for (const fault of await inspectPage(page, place))
          found.set(fault, [...(found.get(fault) ?? []), new URL(place.url).pathname]);
      }
    });
  for (const signedIn of new Set(places.map((place) => place.signedIn))) await visit(signedIn);
  return [...found].map(([fault, [first = '', ...more]]) => `${first} (and ${String(more.length)} more): ${fault}`);
}

async function inspectPage(page: Page, { url, isMeasuredOnly = false }: Place): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(url);
  await unfold(page);
  const barriers = isMeasuredOnly ? [] : await findBarriersInBoth(page);
  const size = page.viewportSize();
  // As narrow as phones are, in this language.
  await page.setViewportSize({ width: 390, height: 844 });
  await settle(page);
  const wide = await findWide(page);
  if (size !== null) await page.setViewportSize(size);
  return [...barriers, ...wide.map((part) => `too wide: ${part}`)];
}

async function findBarriersInBoth(page: Page): Promise<readonly string[]> {
  const light = await findBarriers(page);
  // Only colours differ.
  await page.emulateMedia({ colorScheme: 'dark' });
  const dark = await findBarriers(page, ['color-contrast']);
  return [...light, ...dark.map((fault) => `dark: ${fault}`)];
}

/** What people who do not see a page, or use no mouse, would stumble over, as axe finds it, with where. Only what is minor is left out. */
async function findBarriers(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const violations = await page.evaluate(
    async (only) => {
      const { axe: inPage } = globalThis as unknown as { readonly axe: typeof axe };
      const options = only === undefined ? {} : { runOnly: { type: 'rule' as const, values: only } };
      const result = await inPage.run(document, { ...options, resultTypes: ['violations'] });
      return result.violations.map(({ id, impact, nodes }) => ({ id, impact, places: nodes.map(({ html }) => html) }));
    },
    rules as string[] | undefined,
  );
  return violations
    .filter(({ impact }) => impact !== 'minor')
    .flatMap(({ id, impact, places }) => places.map((place) => `${id} (${impact ?? ''}): ${place.slice(0, 200)}`));
}

/** What makes a page wider than the window, so that it scrolls to the side. What scrolls within its own frame does not. */
function findWide(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const isClipped = (element: Element): boolean => {
      const frame = element.parentElement;
      return frame !== null && (getComputedStyle(frame).overflowX !== 'visible' || isClipped(frame));
    };
    return [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > clientWidth + 1 && !isClipped(element))
      .map((element) => element.outerHTML.slice(0, 160))
      .slice(0, 5);
  });
}
