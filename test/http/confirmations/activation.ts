import test from 'ava';
import { ProxyCallError, invalidField } from '../../../src/domain/model/errors.js';
import { LANGUAGES } from '../../../src/domain/model/phrases.js';
import { PAGE_PHRASES, pagePhrase } from '../../../src/entry/http/pages/phrases.js';
import type { ActivationAnswer } from '../../../src/ports/confirmation-pages.js';
import { openScene, PERSON } from './scene.js';

const HANDLE = 'h4nd1e-0f-nobody';
const activate = () => Promise.resolve({ handle: HANDLE });

test('somebody registers: the form, the code, the end', async (t) => {
  const answers: ActivationAnswer[] = [
    { kind: 'wrong', attemptsLeft: 4, language: 'en' },
    { kind: 'confirmed', language: 'en' },
  ];
  const enterCode = () => Promise.resolve(answers.shift() ?? { kind: 'over' as const, language: 'en' as const });
  const { ask, post, calls } = await openScene(t, {
    pages: { activate, enterCode },
    settings: { shopName: 'Grace’s' },
  });
  const form = await (await ask('GET', '/activate?lang=en')).text();
  for (const [id, fill] of [
    ['name', 'name'],
    ['mail', 'email'],
    ['phone', 'tel'],
  ] as const) {
    t.true(form.includes(`<label for="${id}">`), id);
    t.regex(form, new RegExp(`<input\\s+id="${id}"\\s+name="${id}"\\s+required [^>]*autocomplete="${fill}"`));
  }
  t.true(form.includes('aria-describedby="phone-hint"') && form.includes('id="phone-hint"'));
  t.regex(form, /<title>Registration – Grace’s<\/title>/);
  t.deepEqual(calls, []);

  const code = await post('/activate?lang=en', { ...PERSON, mail: ' ada@shop.example ' });
  t.is(code.status, 200);
  const codeForm = await code.text();
  t.true(codeForm.includes(`<input type="hidden" name="handle" value="${HANDLE}"`));
  t.regex(codeForm, /<input\s+id="code"\s[^>]*inputmode="numeric" autocomplete="one-time-code"/);
  t.deepEqual(calls, [['activate', { ...PERSON, language: 'en' }, '127.0.0.1']]);

  const empty = await post('/activate?lang=en', { handle: HANDLE, code: '  ' });
  t.is(empty.status, 422);
  t.regex(await empty.text(), /aria-describedby="code-fault" aria-invalid="true"[^]*id="code-fault">Enter the digits/);
  t.is(calls.length, 1);

  const wrong = await post('/activate?lang=en', { handle: HANDLE, code: '480 213' });
  t.is(wrong.status, 422);
  const wrongPage = await wrong.text();
  t.regex(wrongPage, /<title>Error: Enter the code/);
  t.regex(wrongPage, /id="code-fault">This code is wrong\. Attempts left: 4\./);
  t.true(wrongPage.includes(HANDLE));
  t.deepEqual(calls.at(-1), ['enterCode', HANDLE, '480213', '127.0.0.1']);

  const done = await post('/activate?lang=en', { handle: HANDLE, code: '111222' });
  t.is(done.status, 200);
  const end = await done.text();
  t.regex(end, /<h1>Phone confirmed<\/h1>/);
  t.false(end.includes(HANDLE));
});

test('codes are locked, or the registration is over: a way back to the beginning', async (t) => {
  for (const [kind, status, title] of [
    ['locked', 429, 'locked_title'],
    ['over', 410, 'ended_title'],
  ] as const) {
    const { post } = await openScene(t, { pages: { enterCode: () => Promise.resolve({ kind, language: 'de' }) } });
    const response = await post('/activate?lang=fr', { handle: HANDLE, code: '123456' });
    t.is(response.status, status);
    const text = await response.text();
    t.true(text.includes(PAGE_PHRASES.de[title]) && text.includes('href="/activate?lang=de"'));
  }
});

test('what is wrong is said at its field, with what was entered, escaped', async (t) => {
  const { post, calls } = await openScene(t, { pages: { activate } });
  const name = `Ada "x" <b>'&`;
  const response = await post('/activate?lang=en', { name, mail: 'nobody', phone: '' });
  t.is(response.status, 422);
  const text = await response.text();
  t.true(text.includes('value="Ada &quot;x&quot; &lt;b&gt;&#39;&amp;"'));
  t.regex(text, /<title>Error: Registration/);
  t.regex(text, /id="mail"[^>]*aria-describedby="mail-fault" aria-invalid="true"/);
  t.regex(text, /id="phone"[^>]*aria-describedby="phone-hint phone-fault" aria-invalid="true"/);
  t.regex(text, /<p class="fault" id="mail-fault">/);
  t.notRegex(text, /id="name-fault"/);
  t.deepEqual(calls, []);
  for (const fields of [
    {},
    { name: 'A'.repeat(201), mail: 'a@b.example', phone: '1' },
    { ...PERSON, phone: '1'.repeat(101) },
  ])
    t.is((await post('/activate?lang=en', fields as Record<string, string>)).status, 422);
});

