// Compiles to dist within a second, without checking types: `npm run check:types` does that, and `npm run build` writes
// what is published.
import { build } from 'esbuild';
import { options, removeStale } from './compilation.mjs';
import { writeHelpEntries } from './help-entries.mjs';
import { copyPageAssets } from './page-assets.mjs';

removeStale();
copyPageAssets();
await build(options);
await writeHelpEntries();
