import test from 'ava';
import { detailIn } from '../../src/entry/console/details.js';
import { openConsole } from './browser-less.js';

test('what is refused is said in French, without the names that programs have for fields', (t) => {
  for (const [detail, french] of [
    ['cursor: was not issued by this service', /^Cette partie de la liste/],
    ['too many wrong tokens: try again in 7 seconds', /^trop de jetons faux : réessayez dans 7 secondes$/],
    ['this form is of another sign-in, or of another site: open the page again', /^ce formulaire/],
    ['name: is the name of another token, or cannot be told from it', /^est le nom d’un autre jeton/],
    ['must be 1 to 60 letters, digits, spaces and . _ / -, and begin and end with a letter or digit', /^doit avoir/],
    ['must be a two-letter ISO 3166 country code, such as FR', /^doit être un code pays/],
    ['this number is not free: it is assigned', /^ce numéro n’est pas libre : il est attribué$/],
    ['ordersPerDay: must be from 1 to 100000', /^doit être de 1 à 100000$/],
    ['orders_per_day: must be from 1 to 100000', /^doit être de 1 à 100000$/],
    ['no order has this identifier', /^aucune commande/],
    ['must be a number such as +33639980000', /^doit être un numéro comme/],
    ['head: must be a head as the log has it: a number, a colon and at least 6 characters', /^doit être une tête/],
  ] as const)
    t.regex(detailIn('fr', detail).replaceAll(/[\u00a0\u202f]/g, ' '), french, detail);
  t.is(detailIn('en', 'ordersPerDay: must be from 1 to 100000'), 'must be from 1 to 100000');
  t.is(detailIn('en', 'this code is wrong'), 'this code is wrong');
});

test('pages say what is wrong in French, with the name of the field as people know it', async (t) => {
  const { as, sendAs } = await openConsole(t);
  const admin = await as('admin', { 'accept-language': 'fr' });
  const plan = await admin.get('/console/pool/plan/curve?orders_per_day=0');
  t.is(plan.status, 422);
  t.notRegex(plan.text, /ordersPerDay|must be/);
  t.regex(plan.text, /Commandes par jour.* doit être de 1 à 100000/);
  const list = await admin.get('/console/orders?cursor=x');
  t.is(list.status, 400);
  t.regex(list.text, /Cette partie de la liste ne peut plus être affichée/);
  t.regex(list.html, /<nav class="nav"/);
  const page = await admin.get('/console/clients/1');
  const { json } = await sendAs('admin', 'GET', '/clients/2');
  const client_proxy_number = String(json['client_proxy_number']);
  const taken = await admin.submit(page, '/console/clients/1/update', { client_proxy_number });
  t.is(taken.status, 409);
  t.regex(taken.text, /ce numéro n’est pas libre.: il est attribué/);
  t.notRegex(taken.text, /this number/);
});
