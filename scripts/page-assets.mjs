// Copies the files of Swagger UI that /docs serves to dist/swagger-ui, with their licences. They are published in our package, so
// that nobody who installs it gets the telemetry that the package of Swagger UI depends on.
import { cpSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

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

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) copyPageAssets();
