import { ROLES } from '../../src/domain/model/role.js';
import { maySee, mayOf } from '../../src/entry/console/view.js';
import { shows } from '../http/access/scene.js';
import { testInTurn } from '../http/in-turn.js';
import { followsRules } from './page-rules.js';
import { openFull } from './places.js';

/** What somebody may send who has read the pages of an admin. */
const FIELDS = {
  ...{ handset: 'courier', do: 'call', to: '+33199009999', keys: '1', behaviour: 'is_off', body: 'x' },
  ...{ name: 'x', role: 'admin', id: 'O-1', reason: 'support_request', confirm: '1', select_0: '+33639985001' },
  ...{ client_id: '9', order_id: 'O-9', client_name: 'x', client_mail: 'x@shop.example', text: 'O-1' },
};
const HTMX: readonly Record<string, string>[] = [
  {},
  { 'hx-request': 'true' },
  { 'hx-request': 'true', 'hx-target': '#phones', 'hx-current-url': 'http://localhost/console/try' },
  { 'hx-request': 'true', 'hx-target': 'body', 'hx-boosted': 'true', 'hx-history-restore-request': 'true' },
];

for (const role of ROLES.filter((each) => each !== 'admin')) {
  testInTurn(`whoever has the role ${role} gets nowhere with the forms of others`, async (t) => {
    const { as, service, places, personal, state } = await openFull(t);
    const visitor = await as(role);
    const actor = { name: role, role };
    // Of any page: the token of its forms.
    const page = await visitor.get('/console/orders');
    const _csrf = page.forms.find(({ fields }) => fields['_csrf'] !== undefined)?.fields['_csrf'] ?? '';
    t.not(_csrf, '');
    const before = await state();
    const calls = service.carrier.phone('+33639987654').rings.length;
    const refused: string[] = [];
    const operations = new Set<string>();
    for (const { page: each, path } of places) {
      for (const [name, { needs }] of Object.entries(each.actions ?? {})) {
        if (mayOf(role)(needs) && maySee({ actor }, each)) continue;
        refused.push(name);
        if (!mayOf(role)(needs)) operations.add(needs);
        for (const headers of HTMX) {
          const where = `${role} ${path}/${name} ${JSON.stringify(headers)}`;
          const body = new URLSearchParams({ ...FIELDS, _csrf });
          const reply = await visitor.ask(`/console${path}/${name}`, { method: 'POST', headers, body });
          t.is(reply.status, 403, where);
          t.is(reply.html.includes('<html'), headers['hx-request'] === undefined, where);
          t.regex(reply.text, /role|rôle/, where);
          followsRules(t, where, reply);
          if (role !== 'shop')
            for (const secret of personal) t.false(shows(reply.html, secret), `${where} shows ${secret}`);
        }
      }
    }
    t.true(refused.length >= 10, refused.join());
    t.is(await state(), before);
    t.is(service.carrier.phone('+33639987654').rings.length, calls);
    t.is(service.carrier.phone('+33199001234').behaviour, 'answers');
    // Each of them is in the audit trail, once a minute.
    const { json } = await service.send('GET', `/audit?actor=${encodeURIComponent(`a ${role}`)}&limit=200`);
    const entries = json['items'] as { readonly action: string; readonly outcome: string }[];
    const recorded = entries.filter(({ outcome }) => outcome === 'refused').map(({ action }) => action);
    for (const operation of operations) t.true(recorded.includes(operation), operation);
  });
}

testInTurn('a viewer finds no form but those to look for something', async (t) => {
  const { as, places } = await openFull(t);
  const visitor = await as('viewer');
  const found = new Set<string>();
  for (const { path } of places) {
    const { forms } = await visitor.get(`/console${path}`);
    for (const { action } of forms) found.add(action);
  }
  const own = ['/console/language', '/console/sign-out'];
  const looking = /\/(search|csv)$/;
  t.deepEqual(
    [...found].filter((action) => !own.includes(action) && !looking.test(action)),
    [],
  );
});

testInTurn('what is sent with every form that a masked role may send shows nobody', async (t) => {
  const { as, places, personal } = await openFull(t);
  for (const role of ['viewer', 'operator'] as const) {
    const visitor = await as(role);
    for (const { page, path } of places) {
      for (const [name, { needs }] of Object.entries(page.actions ?? {})) {
        if (!mayOf(role)(needs) || !maySee({ actor: { name: role, role } }, page) || name === 'reveal') continue;
        const where = `${role} ${path}/${name}`;
        const reply = await visitor.post(`/console${path}/${name}`);
        t.true(reply.status < 500, where);
        for (const secret of personal) t.false(shows(reply.html, secret), `${where} shows ${secret}`);
      }
    }
  }
});

testInTurn('a form without a token, or with one of another sign-in, does nothing on any page', async (t) => {
  const { as, places, state } = await openFull(t);
  const [visitor, other] = [await as('admin'), await as('admin')];
  const foreign = (await other.get('/console')).forms[0]?.fields['_csrf'] ?? '';
  const before = await state();
  for (const { page, path } of places)
    for (const name of Object.keys(page.actions ?? {}))
      for (const _csrf of ['', foreign]) {
        const body = new URLSearchParams({ ...FIELDS, _csrf });
        const reply = await visitor.ask(`/console${path}/${name}`, { method: 'POST', body });
        t.is(reply.status, 403, `${path}/${name}`);
        const get = await visitor.ask(`/console${path}/${name}`, {});
        t.true([303, 200, 403].includes(get.status), `GET ${path}/${name}`);
      }
  t.is(await state(), before);
});
