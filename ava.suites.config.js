import common from './ava.config.js';

/** A worker for each test file costs half a second of CPU. In a whole run the files of each of these folders share one. */
export const SUITES = ['http', 'model'];

/** What `npm test` runs: compiled files, among them one for each suite, which scripts/test.mjs makes. */
export default {
  require: common.require,
  timeout: common.timeout,
  // One more than two processors: some tests wait.
  concurrency: 3,
  files: ['dist/test/**/*.test.js', ...['soak', ...SUITES].map((folder) => `!dist/test/${folder}/**`)],
};
