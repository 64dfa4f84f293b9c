import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import test from 'ava';
import { readOptions } from '../bench/options.js';
import { mean, median, percentile } from '../bench/statistics.js';
import { clientPhone, createCallSupply, proxyNumber } from '../bench/webhook-load.js';

/** What a source file imports, and what those of them import that are sources too. */
function importsOf(file: string, found = new Set<string>()): Set<string> {
  const imports = readFileSync(file, 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'([^']+)'/g);
  for (const [, name = ''] of imports) {
    const path = name.startsWith('.') ? join(dirname(file), name.replace(/\.js$/, '.ts')) : name;
    if (found.has(path)) continue;
    found.add(path);
    if (name.startsWith('.')) importsOf(path, found);
  }
  return found;
}

test('what the service is measured against has nothing of the service', (t) => {
  for (const name of ['limit', 'usual']) {
    const imports = [...importsOf(`bench/lines/${name}.ts`)];
    t.true(imports.includes('koa') && imports.includes('bench/lines/figures.ts'));
    t.deepEqual(
      imports.filter((path) => path.includes('src/') || path.startsWith('proxycall')),
      [],
    );
  }
});

test('the limit line has not changed: figures of different commits are ratios to the same thing', (t) => {
  const text = ['limit', 'figures'].map((name) => readFileSync(`bench/lines/${name}.ts`, 'utf8')).join('');
  // With another line, the figures in docs/benchmarks.md are measured again.
  t.is(
    createHash('sha256').update(text).digest('hex'),
    '04c0b97ac0f86335433b2046a6c0db4eb60326823ab4d432678b91aefcd187ef',
  );
});

test('which lines are measured', (t) => {
  const { groups } = readOptions([]);
  t.deepEqual(
    groups.map((group) => [...new Set(group.map(({ store }) => store))]),
    [['usual', 'memory', 'sqlite'], ['postgres'], ['sheets']],
  );
  t.deepEqual(readOptions(['--only', 'postgres', '--clients', '1000']).groups, [
    [1, 2].map((instances) => ({ store: 'postgres', clients: 1000, instances })),
  ]);
  t.deepEqual(readOptions(['--only', 'sqlite,memory', '--clients', '10,1000000', '--json', '--rounds', '5']), {
    groups: [
      ['memory', 'sqlite'].flatMap((store) => [10, 1_000_000].map((clients) => ({ store, clients, instances: 1 }))),
    ] as ReturnType<typeof readOptions>['groups'],
    rounds: 5,
    interactions: 0,
    json: true,
  });
  t.is(readOptions(['--interactions', '2000']).interactions, 2000);
  for (const wrong of [
    ['--interactions', '-1'],
    ['--only', 'mongo'],
    ['--clients', '0'],
    ['--clients', '1e9'],
    ['--rounds', 'x'],
    ['--fast'],
  ])
    t.throws(() => readOptions(wrong), undefined, wrong.join(' '));
});

test('every call has a sid of its own, and no number is of two kinds', (t) => {
  const supply = createCallSupply(1_000_000);
  supply.prepare(2_000);
  const calls = Array.from({ length: 2_500 }, () => new URLSearchParams(supply.next().body));
  t.is(new Set(calls.map((call) => call.get('CallSid'))).size, calls.length);
  const ranges = [
    proxyNumber(0),
    proxyNumber(999_999),
    clientPhone(0),
    clientPhone(999_999),
    ...calls.map((call) => call.get('From') ?? ''),
  ].map((number) => number.slice(0, 5));
  t.deepEqual([...new Set(ranges)].sort(), ['+3370', '+3371', '+3372']);
  for (const call of calls) t.regex(call.get('To') ?? '', /^\+3370\d{7}$/);
});

test('medians, means and percentiles', (t) => {
  t.is(median([3, 1, 2]), 2);
  t.is(median([4, 1, 2, 3]), 2.5);
  t.is(mean([1, 2, 6]), 3);
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1);
  t.is(percentile(hundred, 0.99), 100);
  t.is(percentile(hundred, 0.5), 51);
  t.is(percentile([7], 0.99), 7);
});