test('what the use case refuses is said at its field too, or above them', async (t) => {
  let error: Error = invalidField('phone', 'cannot be called');
  const { post } = await openScene(t, { pages: { activate: () => Promise.reject(error) } });
  const refused = await post('/activate?lang=en', PERSON);
  t.is(refused.status, 422);
  t.regex(await refused.text(), /id="phone-fault">Enter a phone number that we can reach/);
  error = new ProxyCallError('invalid_request', 'no');
  const other = await post('/activate?lang=en', PERSON);
  t.is(other.status, 422);
  t.regex(await other.text(), /role="alert">You cannot be registered with these details/);
  error = new ProxyCallError('too_many_sends', 'no', { retryAfterSeconds: 290.2 });
  const tooMany = await post('/activate?lang=en', PERSON);
  t.deepEqual([tooMany.status, tooMany.headers.get('retry-after')], [429, '291']);
  t.regex(await tooMany.text(), /Try again in 5 minutes\./);
  error = new Error('Ada Lovelace is broken');
  const broken = await post('/activate?lang=en', PERSON);
  t.is(broken.status, 500);
  t.notRegex(await broken.text(), /Ada/);
});

test('only small forms in UTF-8 of our own page are read', async (t) => {
  const { ask, post, calls } = await openScene(t, { pages: { activate } });
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const send = (body: string | Buffer<ArrayBuffer>, headers: Record<string, string>) =>
    ask('POST', '/activate?lang=en', { body, headers });
  t.is((await send(JSON.stringify(PERSON), { 'content-type': 'application/json' })).status, 415);
  t.is((await send('name=a', { 'content-type': 'application/x-www-form-urlencoded; charset=latin1' })).status, 415);
  t.is((await send('name=a', { ...type, 'content-encoding': 'gzip' })).status, 415);
  t.is((await send(`name=${'a'.repeat(4096)}`, type)).status, 413);
  for (const body of ['name=%ff', 'name=%', 'name=a&name=b', 'name=\u00e9'])
    t.is((await send(Buffer.from(body, 'latin1'), type)).status, 400, body);
  t.is((await post('/activate', PERSON, { 'sec-fetch-site': 'cross-site' })).status, 403);
  t.is((await post('/activate', { handle: '', code: '123456' })).status, 400);
  t.deepEqual(calls, []);
});

test('without PROXYCALL_ACTIVATION there is no such page', async (t) => {
  const { ask, post, calls } = await openScene(t, { pages: { hasActivation: false } });
  for (const response of [await ask('GET', '/activate'), await post('/activate', PERSON)]) {
    t.is(response.status, 404);
    t.regex(await response.text(), /<h1>Page not found<\/h1>/);
  }
  t.deepEqual(calls, []);
});

test('sends are counted by the address that the proxies say, of IPv6 by its network', async (t) => {
  const { post, calls } = await openScene(t, {
    pages: { activate },
    config: {
      http: { host: undefined, isProduction: false, proxyHops: 1, metricsToken: undefined, metricsPort: undefined },
    },
  });
  for (const [forwarded, address] of [
    ['203.0.113.7', '203.0.113.7'],
    ['198.51.100.1, 203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ] as const) {
    await post('/activate', PERSON, { 'x-forwarded-for': forwarded });
    t.is(calls.at(-1)?.[2], address);
  }
});

test('the pages are complete in every language', async (t) => {
  const { ask, post } = await openScene(t, { pages: { activate } });
  for (const language of LANGUAGES) {
    const phrases = PAGE_PHRASES[language];
    for (const [phrase, text] of Object.entries(phrases)) {
      t.is(text.trim(), text, `${language} ${phrase}`);
      t.true(text !== '');
      const holes = (phrases_: string) => (phrases_.match(/\{\w+\}/g) ?? []).sort();
      t.deepEqual(holes(text), holes(PAGE_PHRASES.en[phrase as keyof typeof phrases]), `${language} ${phrase}`);
      if (language !== 'en' && text.length > 25)
        t.not(text, PAGE_PHRASES.en[phrase as keyof typeof phrases], `${language} ${phrase}`);
    }
    const form = await (await ask('GET', '/activate', { headers: { 'accept-language': language } })).text();
    t.true(form.includes(`<html lang="${language}">`) && form.includes(`action="/activate?lang=${language}"`));
    const code = await (await post(`/activate?lang=${language}`, PERSON)).text();
    t.true(code.includes(`<html lang="${language}">`));
  }
  t.regex(pagePhrase('fr', 'too_many_text', { waitSeconds: 61 }), /61\s+secondes/);
  t.regex(pagePhrase('es', 'too_many_text', { waitSeconds: 7200 }), /2\s+horas/);
});
