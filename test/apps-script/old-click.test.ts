import test from 'ava';
import { ADDRESS, clientsTab, type Menu, type Shown } from './menu.js';
import { clientsWithout, openScene } from './scene.js';

const HOUR = 3_600_000;
const SHEETS = [clientsTab([1, 2])];
const TOO_OLD = /^This click is too old to be tried again/;

/** The click of a panel, as it is when it is repeated so many hours later. The clock of the script stands still. */
function later({ again }: Shown, hours: number): object {
  const click = again as { readonly at: number };
  return { ...click, at: click.at - hours * HOUR };
}

/** One click whose answer gets lost after the service has done it. */
async function clickAndLose(menu: Menu, url: string, name: string, answers: readonly string[]) {
  menu.route(async (request) => {
    const { method, headers, body } = request;
    const response = await fetch(url + request.url.slice(ADDRESS.length), { method, headers, body: body ?? null });
    const text = await response.text();
    return method.toUpperCase() === 'GET'
      ? { status: response.status, headers: {}, text }
      : { status: 502, headers: {}, text: '' };
  });
  const clicked = await menu.click(name, { sheets: SHEETS, selection: [[2, 2]], answers });
  menu.route(url);
  return clicked.shown;
}

test('a purchase is not tried again when its key may be forgotten, and is within 20 hours', async (t) => {
  const { menu, harness } = await openScene(t, 'admin');
  const shown = await clickAndLose(menu, harness.url, 'menuBuy', ['FR', '2', 'yes']);
  const owned = async () => (await harness.api.poolStats()).pools.reduce((sum, { owned }) => sum + owned, 0);
  const before = await owned();
  for (const hours of [20, 25, 24 * 30]) {
    const { shown: old, happened } = await menu.click('repeatClick', {}, later(shown, hours));
    t.regex(old.summary, TOO_OLD);
    t.is(old.again, undefined);
    t.deepEqual(happened.requests, []);
  }
  // A panel of an older menu does not say when it was clicked.
  const undated = { ...(shown.again as object), at: undefined };
  t.regex((await menu.click('repeatClick', {}, undated)).shown.summary, TOO_OLD);
  const young = await menu.click('repeatClick', {}, later(shown, 19.9));
  t.is(young.shown.summary, 'Bought in FR: 2 of 2.');
  t.is(await owned(), before);
});

test('mails are not tried again when their key may be forgotten, and are within 20 hours', async (t) => {
  const { menu, harness } = await openScene(t, 'operator');
  await clientsWithout(harness, [1, 2]);
  const shown = await clickAndLose(menu, harness.url, 'menuMailNumberReady', ['yes']);
  const { shown: old, happened } = await menu.click('repeatClick', { locale: 'fr' }, later(shown, 20));
  t.regex(old.summary, /^Ce clic est trop ancien/);
  t.deepEqual([old.again, happened.requests], [undefined, []]);
  t.not((await menu.click('repeatClick', {}, later(shown, 19.9))).shown.tone, '');
});

test('what asks for a state may be repeated whenever it is', async (t) => {
  const { menu, harness } = await openScene(t, 'operator');
  await clientsWithout(harness, [1, 2]);
  menu.route(undefined);
  const click = { sheets: SHEETS, selection: [[2, 2]] as const, answers: ['yes'] };
  const { shown } = await menu.click('menuAssign', click);
  menu.route(harness.url);
  t.is((await menu.click('repeatClick', {}, later(shown, 24 * 30))).shown.tone, 'good');
});
