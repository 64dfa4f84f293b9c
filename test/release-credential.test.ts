/** What a release would be published with: said, and checked, in a rehearsal too. */
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import test from 'ava';

interface Credential {
  readonly token: string | undefined;
  readonly isUsable: boolean;
  readonly fault: string | undefined;
  readonly said: string;
}
const { NPM, readCredential, readRegistry, tokenLine } = (await import(
  pathToFileURL(resolve('scripts/release-credential.mjs')).href
)) as {
  NPM: string;
  readCredential: (env: Record<string, string>, registry: string) => Credential;
  readRegistry: (text: string) => string;
  tokenLine: (registry: string) => string;
};

const TOKEN = `npm_${'aB3'.repeat(12)}`;
const ELSEWHERE = 'http://127.0.0.1:4873/';

for (const [what, token, registry, isUsable] of [
  ['a token of npm', TOKEN, NPM, true],
  ['a token without its prefix', TOKEN.slice(4), NPM, false],
  ['a token that was cut', TOKEN.slice(0, -1), NPM, false],
  ['a token that is too long', `${TOKEN}x`, NPM, false],
  ['a token with a line end', `${TOKEN}\n`, NPM, false],
  ['a token in quotes', `"${TOKEN}"`, NPM, false],
  ['a former token', '01234567-89ab-cdef-0123-456789abcdef', NPM, false],
  ['a password', 'topsecret', NPM, false],
  ['blanks', '  ', NPM, false],
  ['a token of a test registry', 'topsecret', ELSEWHERE, true],
  ['a token of a test registry with a blank', 'top secret', ELSEWHERE, false],
] as const) {
  test(`${what}: ${isUsable ? 'usable' : 'a fault'}`, (t) => {
    const credential = readCredential({ NPM_TOKEN: token }, registry);
    t.is(credential.isUsable, isUsable);
    t.is(credential.fault === undefined, isUsable);
    t.regex(credential.said, /NPM_TOKEN/);
    t.false(credential.said.includes(token.trim() || 'nothing'));
  });
}

test('without a token: the workflow, or nothing', (t) => {
  t.like(readCredential({ ACTIONS_ID_TOKEN_REQUEST_URL: 'x' }, NPM), { isUsable: true, fault: undefined });
  t.like(readCredential({}, NPM), { isUsable: false, fault: undefined });
  t.like(readCredential({ NPM_TOKEN: '' }, NPM), { isUsable: false, fault: undefined });
  t.like(readCredential({ ACTIONS_ID_TOKEN_REQUEST_URL: 'x' }, ELSEWHERE), { isUsable: false, fault: undefined });
});

test('a token is only sent over https, or to this computer', (t) => {
  t.is(readRegistry('https://registry.npmjs.org'), NPM);
  t.is(readRegistry('https://npm.example/team?x=1'), 'https://npm.example/team/');
  t.is(readRegistry('http://localhost:4873'), 'http://localhost:4873/');
  for (const text of ['http://npm.example', 'npm.example', '', 'ftp://localhost', 'https://user:topsecret@npm.example'])
    t.false(t.throws(() => readRegistry(text)).message.includes('topsecret'));
  t.is(tokenLine('https://npm.example/team/'), '//npm.example/team/:_authToken=${NPM_TOKEN}\n');
});

function rehearse(token: string, registry: string): Promise<{ code: number; output: string }> {
  const env = { ...process.env, NPM_TOKEN: token };
  const args = ['scripts/release.mjs', '--dry-run', '--allow-dirty', '--registry', registry];
  return new Promise((end) => {
    execFile(process.execPath, args, { env }, (error, stdout, stderr) => {
      end({ code: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr });
    });
  });
}

test('a rehearsal with a token that cannot be used ends before anything is built', async (t) => {
  const server = createServer((_request, response) => {
    response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"no"}');
  }).listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  t.teardown(() => server.close());
  const registry = `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;

  const refused = await rehearse('topsecret', registry);
  t.is(refused.code, 1);
  t.regex(refused.output, /to http:\/\/127\.0\.0\.1:\d+\/, which is not the registry of npm/);
  t.regex(refused.output, /the registry does not accept NPM_TOKEN/);
  t.false(refused.output.includes('topsecret'));
  const malformed = await rehearse('topsecret', 'https://registry.npmjs.org/');
  t.is(malformed.code, 1);
  t.regex(malformed.output, /has not the form of a token/);
  t.notRegex(malformed.output, /topsecret|The tree is clean/);
  t.is((await rehearse('topsecret', 'http://npm.example')).code, 2);
});
