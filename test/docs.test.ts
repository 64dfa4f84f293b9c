import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'ava';
import { blocksOf, guides } from './guides.js';

test('what the French guides have typed is what the English ones have', (t) => {
  const french = guides.filter((file) => file.startsWith('docs/fr/') && !file.endsWith('README.md'));
  t.true(french.length >= 9);
  const commands = (file: string) =>
    blocksOf(file).map(({ code }) => code.split('\n').filter((line) => !line.startsWith('//')));
  for (const file of french) t.deepEqual(commands(file), commands(file.replace('docs/fr/', 'docs/')), file);
});

test('every link to a file of this repository leads somewhere', (t) => {
  for (const file of [...guides, 'README.md']) {
    for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(https?:|#)/.test(target)) continue;
      t.true(existsSync(join(dirname(file), target.split('#')[0] ?? '')), `${file}: ${target}`);
    }
  }
});
