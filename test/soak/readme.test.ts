import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import test from 'ava';
import { temporaryFolder } from '../support.js';
import { run, serve } from '../programs.js';

/** The fenced blocks of the README that are marked to be tested. */
function blocks(language: string): string[] {
  const fences = new RegExp(`^\`\`\`${language} test\n(.*?)^\`\`\`$`, 'gms');
  return [...readFileSync('README.md', 'utf8').matchAll(fences)].map(([, code]) => code ?? '');
}

/** A folder in which `proxycall` is installed as a package. */
function installed() {
  const folder = temporaryFolder();
  mkdirSync(join(folder.path, 'node_modules'));
  symlinkSync(resolve('.'), join(folder.path, 'node_modules', 'proxycall'), 'junction');
  return folder;
}

for (const [index, [code, printed]] of (
  [
    [blocks('js')[0], /<Dial callerId="\+3363998\d{4}" [^>]*><Number>\+33639987654<\/Number>/],
    [blocks('js')[1], /\{ shown: '\+3363998\d{4}', answered: true \}/],
    [blocks('js')[2], /^$/],
  ] as const
).entries()) {
  test(`the README's program ${(index + 1).toString()} does what it says`, async (t) => {
    const folder = installed();
    t.teardown(folder.remove);
    const script = join(folder.path, 'program.mjs');
    writeFileSync(script, code ?? '');
    const ended = await run([], { script, cwd: folder.path });
    t.is(ended.code, 0, ended.stderr);
    t.regex(ended.stdout, printed);
  });
}

(process.platform === 'win32' ? test.skip : test)("the README's curl lines do what they say", async (t) => {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  const server = await serve({ TWILIO_AUTH_TOKEN: 'dev', LOG_LEVEL: 'error' }, folder.path);
  t.teardown(server.kill);
  const script = blocks('sh').join('\n').replaceAll('http://127.0.0.1:8000', server.url);
  const { stdout } = await promisify(execFile)('bash', ['-ec', script]);
  t.regex(stdout, /"client_proxy_number":"\+3363998\d{4}"/);
  t.regex(stdout, /"decision":"connected to the client/);
  t.regex(
    stdout,
    /<Response><Dial callerId="\+3363998\d{4}" [^>]*><Number>\+33639987654<\/Number><\/Dial><\/Response>/,
  );
});
