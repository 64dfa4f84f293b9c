// Bundles the program, so that it starts from thirty files instead of thirteen hundred, and with `library: true` the entry points of
// the library with it, which then share one copy of every module. Each file is where its source is: `src/entry/cli/bin.ts` becomes
// `dist/src/entry/cli/bin.js`, and what several need is in `dist/src/chunks`.
import { chmodSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { plugins } from './bundle-plugins.mjs';
import { markFresh, markStale } from './freshness.mjs';
import { collectHelp } from './help-entries.mjs';
import { writeLicences } from './licences.mjs';
import { makePageAssets } from './page-assets.mjs';

const CHUNKS = 'src/chunks';

/** Stay packages: what is native, and what is large and only loaded when it is chosen. */
const PACKAGES = /^(better-sqlite3|pg|googleapis|google-auth-library|twilio)$/;
/** Of Google, only single files are imported. */
const PARTS_OF_PACKAGES = /^(googleapis|pg)\//;

const outside = {
  name: 'outside',
  setup({ onResolve }) {
    for (const filter of [PACKAGES, PARTS_OF_PACKAGES]) onResolve({ filter }, ({ path }) => ({ path, external: true }));
  },
};

/** The entry points in `package.json`, as sources. */
function entryPoints({ library }) {
  const { bin, exports } = JSON.parse(readFileSync('package.json', 'utf8'));
  const modules = Object.values(exports).map(({ default: file }) => file);
  const files = [...Object.values(bin), ...(library ? modules : [])].filter((file) => file !== undefined);
  return [...new Set(files.map((file) => file.replace(/^(\.\/)?dist\//, '').replace(/\.js$/, '.ts')))];
}

/** @param folder where to put it; its last part must be `dist` */
export async function bundleProgram({ library = false, folder = 'dist' } = {}) {
  markStale(folder);
  await makePageAssets(folder);
  const { metafile } = await build({
    entryPoints: entryPoints({ library }),
    outdir: folder,
    outbase: '.',
    bundle: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    chunkNames: `${CHUNKS}/[name]-[hash]`,
    // Not minified: a stack trace has the names of functions, and `node --enable-source-maps` the lines of the sources.
    sourcemap: 'linked',
    sourcesContent: false,
    mainFields: ['module', 'main'],
    charset: 'utf8',
    legalComments: 'none',
    // For packages that are CommonJS.
    banner: {
      js: "import { createRequire as createRequireOfBundle } from 'node:module';\nconst require = createRequireOfBundle(import.meta.url);",
    },
    plugins: [outside, ...plugins],
    metafile: true,
    logLevel: 'warning',
  });
  const written = Object.keys(metafile.outputs).map((file) => basename(file));
  for (const name of readdirSync(join(folder, CHUNKS))) if (!written.includes(name)) rmSync(join(folder, CHUNKS, name));
  for (const name of written.filter((file) => /^bin.*\.js$/.test(file)))
    chmodSync(join(folder, 'src/entry/cli', name), 0o755);
  // The help is shown from it: loading all commands takes longer than all the rest of the help.
  const { entries } = await collectHelp('index');
  writeFileSync(join(folder, 'src/entry/cli/help-entries.json'), JSON.stringify(entries));
  writeLicences(metafile, join(folder, 'THIRD-PARTY-LICENSES.txt'));
  markFresh(folder);
  return metafile;
}
