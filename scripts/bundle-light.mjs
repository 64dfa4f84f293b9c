// Makes the light package in dist/light, or in the folder that is given: one file, no dependency, remote mode only.
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { writeLicences } from './licences.mjs';
import { packHelpEntries } from './light-help.mjs';

/**
 * What no command of the light package reaches: polyfills of what every Node that we support has, forms and their parser (node-fetch),
 * schemas of commands (clipanion), colours (cli-table3; ours have none), and bars side by side (cli-progress).
 */
const withoutTheUnused = {
  name: 'without-the-unused',
  setup({ onResolve, onLoad }) {
    const unused =
      /^(web-streams-polyfill.*|fetch-blob(\/from\.js)?|formdata-polyfill\/esm\.min\.js|\.\/utils\/multipart-parser\.js|typanion|@colors\/colors\/safe|\.\/lib\/multi-bar)$/;
    onResolve({ filter: unused }, ({ path }) => ({ path, namespace: 'unused', sideEffects: false }));
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({
      contents:
        'const { Blob, FormData, File } = globalThis; module.exports = { __esModule: true, default: Blob, FormData, File };',
    }));
  },
};

/** clipanion opens standard input when it is loaded, which takes longer than the help: we say ourselves which streams a command has. */
const withoutDefaultStreams = {
  name: 'without-default-streams',
  setup({ onLoad }) {
    onLoad({ filter: /clipanion.lib.advanced.Cli\.m?js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8');
      const contents = source.replace(/Cli\.defaultContext = \{[^}]*\};/, 'Cli.defaultContext = {};');
      if (contents === source) throw new Error(`${path} has no default context any more`);
      return { contents };
    });
  },
};

/** clipanion asks the terminal how many colours it has; the CLI decides by itself, and help does without the module. */
const withoutTerminalProbe = {
  name: 'without-terminal-probe',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.\/platform/ }, ({ resolveDir }) => ({
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

/**
 * The numbering plans are loaded when the first number is read, and not for the help. The smaller ones are enough to tell what is a
 * possible number: the API is the judge of the rest.
 */
const numberingPlansOnDemand = {
  name: 'numbering-plans-on-demand',
  setup({ onResolve, onLoad }) {
    const functions = ['isSupportedCountry', 'parseIncompletePhoneNumber', 'parsePhoneNumberFromString'];
    const names = [...functions, 'Metadata'];
    onResolve({ filter: /^libphonenumber-js\/max$/ }, () => ({ path: 'on-demand', namespace: 'numbering-plans' }));
    onResolve({ filter: /^the-plans$/ }, () => ({ path: 'plans', namespace: 'numbering-plans' }));
    onLoad({ filter: /^on-demand$/, namespace: 'numbering-plans' }, () => ({
      contents: [
        "const plans = () => require('the-plans');",
        ...functions.map((name) => `export const ${name} = (...args) => plans().${name}(...args);`),
        'export const Metadata = function () { return new (plans().Metadata)(); };',
      ].join('\n'),
    }));
    onLoad({ filter: /^plans$/, namespace: 'numbering-plans' }, () => ({
      contents: `export { ${names.join(', ')} } from 'libphonenumber-js/min';`,
      resolveDir: '.',
    }));
  },
};

/**
 * The numbering plans as JSON text, which V8 reads faster than an object in the code. One character stands for the `\\d` of their
 * patterns, of which there are thousands: in a string of a string, it takes five.
 */
const metadataAsText = {
  name: 'metadata-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /metadata\.min\.json\.js$/ }, async ({ path }) => {
      const { default: metadata } = await import(path);
      const [digit, text] = [String.raw`\\d`, JSON.stringify(metadata)];
      if (text.includes('!'))
        throw new Error(`${path} has an exclamation mark now: another character must stand for a digit`);
      const short = JSON.stringify(text.replaceAll(digit, '!'));
      return { contents: `export default JSON.parse(${short}.replaceAll('!', ${JSON.stringify(digit)}))` };
    });
  },
};

const whole = JSON.parse(readFileSync('package.json', 'utf8'));
const folder = process.argv[2] ?? 'dist/light';
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
    // Its modules, of which those that are not used stay out.
    clipanion: 'clipanion/lib/advanced/index.mjs',
  },
  plugins: [
    withoutTheUnused,
    withoutDefaultStreams,
    withoutTerminalProbe,
    emojiOfEngine,
    metadataAsText,
    numberingPlansOnDemand,
  ],
  define: {
    PROXYCALL_VERSION: JSON.stringify(whole.version),
    PROXYCALL_HELP: JSON.stringify(await packHelpEntries()),
  },
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

    npm install --global proxycall-cli                  # or from a file: ./proxycall-cli-${whole.version}.tgz
    proxycall init
    proxycall doctor

The whole of it, with the server, the library and the other modes: \`npm install --global proxycall\`.
`,
);
