// Makes the light package in dist/light: one file, no dependency, remote mode only.
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { writeLicences } from './licences.mjs';

/** For Nodes older than those we support: node-fetch loads it where `node:stream/web` is missing. */
const withoutPolyfills = {
  name: 'without-polyfills',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^web-streams-polyfill/ }, ({ path }) => ({ path, namespace: 'nothing' }));
    onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'module.exports = {}' }));
  },
};

/** clipanion asks the terminal how many colours it has; the CLI decides by itself, and help does without the module. */
const withoutTerminalProbe = {
  name: 'without-terminal-probe',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.\/platform$/ }, ({ resolveDir }) => ({
      path: join(resolveDir, '../platform/browser.js'),
    }));
  },
};

/** The widths of emoji in tables: every Node that we support knows what an emoji is, without a pattern of ten kilobytes. */
const emojiOfEngine = {
  name: 'emoji-of-engine',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^emoji-regex$/ }, ({ path }) => ({ path, namespace: 'engine' }));
    onLoad({ filter: /.*/, namespace: 'engine' }, () => ({
      contents: String.raw`module.exports = () => /\p{RGI_Emoji}/gv`,
    }));
  },
};

/** The numbering plans as JSON text, which V8 reads faster than an object in the code. */
const metadataAsText = {
  name: 'metadata-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /metadata\.min\.json\.js$/ }, async ({ path }) => {
      const { default: metadata } = await import(path);
      return { contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(metadata))})` };
    });
  },
};

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
  plugins: [withoutPolyfills, withoutTerminalProbe, emojiOfEngine, metadataAsText],
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
