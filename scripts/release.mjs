// Publishes both packages, `proxycall` and `proxycall-cli`, or with --dry-run does everything but that.
//   npm run release -- --dry-run
//   npm run release -- --pack dist/release
//   npm run release -- --registry http://127.0.0.1:4873
// `--pack` leaves the tarballs in that folder instead of publishing them. `--registry` publishes elsewhere, to try a release. Wants a
// clean tree, a new version, and that version in the changelog. Publishes with NPM_TOKEN, or in a workflow that npm trusts
// (https://docs.npmjs.com/trusted-publishers).
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { NPM, readCredential, readRegistry, tokenLine } from './release-credential.mjs';

/** Where to leave the tarballs, for a job that only publishes them. */
const packFolder = valueOf('--pack');
const isDryRun = process.argv.includes('--dry-run') || packFolder !== undefined;
/** For the tests, which have changes that are not committed. */
const mayBeDirty = process.argv.includes('--allow-dirty');
const root = resolve(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const faults = [];
const registry = chosenRegistry();
const credential = readCredential(process.env, registry);

step('What it would be published with, and where');
console.log(`  to ${registry}${registry === NPM ? '' : ', which is not the registry of npm'}`);
console.log(`  ${credential.said}`);
if (credential.fault !== undefined) faults.push(credential.fault);
else if (credential.token !== undefined) checkToken();
if (!credential.isUsable && !isDryRun) faults.push('there is nothing to publish with');
if (faults.length > 0) end();

step('The tree is clean');
const changes = run('git', ['status', '--porcelain']).trim();
if (changes !== '' && !mayBeDirty) faults.push('there are changes that are not committed');

step(`The changelog has ${version}`);
const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
if (!new RegExp(`^## ${version.replaceAll('.', '\\.')} `, 'm').test(changelog))
  faults.push(`CHANGELOG.md has no ${version}`);

step('The version is new');
for (const name of ['proxycall', 'proxycall-cli']) {
  const published = publishedVersions(name);
  if (published === undefined) console.log(`  the registry does not say which versions of ${name} there are`);
  else if (published.includes(version)) faults.push(`${name} ${version} is published already`);
}

step('Both packages are built and checked');
run(npm, ['run', 'build']);
run(npm, ['run', 'build:light']);
for (const folder of ['.', 'dist/light']) run('npx', ['publint', '--strict', folder]);
run('npx', ['attw', '--pack', '.', '--profile', 'esm-only', '--quiet']);

const packed = mkdtempSync(join(tmpdir(), 'proxycall-release-'));
try {
  step('The tarballs are installed into an empty folder and run');
  const tarballs = ['.', './dist/light'].map((folder) => pack(folder));
  for (const [index, tarball] of tarballs.entries()) tryOut(tarball, index === 0);

  if (faults.length > 0) {
    report();
  } else if (isDryRun) {
    if (packFolder !== undefined) {
      mkdirSync(packFolder, { recursive: true });
      for (const tarball of tarballs) copyFileSync(tarball, join(packFolder, basename(tarball)));
    }
    console.log(`Dry run: ${version} could be released${credential.isUsable ? '' : ', but not from here: see above'}.`);
  } else {
    for (const tarball of tarballs) publish(tarball);
  }
} finally {
  rmSync(packed, { recursive: true, force: true });
}

function step(what) {
  console.log(`- ${what}`);
}

function run(command, args, options = {}) {
  return execFileSync(command, args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], ...options });
}

/** Undefined when the registry cannot be asked; none when it does not know the package. */
function publishedVersions(name) {
  try {
    const answer = run(npm, ['view', name, 'versions', '--json', '--registry', registry], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return [JSON.parse(answer)].flat();
  } catch (error) {
    return String(error.stdout).includes('E404') ? [] : undefined;
  }
}

function pack(folder) {
  const [{ filename }] = JSON.parse(run(npm, ['pack', folder, '--json', '--pack-destination', packed]));
  return join(packed, filename);
}

/** As somebody would who has nothing but the tarball. */
function tryOut(tarball, isWhole) {
  const folder = mkdtempSync(join(packed, 'empty-'));
  writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
  // The store that is built from source is not needed to see that the package is whole.
  run(npm, ['install', '--ignore-scripts', '--no-audit', '--no-fund', tarball], { cwd: folder });
  const cli = join(folder, 'node_modules', '.bin', 'proxycall');
  const said = run(cli, ['--version'], { cwd: folder }).trim();
  if (said !== version) faults.push(`the installed program says it is ${said}`);
  const help = run(cli, ['--help'], { cwd: folder });
  if (!help.includes('order create')) faults.push('the installed program has no order create');
  if (isWhole) run(cli, ['demo', '--pace', '0'], { cwd: folder });
  console.log(`  ${isWhole ? 'proxycall' : 'proxycall-cli'} ${said} runs`);
}

/** The value after an option. */
function valueOf(option) {
  return process.argv.includes(option) ? process.argv[process.argv.indexOf(option) + 1] : undefined;
}

function chosenRegistry() {
  try {
    return readRegistry(valueOf('--registry') ?? run(npm, ['config', 'get', 'registry']).trim());
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}

/** Whether the registry knows the token, so that a rehearsal shows what the release would meet. */
function checkToken() {
  const folder = mkdtempSync(join(tmpdir(), 'proxycall-token-'));
  try {
    const userconfig = join(folder, 'npmrc');
    writeFileSync(userconfig, tokenLine(registry));
    const args = ['whoami', '--registry', registry, '--userconfig', userconfig];
    console.log(`  the registry accepts it, as ${run(npm, args, { stdio: ['ignore', 'pipe', 'pipe'] }).trim()}`);
  } catch (error) {
    if (/E401|E403|ENEEDAUTH/.test(String(error.stderr))) faults.push('the registry does not accept NPM_TOKEN');
    else console.log('  the registry does not say whether it accepts it');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function report() {
  console.error(`Not released:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`);
  process.exitCode = 1;
}

/** What follows takes minutes, and could not be published. */
function end() {
  report();
  process.exit();
}

function publish(tarball) {
  const userconfig = join(packed, 'npmrc');
  const { token } = credential;
  // npm reads the token from the environment: it is in no file and in no command line.
  if (token !== undefined) writeFileSync(userconfig, tokenLine(registry));
  // Provenance is the workflow's word for what was built.
  const args = ['publish', tarball, '--access', 'public', '--registry', registry];
  run(npm, [...args, ...(token === undefined ? ['--provenance'] : ['--userconfig', userconfig])], { stdio: 'inherit' });
}
