// Compiles to dist within two seconds, without checking types: `npm run check:types` does that, and `npm run build` writes
// what is published. Tests and benches import the modules one by one; the program that they start is bundled, as it is published.
import { build } from 'esbuild';
import { bundleProgram } from './bundle-program.mjs';
import { options, removeStale } from './compilation.mjs';
import { markStale } from './freshness.mjs';

markStale();
removeStale();
await build(options);
await bundleProgram();
