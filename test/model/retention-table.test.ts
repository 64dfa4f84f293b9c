import { readFileSync } from 'node:fs';
import test from 'ava';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { DAY_MS } from '../../src/domain/model/time.js';
import { KINDS, rulesOf, type Kind, type RetentionPeriod } from '../../src/domain/model/records.js';

const VARIABLE = '`PROXYCALL_RETENTION_DAYS`';
const days = (DEFAULT_SETTINGS.retentionMs / DAY_MS).toString();

/** How the guides write a period. */
const WORDS: Readonly<Record<'en' | 'fr', Readonly<Record<RetentionPeriod, string>>>> = {
  en: { history: `${days} days`, keys: '400 days', day: 'a day', month: '30 days', audit: '400 days' },
  fr: { history: `${days} jours`, keys: '400 jours', day: 'un jour', month: '30 jours', audit: '400 jours' },
};

interface Row {
  readonly kind: string;
  /** What of the record. Empty for the record itself. */
  readonly part: string;
  readonly holds: string;
  readonly goes: string;
  readonly variable: string;
}

function tableIn(file: string): readonly Row[] {
  const rows = readFileSync(file, 'utf8').matchAll(/^\| `(\w+)`([^|]*)\| ([^|]+)\| ([^|]+)\|([^|]*)\|$/gm);
  return [...rows].map(([, kind = '', part = '', holds = '', goes = '', variable = '']) => ({
    ...{ kind, part: part.trim(), holds: holds.trim(), goes: goes.trim(), variable: variable.trim() },
  }));
}

for (const [language, file] of [
  ['en', 'docs/privacy.md'],
  ['fr', 'docs/fr/privacy.md'],
] as const) {
  const words = WORDS[language];
  const rows = tableIn(file);
  const whole = rows.filter(({ part }) => part === '');

  test(`${file}: the table has every kind of record once, and no other`, (t) => {
    t.deepEqual(whole.map(({ kind }) => kind).sort(), [...KINDS].sort());
  });

  test(`${file}: each kind goes when the record rules say`, (t) => {
    for (const { kind, goes, variable } of whole) {
      const { retention } = rulesOf(kind as Kind);
      const known = [...new Set(Object.values(words))].filter((word) => goes.includes(word));
      t.deepEqual(known, retention === undefined ? [] : [words[retention.period]], kind);
      t.is(variable, retention?.period === 'history' ? VARIABLE : '', kind);
    }
  });

  test(`${file}: of what is kept shorter or longer than its record, there is a row`, (t) => {
    const parts = rows.filter(({ part }) => part !== '').map(({ kind, goes }) => [kind, goes] as const);
    const leaving = KINDS.filter((kind) => rulesOf(kind).retention?.leaves !== undefined);
    t.deepEqual(leaving, ['interaction']);
    t.deepEqual(
      parts.map(([kind]) => kind),
      ['interaction', 'interaction'],
    );
    // `plans` of `Retention`, and what a record leaves.
    t.true(parts[0]?.[1].includes(words.day));
    t.true(parts[1]?.[1].includes(words.keys));
  });
}

test('what says something about a person is kept for a time, except clients', (t) => {
  const kept = KINDS.filter((kind) => rulesOf(kind).personal !== undefined && rulesOf(kind).retention === undefined);
  t.deepEqual(kept, ['client']);
  const others = KINDS.filter((kind) => rulesOf(kind).retention === undefined && !kept.includes(kind));
  t.deepEqual([...others].sort(), ['fact', 'intent', 'lease']);
});
