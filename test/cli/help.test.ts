import { readFileSync } from 'node:fs';
import test from 'ava';
import { entriesOf } from '../../src/entry/cli/runtime/catalog.js';
import { entryOf, pathOf } from '../../src/entry/cli/runtime/command-entry.js';
import { proxycall } from '../../src/entry/cli/runtime/program.js';
import { cli } from '../command-line.js';
import { onTerminal } from './terminal.js';

const LANGUAGES = ['en', 'fr'] as const;

/** Nothing ends with blanks, and nothing but a word that is longer than the terminal is wider than it. */
function assertFits(text: string, columns: number): string[] {
  return text
    .split('\n')
    .filter((line) => line !== line.trimEnd() || (line.length > columns && line.trimStart().split(' ').length > 2));
}

for (const columns of [80, 120]) {
  for (const [what, args] of [
    ['the overview', '--help'],
    ['a group', 'pool --help'],
    ['a command', 'order create --help'],
    ['a command with arguments', 'pool release --help'],
    ['an unknown command', 'oder crate'],
    ['an incomplete command', 'pool'],
    ['a missing option', 'order create --order-id O-1 --client-name Ada'],
    ['an unknown option', 'order list --limt 5'],
    ['an option with a wrong value', 'pool list --country FR --type pager'],
    ['a phone that is none', 'lookup --proxy 06'],
  ] as const) {
    test(`${what} on ${columns.toString()} columns, in both languages`, async (t) => {
      for (const language of LANGUAGES) {
        const { code, text } = await onTerminal(`${args} --lang ${language}`, { columns, env: { NO_COLOR: '1' } });
        t.is(code, args.endsWith('--help') ? 0 : 2, text);
        t.deepEqual(assertFits(text, columns), []);
        t.snapshot(text, language);
      }
    });
  }
}

test('every help fits every terminal, in both languages', async (t) => {
  const paths = (await proxycall.entries()).map(pathOf);
  for (const language of LANGUAGES) {
    for (const columns of [40, 60, 80, 200]) {
      for (const path of ['', 'pool', 'store', ...paths]) {
        const args = `${path} --help --lang ${language}`;
        const { text } = await onTerminal(args, { columns, env: { NO_COLOR: '1' } });
        t.deepEqual(assertFits(text, Math.min(columns, 120)), [], `${args} ${columns.toString()}`);
      }
    }
  }
});

test('a command has one line in the overview, and every value a name', async (t) => {
  for (const language of LANGUAGES) {
    const { text } = await onTerminal(`--help --lang ${language}`, { env: { NO_COLOR: '1' } });
    const entries = await proxycall.entries();
    for (const entry of entries) {
      const lines = text.split('\n').filter((line) => line.startsWith(`  ${pathOf(entry)}  `));
      t.is(lines.length, 1, pathOf(entry));
      const help = (await onTerminal(`${pathOf(entry)} --help --lang ${language}`)).text;
      t.notRegex(help, /<(value|valeur)>|#\d/, pathOf(entry));
    }
    // Headings are at the margin, and below them nothing is broken into two lines.
    t.deepEqual(
      text.split('\n').filter((line) => /^ {3}/.test(line)),
      [],
    );
  }
});

test('common options are described once', async (t) => {
  const all = await cli('--help');
  for (const option of ['--json', '--mode <mode>', '--live', '--demo', '--lang <language>', '--verbose']) {
    t.is(all.stdout.split('\n').filter((line) => line.trimStart().startsWith(option)).length, 1, option);
  }
  t.notRegex((await cli('order get --help')).stdout, /Print JSON only/);
});

for (const [line, same] of [
  ['--json order list --help', 'order list --help'],
  ['--mode demo --limit 5 order list -h', 'order list --help'],
  ['--help order list', 'order list --help'],
  ['--limit -5 order list --help', 'order list --help'],
  ['--from-file - order create --help', 'order create --help'],
  ['--order-id=O-1 order get --help --json', 'order get --help'],
  ['--render --log-level DEBUG order-list --help', 'order-list --help'],
  ['--verbose pool --help', 'pool --help'],
  ['pool help', 'pool --help'],
  ['help pool', 'pool --help'],
  ['pool help list', 'pool list --help'],
  ['pool list help', 'pool list --help'],
  ['doctor help', 'doctor --help'],
  ['completion help', 'completion --help'],
  ['--json help order create', 'order create --help'],
  ['--json --help', '--help'],
] as const) {
  test(`"${line}" is "${same}"`, async (t) => {
    t.deepEqual(await cli(line), await cli(same));
  });
}

test('"help" is "--help", for everything, one group or one command', async (t) => {
  for (const words of ['', 'pool', 'order create', 'oder']) {
    const one = await cli(`help ${words}`);
    const other = await cli(`${words} --help`);
    t.deepEqual(one, other, words);
  }
});

test('headings are bold on a terminal only, and not with NO_COLOR or TERM=dumb', async (t) => {
  t.true((await onTerminal('--help')).raw.includes('\u001b[1m'));
  for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }])
    t.false((await onTerminal('--help', { env })).raw.includes('\u001b'));
  t.false((await cli('--help')).stdout.includes('\u001b'));
});

test('a long message is broken between words on a terminal only', async (t) => {
  const { text } = await onTerminal('lookup --proxy +33639980000', { columns: 40 });
  t.deepEqual(assertFits(text, 40), []);
  t.regex((await cli('lookup --proxy +33639980000')).stderr, /^PUBLIC_BASE_URL is not set\..{100}/);
});

test('what was written down of the commands when they were compiled is what they say', async (t) => {
  const written = JSON.parse(
    readFileSync(new URL('../../src/entry/cli/help-entries.json', import.meta.url), 'utf8'),
  ) as unknown;
  t.deepEqual(written, JSON.parse(JSON.stringify(entriesOf(await proxycall.commands()))));
});

test('the words of every command, former ones too, are that command and no other', async (t) => {
  const entries = entriesOf(await proxycall.commands());
  for (const entry of entries) for (const path of entry.paths) t.is(entryOf(entries, path), entry, path.join(' '));
});
