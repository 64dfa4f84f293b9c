import test from 'ava';
import { ProxyCallError } from '../../../src/domain/model/errors.js';
import { LANGUAGES } from '../../../src/domain/model/phrases.js';
import { PAGE_PHRASES } from '../../../src/entry/http/pages/phrases.js';
import type { LinkView } from '../../../src/ports/confirmation-pages.js';
import { openScene, PROVE } from './scene.js';

const TOKEN = 'k7f-Zq81xWc0';
const PATH = `/c/${TOKEN}`;

/** Pages on which the link is used once. */
function linkPages(first: LinkView) {
  let view = first;
  return {
    readLink: (token: string) => Promise.resolve(token === TOKEN ? view : undefined),
    useLink: (token: string) => {
      if (token !== TOKEN) return Promise.resolve(undefined);
      view = { ...view, state: 'used' };
      return Promise.resolve(view);
    },
  };
}

test('a link shows a button, however often it is opened or checked, and the button has its effect', async (t) => {
  const { ask, post, calls } = await openScene(t, { pages: linkPages(PROVE) });
  for (const method of ['GET', 'HEAD', 'GET', 'HEAD']) {
    const response = await ask(method, PATH);
    t.is(response.status, 200, method);
    const text = await response.text();
    if (method === 'GET') t.regex(text, /<form method="post">\s*<button type="submit">Confirm my address<\/button>/);
  }
  t.deepEqual(new Set(calls.map(([name]) => name)), new Set(['readLink']));
  const used = await post(PATH);
  t.is(used.status, 200);
  const text = await used.text();
  t.regex(text, /<h1>Address confirmed<\/h1>/);
  t.notRegex(text, /<form/);
  t.deepEqual(calls.at(-1), ['useLink', TOKEN]);
  const [form] = [await (await ask('GET', PATH)).text()];
  t.regex(form, /Address confirmed/);
});

