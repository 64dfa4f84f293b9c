import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import fc from 'fast-check';
import { isBlank } from '../../src/domain/model/characters.js';
import { readEnvironment } from '../../src/entry/cli/runtime/env-files.js';
import { writeEnvFile } from '../../src/entry/cli/runtime/write-env-file.js';
import { cli } from '../command-line.js';
import { startService } from '../support.js';
import { place } from './places.js';

test('init writes what reads back the same, whatever is in it', async (t) => {
  const { work } = place(t, {});
  const file = join(work, '.env.render');
  const special = fc.string({
    unit: fc.constantFrom(
      ...['a', 'b', '#', '"', "'", '`', '\\', ' ', '$', '=', '{', '}', '\n', '\r', '\t', 'é', '\u2028', 'n'],
    ),
    minLength: 1,
    maxLength: 12,
  });
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(special, fc.string({ minLength: 1 }), fc.string({ unit: 'binary', minLength: 1 })),
      async (value) => {
        writeFileSync(file, '# mine\nOTHER=1\n');
        const isWritable = await writeEnvFile(file, { A: 'x', VALUE: value, B: 'y' }).then(
          () => true,
          () => false,
        );
        const read = await readEnvironment({}, work);
        t.is(read['OTHER'], '1');
        if (isWritable) {
          // What is blank counts as unset.
          t.is(read['VALUE'], isBlank(value) ? undefined : value);
          t.deepEqual([read['A'], read['B']], ['x', 'y']);
        } else {
          t.is(readFileSync(file, 'utf8'), '# mine\nOTHER=1\n', 'nothing is written');
        }
        // Most are: dotenv can write every text without # in one line, but for spaces at its ends beside all three quotes.
        t.true(isWritable || value.includes('#') || !/^[!-~]+$/.test(value), value);
        t.deepEqual(readdirSync(work), ['.env.render']);
      },
    ),
    { numRuns: 300 },
  );
});

test('init keeps lines, and values of several lines, or refuses', async (t) => {
  const { work } = place(t, {});
  const file = join(work, '.env.render');
  for (const [before, after] of [
    ['', 'A=1\n'],
    ['X=1', 'X=1\nA=1\n'],
    ['X=1\n\n# note\nY=2\n', 'X=1\n\n# note\nY=2\nA=1\n'],
    ['X=1\r\nA=old\r\n', 'X=1\nA=1\n'],
    ['export A=old\nX=1\n', 'X=1\nA=1\n'],
    ['X="one\ntwo"\n', 'X="one\ntwo"\nA=1\n'],
    ['X="one\nA=two"\n', undefined],
    ['X="one\n', 'X="one\nA=1\n'],
  ] as const) {
    writeFileSync(file, before);
    const written = await writeEnvFile(file, { A: '1' }).then(
      () => readFileSync(file, 'utf8'),
      () => undefined,
    );
    t.is(written, after, JSON.stringify(before));
  }
});

test('init finds its own settings again, with a token full of signs', async (t) => {
  for (const secret of ['ab#cd', "it's#1", 'a"b`c#d', '$HOME\\n${X}', '=a=#', "'#'", '"x"']) {
    const service = await startService({ apiTokens: [secret] });
    const { work } = place(t, {});
    t.teardown(() => service.stop());
    const written = await cli(`init --url ${service.url}`, { PROXYCALL_API_TOKEN: secret }, work);
    t.is(written.code, 0, written.stderr);
    t.is((await cli('pool stats', {}, work)).code, 0, secret);
    t.is(statSync(join(work, '.env.render')).mode & 0o777, 0o600);
  }
});
