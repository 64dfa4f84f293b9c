import { chmodSync, chownSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { readEnvironment } from '../../src/entry/cli/runtime/env-files.js';
import { cli } from '../command-line.js';
import { TOKEN } from '../support.js';
import { json, startForeign } from './foreign-servers.js';
import { place } from './places.js';

const POSIX = process.getuid === undefined ? test.skip : test;
/** Only root gives files away. */
const AS_ROOT = process.getuid?.() === 0 ? test : test.skip;
const NOBODY = 65_534;

const address = (name: string) => `PUBLIC_BASE_URL=https://${name}.example`;
const token = (name: string) => `PROXYCALL_API_TOKEN=${name}-token`;

/** Addresses, one with the slash that makes no difference, and tokens. */
const LINES: Readonly<Record<string, string>> = {
  A: address('a'),
  'A/': `${address('a')}/`,
  B: address('b'),
  E: address('e'),
  'no-address': 'PUBLIC_BASE_URL=',
  'no-token': 'PROXYCALL_API_TOKEN=',
  T: token('t'),
  U: token('u'),
  V: token('v'),
};
const linesOf = (words: string) => words.split(' ').map((word) => LINES[word] ?? '');

/** What is set where, and what is used of it. */
for (const [name, files, env, expected] of [
  ['one file', { 'work/.env.render': 'A T' }, '', 'A T'],
  ['a file of the folder above', { '.env.render': 'A T' }, '', 'A T'],
  ['two files: the first has both', { 'work/.env.render': 'A T', 'work/.env': 'B U' }, '', 'A T'],
  ['two files, each with one', { 'work/.env.render': 'A', 'work/.env': 'U' }, '', 'A -'],
  ['an address above, a token here', { '.env.render': 'A', 'work/.env': 'B U' }, '', 'A -'],
  ['an address above, and only a token here', { '.env.render': 'A', 'work/.env': 'U' }, '', 'A -'],
  ['a token in the first file, both in the second', { 'work/.env.render': 'T', 'work/.env': 'B U' }, '', 'B U'],
  ['the environment has both', { 'work/.env.render': 'A T' }, 'E V', 'E V'],
  ['the environment has a token', { 'work/.env.render': 'A T' }, 'V', 'A V'],
  ['the environment has another address', { 'work/.env.render': 'A T' }, 'E', 'E -'],
  ['the environment has the same address', { 'work/.env.render': 'A T' }, 'A/', 'A/ T'],
  ['the environment has an address, a file only a token', { 'work/.env': 'T' }, 'E', 'E T'],
  ['the environment has an address, of the second file', { 'work/.env.render': 'A T', 'work/.env': 'B U' }, 'B', 'B U'],
  ['an empty address in the environment', { 'work/.env.render': 'A T' }, 'no-address no-token', 'A T'],
  ['an empty token in the first file', { 'work/.env.render': 'A no-token', 'work/.env': 'A U' }, '', 'A -'],
  ['nothing', {}, '', '- -'],
] as const) {
  test(`address and token, ${name}: ${expected}`, async (t) => {
    const { work } = place(
      t,
      Object.fromEntries(
        Object.entries(files).map(([file, words]: [string, string]) => [file, linesOf(words).join('\n')]),
      ),
    );
    const given = linesOf(env).map((line) => line.split('=') as [string, string]);
    const read = await readEnvironment(Object.fromEntries(given), work);
    const wanted = expected.split(' ').map((word) => LINES[word]?.split('=')[1]);
    t.deepEqual([read['PUBLIC_BASE_URL'], read['PROXYCALL_API_TOKEN']], wanted);
  });
}

for (const [name, files, expected] of [
  ['alone', { 'home/.proxycall/.env.render': 'A T' }, 'A T'],
  ['after a file of the folder', { 'work/.env': 'B U', 'home/.proxycall/.env.render': 'A T' }, 'B U'],
  ['when a nearer file has the address', { 'work/.env': 'B', 'home/.proxycall/.env.render': 'A T' }, 'B -'],
  ['when a nearer file has the token', { 'work/.env': 'U', 'home/.proxycall/.env.render': 'A T' }, 'A T'],
] as const) {
  test(`the file in the home folder ${name}: ${expected}`, async (t) => {
    const { top, work } = place(
      t,
      Object.fromEntries(
        Object.entries(files).map(([file, words]: [string, string]) => [file, linesOf(words).join('\n')]),
      ),
    );
    const read = await readEnvironment({ HOME: join(top, 'home') }, work);
    const wanted = expected.split(' ').map((word) => LINES[word]?.split('=')[1]);
    t.deepEqual([read['PUBLIC_BASE_URL'], read['PROXYCALL_API_TOKEN']], wanted);
    if (process.getuid === undefined) return;
    const file = join(top, 'home/.proxycall/.env.render');
    chmodSync(file, 0o646);
    await t.throwsAsync(readEnvironment({ HOME: join(top, 'home') }, work), { message: /can write .*home/ });
  });
}

test('the token of a nearer file does not go to the address of a farther one, and that is said', async (t) => {
  const { url, received } = await startForeign(t, json({ pools: [] }));
  const { work, top } = place(t, {
    '.env.render': `PUBLIC_BASE_URL=${url}`,
    'work/.env': `PROXYCALL_API_TOKEN=${TOKEN}`,
  });
  const { code, stderr } = await cli('pool stats', {}, work);
  t.is(code, 0);
  t.deepEqual(received, [{ line: 'GET /pool/stats', token: undefined, key: undefined }]);
  t.true(stderr.includes(`The token in ${work}/.env is not sent: the address comes from ${top}/.env.render`), stderr);
  const other = await cli(
    'pool stats',
    { PUBLIC_BASE_URL: url },
    place(t, { 'work/.env': `${address('x')}\n${token('x')}` }).work,
  );
  t.regex(other.stderr, /is not sent: it belongs to the address in that file/);
  t.is(received[1]?.token, undefined);
});

/** What others may do, and whether the file is read. A group of one user alone may write, as many systems give each user one. */
for (const [name, prepare, refused] of [
  ['a private file', [0o700, 0o600], undefined],
  ['a file that others read', [0o755, 0o644], undefined],
  ['a file that everybody writes', [0o755, 0o666], 'file'],
  ['a file that others write', [0o755, 0o602], 'file'],
  ['a file that its group writes', [0o755, 0o620], 'file'],
  ['a folder that everybody writes', [0o777, 0o600], 'folder'],
  ['a folder that its group writes', [0o770, 0o600], 'folder'],
  ['a folder as /tmp', [0o1777, 0o600], undefined],
  ['a file in /tmp that everybody writes', [0o1777, 0o666], 'file'],
] as const) {
  for (const file of ['.env.render', '.env', 'work/.env.render', 'work/.env']) {
    POSIX(`${name}, ${file}: ${refused === undefined ? 'read' : 'refused'}`, async (t) => {
      const { url, received } = await startForeign(t, json({ pools: [] }));
      const { top, work } = place(t, { [file]: `PUBLIC_BASE_URL=${url}\nPROXYCALL_API_TOKEN=${TOKEN}` });
      const path = join(top, file);
      const folder = join(path, '..');
      // Of a group with others in it: that of root, or any other than the user's own.
      const { uid, gid } = statSync(path);
      if (uid === gid && uid !== 0) {
        t.pass('cannot be tried in a group of its own');
        return;
      }
      chmodSync(path, prepare[1]);
      chmodSync(folder, prepare[0]);
      const { code, stdout, stderr } = await cli('pool stats', {}, work);
      if (refused === undefined) {
        t.is(code, 0, stderr);
        return;
      }
      t.deepEqual([code, stdout], [2, '']);
      t.is(received.length, 0);
      const culprit = refused === 'file' ? path : folder;
      t.true(
        stderr.includes(`${path} is not used: other users of this computer can write ${culprit}. "chmod go-w`),
        stderr,
      );
      const french = await cli('pool stats --json', { LANG: 'fr' }, work);
      t.like(JSON.parse(french.stdout), { code: 'invalid_input' });
      t.regex(french.stderr, /d'autres utilisateurs de cet ordinateur peuvent modifier/);
      const doctor = await cli('doctor --json', {}, work);
      t.is(doctor.code, 2);
      t.like((JSON.parse(doctor.stdout) as { checks: object[] }).checks, [{ check: 'settings', state: 'fault' }]);
    });
  }
}

for (const [name, giveAway, env, isRead] of [
  [
    'a file of another user',
    (file: string) => {
      chownSync(file, NOBODY, NOBODY);
    },
    {},
    false,
  ],
  [
    'a folder of another user',
    (file: string) => {
      chownSync(join(file, '..'), NOBODY, NOBODY);
    },
    {},
    false,
  ],
  [
    'a folder like /tmp of another user',
    (file: string) => {
      chownSync(join(file, '..'), NOBODY, NOBODY);
      chmodSync(join(file, '..'), 0o1777);
    },
    {},
    false,
  ],
  [
    'a file of whoever uses sudo',
    (file: string) => {
      chownSync(file, 1000, 1000);
    },
    { SUDO_UID: '1000' },
    true,
  ],
  [
    'a file of another user, with sudo',
    (file: string) => {
      chownSync(file, NOBODY, NOBODY);
    },
    { SUDO_UID: '1000' },
    false,
  ],
] as const) {
  AS_ROOT(`${name}: ${isRead ? 'read' : 'refused'}`, async (t) => {
    const { top, work } = place(t, { '.env.render': `${address('a')}\n${token('t')}` });
    giveAway(join(top, '.env.render'));
    const read = readEnvironment({ ...env }, work);
    if (isRead) t.is((await read)['PROXYCALL_API_TOKEN'], 't-token');
    else await t.throwsAsync(read, { message: /belongs to another user of this computer/ });
  });
}

POSIX('a link is read as the file that it leads to', async (t) => {
  const { top, work } = place(t, { 'real.env': address('a') });
  symlinkSync(join(top, 'real.env'), join(work, '.env.render'));
  t.is((await readEnvironment({}, work))['PUBLIC_BASE_URL'], 'https://a.example');
  chmodSync(join(top, 'real.env'), 0o666);
  await t.throwsAsync(readEnvironment({}, work), { message: /can write .*real\.env/ });
});
