import test from 'ava';
import type { HttpAnswer } from './google.js';
import { ADDRESS, answerOf, clientsTab, type Clicked, type Menu } from './menu.js';
import { clientsWithout, openScene } from './scene.js';

const SHEETS = [
  clientsTab([1, 2, 3]),
  {
    title: 'TwilioPools',
    rows: [
      ['phone_number', 'status'],
      ['+33639980001', 'error'],
    ],
  },
];

/** Every entry, with the answers that lead to its request, and the roles that may carry it out. */
const ENTRIES: readonly (readonly [name: string, answers: readonly string[], roles: string])[] = [
  ['menuAssign', ['yes'], 'operator or admin'],
  ['menuMailNumberReady', ['yes'], 'operator or admin'],
  ['menuFree', ['FR'], 'viewer or operator or admin'],
  ['menuBuy', ['FR', '1', 'yes'], 'admin'],
  ['menuSync', ['yes'], 'operator or admin'],
  ['menuRelease', ['yes'], 'admin'],
];

async function clickAll(menu: Menu, check: (name: string, clicked: Clicked, roles: string) => void) {
  for (const [name, answers, roles] of ENTRIES)
    check(name, await menu.click(name, { sheets: SHEETS, selection: [[2, 3]], answers }), roles);
}

test('without a token every entry asks for the settings, and sends nothing', async (t) => {
  const { menu } = await openScene(t);
  await clickAll(menu, (name, { happened, error }) => {
    t.is(error, undefined, name);
    t.deepEqual([happened.requests, happened.dialogs], [[], []], name);
    t.true(happened.panels[0]?.html.includes('First enter the address of the service'), name);
    t.is(happened.panels[0]?.title, 'Settings', name);
  });
});

test("a viewer's token lists free numbers, and is told which role everything else needs", async (t) => {
  const { harness, menu } = await openScene(t, 'viewer');
  const before = await harness.api.poolStats();
  await clickAll(menu, (name, { shown }, roles) => {
    if (name === 'menuFree') t.is(shown.summary, 'There is no free number in FR.');
    else t.regex(shown.summary, new RegExp(`^Your token may not do this\\. It needs the role ${roles}\\.`), name);
    t.is(shown.again, undefined, name);
  });
  const { shown } = await menu.click('menuAssign', { sheets: SHEETS, selection: [[2, 3]], answers: ['yes'] });
  t.deepEqual(
    shown.rows.map(({ text, tone }) => (tone === 'bad' ? 'problem' : text)),
    ['problem', 'not done', 'not done'],
  );
  t.deepEqual(await harness.api.poolStats(), before);
});

test('an operator buys nothing and releases nothing', async (t) => {
  const { menu } = await openScene(t, 'operator');
  for (const name of ['menuBuy', 'menuRelease']) {
    const answers = ENTRIES.find(([entry]) => entry === name)?.[1] ?? [];
    const { shown } = await menu.click(name, { sheets: SHEETS, answers, locale: 'fr' });
    t.regex(shown.summary, /^Votre jeton ne le permet pas\. Il faut le rôle admin\./, name);
  }
});

test('a token that is revoked is told so', async (t) => {
  const { harness, menu } = await openScene(t, 'operator');
  for (const { id } of (await harness.api.listTokens()).tokens) await harness.api.revokeToken(id);
  const { shown } = await menu.click('menuFree', { answers: ['FR'] });
  t.regex(shown.summary, /does not accept this token/);
});

test('with the service away, every entry says so, and which rows are not done', async (t) => {
  const { harness, menu } = await openScene(t, 'admin');
  await clientsWithout(harness, [1]);
  await harness.stop();
  menu.route(undefined);
  await clickAll(menu, (name, { shown, happened, error }) => {
    t.is(error, undefined, name);
    t.regex(shown.summary, /^The service cannot be reached\. Try again in a minute\. \(Address unavailable\)/, name);
    t.is(shown.tone, 'bad', name);
    // Nothing is done twice: each request is a read, has a key, or asks for a state.
    t.deepEqual(happened.sleeps, [1000, 3000], name);
  });
  const assigned = await menu.click('menuAssign', { sheets: SHEETS, selection: [[2, 3]], answers: ['yes'] });
  t.deepEqual(
    assigned.shown.rows.map(({ text }) => text.slice(0, 8)),
    ['The serv', 'not done', 'not done'],
  );
  const mailed = await menu.click('menuMailActivation', { sheets: SHEETS, selection: [[2, 2]], answers: ['yes'] });
  t.deepEqual(
    mailed.shown.rows.map(({ text }) => text),
    ['not known', 'not known'],
  );
  // Under the same key: nobody gets it twice.
  t.not(mailed.shown.again, undefined);
});