test('the page has no script, no cookie, nothing personal, and headers that keep its address to itself', async (t) => {
  const { ask, post } = await openScene(t, { pages: linkPages(PROVE) });
  for (const response of [
    await ask('GET', PATH),
    await post(PATH),
    await ask('GET', '/c/other'),
    await ask('GET', '/activate'),
  ]) {
    t.is(response.headers.get('cache-control'), 'no-store');
    t.is(response.headers.get('referrer-policy'), 'no-referrer');
    t.is(response.headers.get('x-robots-tag'), 'noindex');
    t.is(response.headers.get('x-frame-options'), 'DENY');
    t.is(response.headers.get('content-type'), 'text/html; charset=utf-8');
    t.is(response.headers.get('set-cookie'), null);
    const policy = response.headers.get('content-security-policy') ?? '';
    for (const rule of ["default-src 'none'", "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'"])
      t.true(policy.includes(rule), policy);
    t.notRegex(policy, /script-src|unsafe/);
    const text = await response.text();
    t.notRegex(text, /<script|\son\w+=|https?:|style="/);
    t.false(text.includes(TOKEN));
    t.true(text.includes('<meta name="viewport"'));
  }
});

test('the sheet of a page is the one that its policy admits', async (t) => {
  const { createHash } = await import('node:crypto');
  const { ask } = await openScene(t);
  const response = await ask('GET', '/activate');
  const [, sheet = ''] = /<style>([^]*?)<\/style>/.exec(await response.text()) ?? [];
  const digest = createHash('sha256').update(sheet).digest('base64');
  t.true(sheet.includes('prefers-color-scheme: dark'));
  t.true(response.headers.get('content-security-policy')?.includes(`style-src 'sha256-${digest}'`));
});

test('every action and state of a link in every language, whatever the browser prefers', async (t) => {
  for (const language of LANGUAGES) {
    for (const [action, state, title] of [
      ['prove', 'open', 'prove_title'],
      ['prove', 'used', 'proved_title'],
      ['prove', 'over', 'over_title'],
      ['not_me', 'open', 'not_me_title'],
      ['not_me', 'used', 'reported_title'],
      ['not_me', 'over', 'over_title'],
    ] as const) {
      const { ask } = await openScene(t, { pages: linkPages({ action, state, language }) });
      const text = await (await ask('GET', PATH, { headers: { 'accept-language': 'ja, nl;q=0.5' } })).text();
      t.true(text.includes(`<html lang="${language}">`), `${language} ${action} ${state}`);
      t.true(unescaped(text).includes(`<h1>${PAGE_PHRASES[language][title]}</h1>`), `${language} ${action} ${state}`);
      t.is(text.includes('<form'), state === 'open');
    }
  }
});

function unescaped(text: string): string {
  return text.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}

test('an unknown link is a page with status 404, in a language that the browser or the address names', async (t) => {
  const { ask, post, calls } = await openScene(t, { pages: linkPages(PROVE) });
  for (const [path, accepted, language] of [
    ['/c/unknown', 'de-AT,de;q=0.9,en;q=0.8', 'de'],
    ['/c/unknown', 'ja', 'en'],
    ['/c/unknown', undefined, 'en'],
    ['/c/unknown?lang=pt', 'de', 'pt'],
    ['/c/unknown?lang=%22%3E%3Cscript%3E', 'it', 'it'],
    ['/c/unknown?lang=pt&lang=nl', 'es', 'es'],
  ] as const) {
    const response = await ask('GET', path, { headers: { 'accept-language': accepted ?? '' } });
    t.is(response.status, 404);
    const text = await response.text();
    t.true(text.includes(`<html lang="${language}">`), `${path} ${accepted ?? ''}`);
    t.notRegex(text, /script/);
  }
  t.is((await post('/c/unknown')).status, 404);
  t.deepEqual(calls.at(-1), ['useLink', 'unknown']);
  for (const [method, path] of [
    ['GET', '/c/'],
    ['GET', '/c'],
    ['GET', `${PATH}/more`],
  ] as const)
    t.true([401, 404].includes((await ask(method, path)).status), path);
  t.is((await ask('PUT', PATH)).status, 405);
});

test('a button that was pressed on another site has no effect', async (t) => {
  const { post, calls, url } = await openScene(t, { pages: linkPages(PROVE) });
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'cross-site', origin: 'null' },
    { origin: 'https://evil.example' },
    { origin: 'https://shop.example.evil.example' },
    { origin: 'no address' },
  ]) {
    const response = await post(PATH, {}, headers);
    t.is(response.status, 403, JSON.stringify(headers));
    t.regex(await response.text(), /<h1>Request refused<\/h1>/);
  }
  t.deepEqual(calls, []);
  for (const headers of [
    { 'sec-fetch-site': 'same-origin', origin: 'null' },
    { origin: 'null' },
    { origin: url },
    { origin: 'https://shop.example' },
    {},
  ])
    t.is((await post(PATH, {}, headers as Record<string, string>)).status, 200, JSON.stringify(headers));
});

test('a fault of ours is a page that says to try again, and is logged without the address', async (t) => {
  const fault = new ProxyCallError('store_unavailable', 'the file is gone', { retryable: true });
  const { ask, log } = await openScene(t, { pages: { readLink: () => Promise.reject(fault) } });
  const response = await ask('GET', `${PATH}?lang=en`);
  t.deepEqual([response.status, response.headers.get('retry-after')], [503, '1']);
  const text = await response.text();
  t.regex(text, /<h1>Temporarily unavailable<\/h1>/);
  t.notRegex(text, /the file is gone/);
  t.regex(log(), /store_unavailable/);
  t.false(log().includes(TOKEN));
});

test('the earlier address of a code says what to do, and nothing of what is in it', async (t) => {
  const { ask, calls } = await openScene(t, { settings: { shopName: 'Grace & Co' } });
  for (const query of ['', '?pending_id=P-1&otp=480213', '?pending_id=%3Cscript%3E&otp=%22', '?otp=1&otp=2']) {
    for (const method of ['GET', 'HEAD']) {
      const response = await ask(method, `/confirmations/verify${query}`, { headers: { 'accept-language': 'en' } });
      t.is(response.status, 200, query);
      const text = await response.text();
      if (method === 'GET') t.regex(text, /Reply to the text with the code .* or use the link in the mail/);
      t.notRegex(text, /P-1|480213|script|<form/);
      if (method === 'GET') t.regex(text, /Grace &amp; Co/);
    }
  }
  t.is((await ask('POST', '/confirmations/verify')).status, 405);
  t.deepEqual(calls, []);
});
