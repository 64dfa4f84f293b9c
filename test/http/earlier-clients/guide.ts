/** The guide lists every difference that stays, and each one is shown here. */
import { readFileSync } from 'node:fs';
import test from 'ava';
import { cli } from '../../command-line.js';
import { TOKEN } from '../../support.js';
import { testInTurn } from '../in-turn.js';
import { API } from './differences-api.js';
import { CLI } from './differences-cli.js';
import { POOL } from './differences-pool.js';
import { start } from './scene.js';

function rowsOf(file: string): { readonly api: readonly string[]; readonly cli: readonly string[] } {
  const [, api = '', cli = ''] = readFileSync(file, 'utf8').split(/^\| --- \| --- \| --- \|$/m);
  const rows = (table: string) => table.trimStart().split('\n\n', 1)[0]?.split('\n') ?? [];
  return { api: rows(api), cli: rows(cli) };
}

/** What was and is, without the reason. */
const changed = (row: string) => row.split(' | ')[0] ?? '';
/** What is the same in every language: names in the code and numbers, in any order. */
const invariant = (row: string) => (row.match(/`[^`]+`|\d+/g) ?? []).toSorted();

const english = rowsOf('docs/moving-from-python.md');
for (const [where, rows, shown] of [
  ['API', english.api.map(changed), [...API, ...POOL]],
  ['command line', english.cli.map(changed), CLI],
] as const) {
  test(`${where}: every difference in the guide is shown, and every one that is shown is in the guide`, (t) => {
    t.is(rows.length, shown.length);
    for (const row of rows) t.is(shown.filter(([words]) => row.includes(words)).length, 1, row);
    for (const [words] of shown) t.is(rows.filter((row) => row.includes(words)).length, 1, words);
  });
  for (const [words, show] of shown) {
    testInTurn(`${where}: ${words.replaceAll('`', '')}`, async (t) => {
      const service = await start(t);
      const env = { PUBLIC_BASE_URL: service.url, PROXYCALL_API_TOKEN: TOKEN };
      await show(t, service, (line) => cli(line, env));
    });
  }
}

test('the French guide has the same rows', (t) => {
  const french = rowsOf('docs/fr/moving-from-python.md');
  for (const table of ['api', 'cli'] as const) {
    t.is(french[table].length, english[table].length);
    for (const [index, row] of english[table].entries())
      t.deepEqual(invariant(french[table][index] ?? ''), invariant(row), row);
    for (const row of french[table]) t.is(row.match(/\|/g)?.length, 4, row);
  }
});