test('"Try again" continues the same click, once the service is back', async (t) => {
  const { harness, menu } = await openScene(t, 'operator');
  await clientsWithout(harness, [1, 2, 3]);
  const click = { sheets: SHEETS, selection: [[2, 3]] as const, answers: ['yes'] };
  menu.route(undefined);
  const { shown: away } = await menu.click('menuAssign', click);
  menu.route(harness.url);
  // The spreadsheet has changed in the meantime: the click has not.
  const { shown } = await menu.click('repeatClick', { sheets: [] }, away.again);
  t.is(shown.summary, 'Done: 3. With a problem: 0. Not done: 0.');
  t.is(shown.again, undefined);
});

test('a script that runs out of time says which rows are left, and continues with them', async (t) => {
  const { harness, menu } = await openScene(t, 'operator');
  await clientsWithout(harness, [1, 2, 3]);
  const click = { sheets: SHEETS, selection: [[2, 3]] as const, answers: ['yes'], secondsPerRequest: 150 };
  const { shown } = await menu.click('menuAssign', click);
  t.deepEqual(
    shown.rows.map(({ tone }) => tone),
    ['good', 'good', 'none'],
  );
  t.regex(shown.summary, /^The time that a script may take is over.*Done: 2\. With a problem: 0\. Not done: 1\.$/);
  t.is((await menu.click('repeatClick', {}, shown.again)).shown.tone, 'good');
});

const problem = (status: number, code: string, headers = {}) =>
  answerOf(status, { type: 'about:blank', status, code, detail: `detail of ${code}`, request_id: 'r-1' }, headers);
const page = (status: number, headers = {}): HttpAnswer => ({ status, headers, text: '<html>nothing</html>' });

test('every answer that is none has its words', async (t) => {
  const { menu } = await openScene(t, 'operator');
  const cases: readonly (readonly [answer: HttpAnswer, words: RegExp, hasButton: boolean])[] = [
    [problem(401, 'unauthorized'), /asks for a token/, false],
    [problem(403, 'forbidden'), /does not accept this token/, false],
    [problem(429, 'too_many_attempts', { 'Retry-After': '42' }), /Wait 42 seconds/, true],
    [problem(429, 'too_many_attempts', { 'retry-after': '17' }), /Wait 17 seconds/, true],
    [problem(429, 'too_many_sends'), /Wait 60 seconds/, true],
    [problem(404, 'route_not_found'), /newer version/, false],
    [problem(400, 'invalid_request'), /The service refuses this: detail of invalid_request/, false],
    [problem(500, 'internal'), /The service has failed: detail of internal .* r-1$/, true],
    [problem(503, 'store_unavailable'), /cannot use its store/, true],
    [problem(502, 'outcome_unknown'), /may or may not have been done/, true],
    [page(502), /cannot be reached.*HTTP 502/, true],
    [page(429), /cannot be reached.*HTTP 429/, true],
    [page(404), /ProxyCall does not answer at this address/, false],
    [page(200), /ProxyCall does not answer at this address/, false],
    [page(301, { location: 'https://elsewhere.example/' }), /leads to another one/, false],
  ];
  for (const [answer, words, hasButton] of cases) {
    menu.route(() => Promise.resolve(answer));
    const { shown, happened } = await menu.click('menuFree', { answers: ['FR'] });
    t.regex(shown.summary, words);
    t.is(shown.again !== undefined, hasButton, shown.summary);
    for (const { url } of happened.requests) t.true(url.startsWith(`${ADDRESS}/pool/available?`));
  }
});

test('what others have written is text in the panel, and no markup', async (t) => {
  const { menu } = await openScene(t, 'operator');
  const evil = `"><img src=x onerror=alert(1)>'</script>&amp;`;
  menu.route(() => Promise.resolve(answerOf(400, { code: 'some', detail: evil })));
  const refused = await menu.click('menuAssign', {
    sheets: [clientsTab([evil])],
    selection: [[2, 1]],
    answers: ['yes'],
  });
  t.is(refused.shown.rows[0]?.label, `${evil} (row 2)`);
  t.is(refused.shown.rows[0]?.text, `The service refuses this: ${evil}`);
  menu.route(() => Promise.resolve(page(502)));
  const away = await menu.click('menuAssign', { sheets: [clientsTab([evil])], selection: [[2, 1]], answers: ['yes'] });
  t.like(away.shown.again, { input: { clients: [{ id: evil }] } });
  for (const { happened } of [refused, away]) t.false(happened.panels[0]?.html.includes('<img'));
});

test('late in the time of a script a request is not repeated any more', async (t) => {
  const { menu } = await openScene(t, 'operator');
  let requests = 0;
  menu.route(() => {
    requests += 1;
    return Promise.resolve(requests > 2 ? page(502) : answerOf(200, { client_id: '1', proxy: '+33639980001' }));
  });
  const click = { sheets: SHEETS, selection: [[2, 3]] as const, answers: ['yes'], secondsPerRequest: 61 };
  const { shown, happened } = await menu.click('menuAssign', click);
  t.deepEqual(
    shown.rows.map(({ tone }) => tone),
    ['good', 'good', 'bad'],
  );
  t.is(happened.requests.length, 3);
});
