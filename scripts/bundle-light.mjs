// Makes the light package in dist/light: one file, no dependency, remote mode only.
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';
import { common } from './bundle-plugins.mjs';
import { writeLicences } from './licences.mjs';

const whole = JSON.parse(readFileSync('package.json', 'utf8'));
const folder = 'dist/light';
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
const { metafile } = await build({
  entryPoints: ['src/entry/cli/bin-light.ts'],
  outfile: `${folder}/proxycall-cli.cjs`,
  bundle: true,
  minify: true,
  platform: 'node',
  // CommonJS: what is imported lazily is only evaluated when it is needed.
  format: 'cjs',
  target: 'node20.19',
  banner: { js: '#!/usr/bin/env node' },
  mainFields: ['module', 'main'],
  charset: 'utf8',
  alias: {
    // Enough to tell what is a possible number: the API is the judge of the rest.
    'libphonenumber-js/max': 'libphonenumber-js/min',
  },
  plugins: common,
  define: { PROXYCALL_VERSION: JSON.stringify(whole.version) },
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});
chmodSync(`${folder}/proxycall-cli.cjs`, 0o755);
writeLicences(metafile, `${folder}/THIRD-PARTY-LICENSES.txt`);
writeFileSync(
  `${folder}/package.json`,
  `${JSON.stringify(
    {
      name: 'proxycall-cli',
      version: whole.version,
      description: 'The command line of ProxyCall for an API that runs elsewhere: one file, nothing else to install.',
      keywords: whole.keywords,
      license: whole.license,
      engines: whole.engines,
      bin: { proxycall: 'proxycall-cli.cjs', 'proxycall-cli': 'proxycall-cli.cjs' },
      files: ['proxycall-cli.cjs', 'THIRD-PARTY-LICENSES.txt'],
    },
    undefined,
    2,
  )}\n`,
);
for (const name of ['LICENSE', 'CHANGELOG.md']) cpSync(name, `${folder}/${name}`);
writeFileSync(
  `${folder}/README.md`,
  `# proxycall-cli

The command line of ProxyCall for an API that runs elsewhere. One file, nothing else to install, remote mode only.

    npm install --global proxycall-cli
    proxycall init
    proxycall doctor

The whole of it, with the server, the library and the other modes: \`npm install --global proxycall\`.
`,
);
