import test from 'ava';
import { detailIn } from '../../src/entry/console/details.js';
import { frenchSpaces, words } from '../../src/entry/console/language.js';
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
  const { as } = await openConsole(t);
  const admin = await as('admin', { 'accept-language': 'fr' });
  const plan = await admin.get('/console/pool/plan/curve?orders_per_day=0');
  t.is(plan.status, 422);
  t.notRegex(plan.text, /ordersPerDay|must be/);
  t.regex(plan.text, /Commandes par jour.* doit être de 1 à 100000/);
  const list = await admin.get('/console/orders?cursor=x');
  t.is(list.status, 400);
  t.regex(list.text, /Cette partie de la liste ne peut plus être affichée/);
  t.regex(list.html, /<nav class="nav"/);
});

test('French is set with its spaces', (t) => {
  t.is(frenchSpaces('Vide : celui-ci ; non ? oui !'), 'Vide\u00a0: celui-ci\u202f; non\u202f? oui\u202f!');
  t.is(frenchSpaces('« Envoyer »'), '«\u00a0Envoyer\u00a0»');
  t.is(frenchSpaces('10:30 a?b'), '10:30 a?b');
  const { en, fr } = words({
    en: { a: 'a : b', of: (x: string) => `of : ${x}` },
    fr: { a: 'a : b', of: (x) => `de : ${x}` },
  });
  t.deepEqual([en.a, en.of('x'), fr.a, fr.of('x')], ['a : b', 'of : x', 'a\u00a0: b', 'de\u00a0: x']);
});
