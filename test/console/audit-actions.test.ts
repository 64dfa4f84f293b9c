import test from 'ava';
import { PERMISSIONS } from '../../src/domain/services/access/permissions.js';
import { groupOf } from '../../src/entry/console/elements/outcomes.js';
import { actionWord } from '../../src/entry/console/pages/audit-actions.js';

test('each action of the audit trail is said in words, in both languages', (t) => {
  const actions = [...Object.keys(PERMISSIONS), 'signIn', 'signOut', 'editSpreadsheet'];
  for (const language of ['en', 'fr'] as const) {
    const words = actions.map((action) => actionWord(language, action));
    t.deepEqual(
      words.filter((word) => word === '' || /[a-z][A-Z]/.test(word)),
      [],
    );
    t.is(new Set(words).size, words.length);
  }
  t.is(actionWord('fr', 'signIn'), 'se connecter');
});

test('an action that somebody has made up stands for itself', (t) => {
  for (const action of ['constructor', '__proto__', '<b>x</b>', '']) t.is(actionWord('en', action), action);
});

test('a call that is being connected has not reached anybody yet', (t) => {
  t.is(groupOf('connecting'), 'under_way');
  t.is(groupOf('answered'), 'reached');
});
