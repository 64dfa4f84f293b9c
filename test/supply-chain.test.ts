import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'ava';
import { parse } from 'yaml';

interface LockedPackage {
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Record<string, string>;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  readonly packages: Record<string, LockedPackage>;
};
const production = Object.entries(packages).filter(([path, { dev = false }]) => path !== '' && !dev);
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

test('of what people install with the package, only SQLite runs a script', (t) => {
  t.true(production.length > 50);
  t.deepEqual(
    production.filter(([, { hasInstallScript = false }]) => hasInstallScript).map(([path]) => nameOf(path)),
    ['better-sqlite3'],
  );
});

test('nothing that people install with the package reports on them', (t) => {
  const suspicious = /scarf|telemetry|analytics|posthog|segment|sentry|bugsnag|datadog|mixpanel|amplitude/i;
  const found = production.map(([path]) => nameOf(path)).filter((name) => suspicious.test(name));
  // Types and an empty implementation, of prom-client: it sends nothing, and has nobody to send it to.
  t.deepEqual(found, ['@opentelemetry/api']);
});

test('every package is locked with its checksum, and our own ask for exact versions', (t) => {
  for (const [path, { integrity, link }] of production) t.true(link === true || integrity !== undefined, path);
  const own = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, Record<string, string>>;
  for (const [name, version] of Object.entries({ ...own['dependencies'], ...own['devDependencies'] })) {
    t.regex(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, name);
  }
});

test('the files of the reference page are published with their licences', (t) => {
  const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as { files: readonly string[] };
  t.true(files.includes('dist/swagger-ui'));
  for (const name of [
    'swagger-ui-bundle.js',
    'swagger-ui-bundle.js.LICENSE.txt',
    'swagger-ui.css',
    'LICENSE',
    'NOTICE',
  ]) {
    t.true(existsSync(join('dist/swagger-ui', name)), name);
  }
});

interface Job {
  readonly permissions?: Record<string, string>;
  readonly steps: readonly { readonly uses?: string; readonly run?: string }[];
}
interface Workflow {
  readonly permissions?: Record<string, string>;
  readonly jobs: Record<string, Job>;
}

const FOLDER = '.github/workflows';
const workflows = readdirSync(FOLDER).map((name) => {
  const text = readFileSync(join(FOLDER, name), 'utf8');
  return { name, text, workflow: parse(text) as Workflow };
});

test('actions are pinned by commit, with the version that it is', (t) => {
  let count = 0;
  for (const { name, text } of workflows) {
    for (const [line] of text.matchAll(/^.*uses:.*$/gm)) {
      count += 1;
      t.regex(line, /uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/, `${name}: ${line}`);
    }
  }
  t.true(count >= 6);
});

test('a job that may publish runs no code but that of npm', (t) => {
  const publishers = workflows.flatMap(({ name, workflow }) => {
    t.is(workflow.permissions?.['id-token'], undefined, name);
    return Object.values(workflow.jobs).filter((job) => job.permissions?.['id-token'] !== undefined);
  });
  t.is(publishers.length, 1);
  for (const { uses = '', run = '' } of publishers.flatMap(({ steps }) => steps)) {
    t.regex(uses, /^(|actions\/(download-artifact|setup-node)@.*)$/);
    t.notRegex(run, /npm (c|i|t|run|exec|install)|npx|node /);
  }
});

test('dependencies are audited on every change and before a release', (t) => {
  for (const { name, text } of workflows) t.true(text.includes('npm audit --omit=dev --audit-level=high'), name);
});
