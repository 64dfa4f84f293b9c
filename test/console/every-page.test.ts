import { ROLES } from '../../src/domain/model/role.js';
import { maySee } from '../../src/entry/console/view.js';
import { shows } from '../http/access/scene.js';
import { testInTurn } from '../http/in-turn.js';
import { visit } from './browser-less.js';
import { followsRules } from './page-rules.js';
import { openFull } from './places.js';

/** Examples in hints, kept free for fiction. */
const EXAMPLES = ['+33639980000', '+33639981234'];

function numbersIn(html: string): string[] {
  return [...html.replaceAll('&#43;', '+').matchAll(/(?:\+|%2B)\d{8,15}/gi)].map(([number]) =>
    number.replace(/^%2B/i, '+'),
  );
}

for (const role of ROLES) {
  testInTurn(
    `every page, for the role ${role}: nothing inline, and nobody's number unless the role is shown it`,
    async (t) => {
      const { as, places, personal, free } = await openFull(t);
      const isMasked = role === 'viewer' || role === 'operator';
      let seen = 0;
      for (const language of ['en', 'fr']) {
        const visitor = await as(role, { 'accept-language': language });
        for (const { page, path } of places) {
          const where = `${role} ${language} ${path}`;
          const reply = await visitor.get(`/console${path}`);
          const maySeeIt = maySee({ actor: { name: role, role } }, page);
          // The beginning leads every role to a page that it has.
          if (!maySeeIt && path === '') {
            t.deepEqual([reply.status, reply.to], [303, '/console/orders'], where);
            continue;
          }
          if (!maySeeIt) t.is(reply.status, 403, where);
          else if (role !== 'shop') t.is(reply.status, 200, where);
          if (reply.status === 200) seen += 1;
          followsRules(t, where, reply);
          if (!isMasked && reply.status === 200) continue;
          const { html } = reply;
          for (const secret of personal) t.false(shows(html, secret), `${where} shows ${secret}`);
          t.deepEqual(
            numbersIn(html).filter((number) => !EXAMPLES.includes(number) && !free.includes(number)),
            [],
            where,
          );
        }
      }
      t.true(role === 'shop' || seen >= 10);
    },
  );
}

testInTurn('pages for nobody in particular have nothing inline either', async (t) => {
  const { service } = await openFull(t);
  const visitor = await visit(service.url, undefined);
  for (const path of [
    '/console/sign-in',
    '/console/sign-in?next="><script>x</script>',
    '/console/nothing',
    '/console/x/%3Cscript%3E',
  ]) {
    const reply = await visitor.get(path.replaceAll(/["<>]/g, encodeURIComponent));
    followsRules(t, path, reply);
    t.false(reply.html.includes('<script>'), path);
  }
  followsRules(t, 'a wrong token', await visitor.post('/console/sign-in', { token: '"><script>alert(1)</script>' }));
  followsRules(t, 'a form of nobody', await visitor.post('/console/sign-in', { _csrf: '<script>' }));
});

testInTurn('a page is shown with the language that the browser asks for, or that was chosen', async (t) => {
  const { as } = await openFull(t);
  const visitor = await as('admin', { 'accept-language': 'fr-FR,fr;q=0.9,en;q=0.8' });
  const page = await visitor.get('/console');
  t.regex(page.html, /<html lang="fr">/);
  t.regex((await visitor.submit(page, '/console/language')).html, /<html lang="en">/);
  visitor.cookies.set('proxycall_language', '"><script>');
  t.regex((await visitor.get('/console')).html, /<html lang="fr">/);
});
