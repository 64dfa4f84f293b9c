import test from 'ava';
import { shows } from '../http/access/scene.js';
import { clientPhone } from '../support.js';
import { openConsole } from './browser-less.js';

const FORM = '/console/clients/1/update';

test('two people who change different fields of a client undo nothing of each other', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const read = async () => (await sendAs('admin', 'GET', '/clients/1')).json;
  const admin = await as('admin');
  const page = await admin.get('/console/clients/1');
  await sendAs('admin', 'PUT', '/clients/1', { client_real_phone: clientPhone(77) });
  const before = await read();
  const saved = await admin.submit(page, FORM, { client_name: 'Ada King' });
  t.regex(saved.text, /The change was saved/);
  t.deepEqual(await read(), { ...before, client_name: 'Ada King', client_real_phone: clientPhone(77) });
});

test('a change of what somebody else has changed meanwhile is not written', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const read = async () => (await sendAs('admin', 'GET', '/clients/1')).json;
  const admin = await as('admin', { 'accept-language': 'en' });
  const page = await admin.get('/console/clients/1');
  const theirs = { client_name: 'Ada Byron', client_real_phone: clientPhone(77) };
  await sendAs('admin', 'PUT', '/clients/1', theirs);
  const before = await read();
  const refused = await admin.submit(page, FORM, { client_name: 'Ada King' });
  t.is(refused.status, 422);
  t.regex(refused.text, /somebody else changed this client meanwhile/);
  t.deepEqual(await read(), before, 'nothing was written');
  const form = refused.forms.find(({ action }) => action === FORM);
  t.is(form?.fields['client_name'], 'Ada King', 'what was typed stays');
  t.is(form?.fields['client_real_phone'], clientPhone(77), 'what was not is as on record');
  const saved = await admin.submit(refused, FORM);
  t.regex(saved.text, /The change was saved/);
  t.deepEqual(await read(), { ...before, client_name: 'Ada King' });
});

test('whoever changes the same field is told next to it', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const admin = await as('admin', { 'accept-language': 'fr' });
  const page = await admin.get('/console/clients/1');
  await sendAs('admin', 'PUT', '/clients/1', { client_name: 'Ada Byron' });
  const refused = await admin.submit(page, FORM, { client_name: 'Ada King' });
  t.is(refused.status, 422);
  t.regex(refused.html, /id="field-client_name-fault">a été modifié entre-temps/);
  t.regex(refused.text, /quelqu’un d’autre a modifié ce client entre-temps/);
  t.is((await sendAs('admin', 'GET', '/clients/1')).json['client_name'], 'Ada Byron');
});

test('a role with masked values has none in the form, and only what it types counts', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const operator = await as('operator');
  const page = await operator.get('/console/clients/1');
  const form = page.forms.find(({ action }) => action === FORM);
  t.deepEqual(
    Object.keys(form?.fields ?? {}).filter((name) => name.startsWith('shown_')),
    ['shown_client_iso_residency'],
  );
  await sendAs('admin', 'PUT', '/clients/1', { client_real_phone: clientPhone(77) });
  const saved = await operator.submit(page, FORM, { client_name: 'Ada King' });
  t.regex(saved.text, /The change was saved/);
  const { json } = await sendAs('admin', 'GET', '/clients/1');
  t.deepEqual([json['client_name'], json['client_real_phone']], ['Ada King', clientPhone(77)]);
});

test('an operator changes a client whom they have just revealed', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const operator = await as('operator');
  const page = await operator.get('/console/clients/1');
  const revealed = await operator.submit(page, '/console/clients/1/reveal', { reason: 'customer_asked' });
  const form = revealed.forms.find(({ action }) => action === FORM);
  t.is(form?.fields['client_name'], 'Ada Lovelace');
  await sendAs('admin', 'PUT', '/clients/1', { client_real_phone: clientPhone(77) });
  const saved = await operator.submit(revealed, FORM, { client_name: 'Ada King' });
  t.regex(saved.text, /The change was saved/);
  const { json } = await sendAs('admin', 'GET', '/clients/1');
  t.deepEqual([json['client_name'], json['client_real_phone']], ['Ada King', clientPhone(77)]);
});

test('what a form is made to say it showed tells an operator nothing of what is masked', async (t) => {
  const { as, personal } = await openConsole(t);
  const operator = await as('operator');
  const fields = { client_mail: '', client_real_phone: '', client_iso_residency: '', client_proxy_number: '' };
  const answers = [];
  for (const guess of [clientPhone(1), clientPhone(2)]) {
    const page = await operator.get('/console/clients/1');
    const made = {
      ...fields,
      shown_client_real_phone: guess,
      client_name: `Ada ${answers.length === 0 ? 'Bee' : 'Cee'}`,
    };
    const reply = await operator.post(FORM, made);
    t.deepEqual([reply.status, reply.to], [303, '/console/clients/1']);
    answers.push((await operator.get('/console/clients/1')).text);
    for (const secret of personal) if (secret !== 'Ada') t.false(shows(page.text, secret), secret);
    // Nor by a phone that is the same as what it claims to have shown: the record is not looked at.
    const same = await operator.post(FORM, { ...fields, client_real_phone: guess, shown_client_real_phone: guess });
    t.is(same.status, 422);
    t.regex(same.text, /there is nothing to change/);
  }
  t.is(new Set(answers).size, 1, 'right or wrong, the answer is the same');
});

test('the same phone, written otherwise, is no change', async (t) => {
  const { as } = await openConsole(t);
  const admin = await as('admin');
  const page = await admin.get('/console/clients/1');
  const same = await admin.submit(page, FORM, { client_real_phone: '06 39 98 50 01' });
  t.is(same.status, 422);
  t.regex(same.text, /there is nothing to change/);
});
