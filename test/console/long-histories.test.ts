import test from 'ava';
import { DEFAULT_CONFIRMATION_SETTINGS } from '../../src/domain/model/confirmation/confirmation-settings.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { clientPhone } from '../support.js';
import { openConsole } from './browser-less.js';

const CLIENT = {
  ...{ client_id: '1', client_name: 'Ada Lovelace', client_mail: 'ada1@shop.example' },
  client_real_phone: clientPhone(1),
};

const links = (html: string) => new Set([...html.matchAll(/href="\/console\/orders\/([\w-]+)"/g)].map(([, id]) => id));

test('the orders of a client are all shown, however many', async (t) => {
  const { as, service } = await openConsole(t);
  const admin = await as('admin');
  t.notRegex((await admin.get('/console/clients/1')).text, /See all/);
  for (let index = 1; index <= 30; index += 1)
    t.is((await service.send('POST', '/orders', { order_id: `P-${index.toString()}`, ...CLIENT })).status, 200);
  const client = await admin.get('/console/clients/1');
  const [, all = ''] = /href="([^"]*)">See all/.exec(client.html) ?? [];
  t.is(all, '/console/orders?client_id=1');
  const first = await admin.get(all);
  t.regex(first.text, /Orders of client 1/);
  const [, next = ''] = /href="([^"]*cursor=[^"]*)"/.exec(first.html) ?? [];
  t.regex(next, /client_id=1/);
  const second = await admin.get(next.replaceAll('&amp;', '&'));
  t.is(new Set([...links(first.html), ...links(second.html)]).size, 31);
  t.false(links(first.html + second.html).has('O-2'), 'those of others are not there');
  t.regex(first.html, /href="\/console\/orders\?client_id=1&amp;status=open"/);
});

test('so are the confirmations', async (t) => {
  const limits = { ...DEFAULT_CONFIRMATION_SETTINGS.limits, pauseMs: 0, phonePerDay: 100 };
  const confirmations = { ...DEFAULT_CONFIRMATION_SETTINGS, limits };
  const { as, service } = await openConsole(t, { settings: { ...DEFAULT_SETTINGS, confirmations } });
  const admin = await as('admin');
  for (let index = 1; index <= 6; index += 1) {
    const confirmation_id = `C-${index.toString()}`;
    t.is((await service.send('POST', '/confirmations', { confirmation_id, client_id: '1' })).status, 201);
    t.is((await service.send('POST', `/confirmations/${confirmation_id}/cancel`)).status, 200);
  }
  const client = await admin.get('/console/clients/1');
  const [, all = ''] = /href="([^"]*)">See all/.exec(client.html) ?? [];
  const list = await admin.get(all.replaceAll('&amp;', '&'));
  t.regex(list.text, /Confirmations of client 1/);
  for (let index = 1; index <= 6; index += 1) t.regex(list.html, new RegExp(`confirmations/C-${index.toString()}"`));
});
