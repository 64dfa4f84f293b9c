import type { ExecutionContext } from 'ava';
import { testInTurn } from '../http/in-turn.js';
import { TOKEN } from '../support.js';
import { visit, type PageReply, type Visitor } from './browser-less.js';
import { open } from './following.js';

const USE = '/console/try/use';

/** With an order of the page. */
async function openTryIt(t: ExecutionContext, language = 'en') {
  const { service } = await open(t);
  const visitor = await visit(service.url, TOKEN, { 'accept-language': language });
  const page = await visitor.submit(await visitor.get('/console/try'), '/console/try/order');
  const form = formOf(page, 'courier', 'call');
  t.regex(form['to'] ?? '', /^\+\d+$/);
  return { service, visitor, page, proxy: form['to'] ?? '' };
}

function formOf(page: PageReply, handset: string, does: string): Readonly<Record<string, string>> {
  const own = page.forms.filter(({ action }) => action === USE).map(({ fields }) => fields);
  const found = own.find((fields) => fields['handset'] === handset && fields['do'] === does);
  if (found === undefined) throw new TypeError(`the ${handset} has no form to ${does}`);
  return found;
}

const byHtmx = (visitor: Visitor, fields: Readonly<Record<string, string>>) =>
  visitor.ask(USE, { method: 'POST', headers: { 'hx-request': 'true' }, body: new URLSearchParams(fields) });

testInTurn('each phone has a form to call, one to text and one to behave, and each does only that', async (t) => {
  const { service, visitor, page, proxy } = await openTryIt(t);
  for (const handset of ['client', 'courier'])
    for (const does of ['call', 'text', 'set']) t.is(formOf(page, handset, does)['handset'], handset);
  t.false('body' in formOf(page, 'courier', 'call'));
  const sent = await byHtmx(visitor, { ...formOf(page, 'courier', 'text'), body: 'I am downstairs.' });
  t.is(sent.status, 200);
  t.true(sent.text.includes(`Text to ${proxy} I am downstairs.`));
  const client = service.carrier.phone('+33639987654');
  t.is(client.rings.length, 0);
  await byHtmx(visitor, formOf(page, 'courier', 'call'));
  t.is(client.rings.length, 1);
  await byHtmx(visitor, { ...formOf(page, 'client', 'set'), behaviour: 'is_busy' });
  t.is(client.behaviour, 'is_busy');
});

testInTurn('what a phone has done exchanges the screens alone: fields keep what is typed', async (t) => {
  const { visitor, page } = await openTryIt(t);
  const part = await byHtmx(visitor, formOf(page, 'courier', 'call'));
  t.deepEqual(
    [...part.html.matchAll(/<div[^>]*id="([^"]*)"[^>]*hx-swap-oob="innerMorph"/g)].map(([, id]) => id),
    ['client-screen', 'courier-screen'],
  );
  t.is(part.html.match(/role="log"/g)?.length, 2);
  t.notRegex(part.html, /<(?:form|input|button|html)/);
});

testInTurn('what was heard is quoted as the language does', async (t) => {
  for (const [language, quoted] of [
    ['en', /Heard: “[^”]+”/],
    ['fr', /Entendu\u00a0: «\u00a0[^»]+\u00a0»/],
  ] as const) {
    const { visitor, page } = await openTryIt(t, language);
    const part = await byHtmx(visitor, formOf(page, 'client', 'call'));
    t.regex(part.html, quoted, language);
  }
});

testInTurn('a form that is refused says why, and changes no screen', async (t) => {
  const { visitor, page } = await openTryIt(t);
  const refusals: readonly Readonly<Record<string, string>>[] = [
    { ...formOf(page, 'courier', 'call'), to: '<b>1</b>' },
    { ...formOf(page, 'courier', 'text'), body: '' },
    { ...formOf(page, 'courier', 'call'), keys: 'x' },
    { ...formOf(page, 'courier', 'set'), behaviour: 'flies' },
  ];
  for (const fields of refusals) {
    const refused = await byHtmx(visitor, fields);
    t.is(refused.status, 422, fields['do']);
    t.regex(refused.html, /role="alert"/);
    t.notRegex(refused.html, /screen|<b>/);
    // Without scripts it is the page, with what was typed, next to the field of this form alone.
    const whole = await visitor.post(USE, fields);
    t.is(whole.status, 422);
    t.is(whole.html.match(/aria-invalid/g)?.length, 1, fields['do']);
  }
});
