// For `npm start`: makes the program in dist, unless it was made from the sources that are there.
import { isFresh } from './freshness.mjs';

if (!isFresh()) {
  const [{ bundleProgram }, { copyPageAssets }] = await Promise.all([
    import('./bundle-program.mjs'),
    import('./page-assets.mjs'),
  ]);
  copyPageAssets();
  await bundleProgram();
}
