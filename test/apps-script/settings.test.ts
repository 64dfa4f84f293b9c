import test from 'ava';
import { ADDRESS } from './menu.js';
import { openScene } from './scene.js';

test('address and token are kept for this user once the service has accepted them, and the token is never shown', async (t) => {
  const { menu, tokenFor } = await openScene(t);
  const token = await tokenFor('operator');
  const saved = await menu.configure(` ${token} `, `${ADDRESS}/`);
  t.deepEqual(saved.value, { isSaved: true, text: 'Saved: the service accepts this token.' });
  t.deepEqual(saved.properties, { PROXYCALL_URL: ADDRESS, PROXYCALL_TOKEN: token });
  t.is(saved.happened.requests[0]?.url, `${ADDRESS}/pool/stats`);

  const { happened } = await menu.click('menuSettings');
  const html = happened.panels[0]?.html ?? '';
  t.true(html.includes('A token is saved'));
  t.true(html.includes(`value="${ADDRESS}"`));
  t.false(html.includes(token));

  const removed = await menu.click('removeSettings');
  t.deepEqual(removed.properties, { PROXYCALL_URL: ADDRESS });
  t.true((await menu.click('menuFree')).happened.panels[0]?.html.includes('First enter'));
});

test('what the service does not accept is not kept, and does not replace what was', async (t) => {
  const { menu, tokenFor } = await openScene(t, 'operator');
  const { properties: before } = await menu.click('menuSettings');
  const shop = await tokenFor('shop');
  const valid = await tokenFor('viewer');
  const cases: readonly (readonly [token: string, url: string, words: RegExp])[] = [
    ['a-token-that-is-none', ADDRESS, /^Not saved\. The service does not accept this token/],
    [shop, ADDRESS, /^Not saved\. Your token may not do this\. It needs the role viewer or operator or admin/],
    [valid, 'https://elsewhere.example', /^Not saved\. The service cannot be reached/],
    ['', ADDRESS, /^Enter the token/],
    ['two words', ADDRESS, /^Enter the token/],
    [`${valid}\n${valid}`, ADDRESS, /^Enter the token/],
    ['jeton-é', ADDRESS, /^Enter the token/],
    [valid, '', /^The address must begin with https/],
    [valid, 'http://proxycall.example', /^The address must begin with https/],
    [valid, 'https://user:secret@proxycall.example', /^The address must begin with https/],
    [valid, 'https://proxycall.example?x=1', /^The address must begin with https/],
    [valid, 'proxycall.example', /^The address must begin with https/],
  ];
  for (const [token, url, words] of cases) {
    const { value, properties, happened } = await menu.configure(token, url);
    t.like(value, { isSaved: false });
    t.regex((value as { text: string }).text, words);
    t.deepEqual(properties, before);
    // No token goes anywhere before its address is one.
    if (words.source.startsWith('^The address')) t.deepEqual(happened.requests, []);
  }
});

test('something else than ProxyCall at that address is not kept', async (t) => {
  const { menu } = await openScene(t);
  for (const text of ['<html></html>', '{}', '[]', 'null', '{"pools":1}']) {
    menu.route(() => Promise.resolve({ status: 200, headers: {}, text }));
    const { value, properties } = await menu.configure('some-token');
    t.regex((value as { text: string }).text, /ProxyCall does not answer at this address/, text);
    t.deepEqual(properties, {}, text);
  }
});
