// Copies the files of Swagger UI that /docs serves to dist/swagger-ui, with their licences, and bundles those of the console to
// dist/console. They are published in our package, so
// that nobody who installs it gets the telemetry that the package of Swagger UI depends on.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const FILES = [
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'swagger-ui-bundle.js.LICENSE.txt',
  'favicon-32x32.png',
  'LICENSE',
  'NOTICE',
];

export function copyPageAssets() {
  const source = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const target = join(import.meta.dirname, '..', 'dist', 'swagger-ui');
  mkdirSync(target, { recursive: true });
  for (const name of FILES) cpSync(join(source, name), join(target, name));
}

const CONSOLE = 'src/entry/console/browser';

/** What browsers load for the console: one script with htmx and uPlot, one sheet, and the icon. */
export async function bundleConsoleAssets() {
  const root = join(import.meta.dirname, '..');
  const target = join(root, 'dist', 'console');
  mkdirSync(target, { recursive: true });
  await build({
    entryPoints: [join(root, CONSOLE, 'console.ts')],
    outfile: join(target, 'console.js'),
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    platform: 'browser',
    legalComments: 'inline',
    logLevel: 'warning',
  });
  const sheet = [
    createRequire(import.meta.url).resolve('uplot/dist/uPlot.min.css'),
    join(root, CONSOLE, 'console.css'),
  ];
  const { outputFiles } = await build({
    stdin: { contents: sheet.map((path) => readFileSync(path, 'utf8')).join('\n'), loader: 'css' },
    minify: true,
    write: false,
    logLevel: 'warning',
  });
  writeFileSync(join(target, 'console.css'), outputFiles[0].contents);
  cpSync(join(root, CONSOLE, 'icon.svg'), join(target, 'icon.svg'));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  copyPageAssets();
  await bundleConsoleAssets();
}
