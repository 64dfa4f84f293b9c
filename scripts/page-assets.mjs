// What pages load: the files of Swagger UI that /docs serves, in dist/swagger-ui with their licences, and those of the console, in
// dist/console. They are published in our package, so that nobody who installs it gets the telemetry that the package of Swagger UI depends on.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';

const FILES = [
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'swagger-ui-bundle.js.LICENSE.txt',
  'favicon-32x32.png',
  'LICENSE',
  'NOTICE',
];

/** @param folder such as `dist` */
export async function makePageAssets(folder) {
  copySwaggerUi(join(folder, 'swagger-ui'));
  await bundleConsoleAssets(join(folder, 'console'));
}

function copySwaggerUi(target) {
  const source = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  mkdirSync(target, { recursive: true });
  for (const name of FILES) cpSync(join(source, name), join(target, name));
}

const CONSOLE = 'src/entry/console/browser';

/** What browsers load for the console: one script with htmx and uPlot, one sheet, and the icon. */
async function bundleConsoleAssets(target) {
  const root = join(import.meta.dirname, '..');
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
