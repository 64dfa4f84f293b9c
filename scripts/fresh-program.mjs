// For `npm start`: makes the program in dist, unless it was made from the sources that are there.
import { isFresh } from './freshness.mjs';

if (!isFresh()) {
  const { bundleProgram } = await import('./bundle-program.mjs');
  await bundleProgram();
}
