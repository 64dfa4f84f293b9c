import { existsSync, readdirSync } from 'node:fs';
import common from './ava.config.js';

/** A worker for each test file costs half a second of CPU. In a whole run the files of each of these folders share one. */
export const SUITES = [
  'apps-script',
  'cli',
  'confirmations',
  'console',
  'http',
  'mail',
  'model',
  'property',
  'reports',
  'sheets',
  'twilio',
];

/** The compiled files of a suite: all of the folder but those with snapshots, which AVA finds by the name of the file. */
export function membersOf(folder) {
  const names = existsSync(`dist/test/${folder}`) ? readdirSync(`dist/test/${folder}`) : [];
  return names.filter(
    (name) => name.endsWith('.test.js') && !existsSync(`test/${folder}/snapshots/${name.replace('.js', '.ts')}.md`),
  );
}

/** They take longest, and begin first: none is left alone at the end. */
const LONGEST = ['sheets', 'twilio', 'cli', 'browser', 'http', 'console'].map((name) => `/dist/test/${name}.test.js`);
const rank = (file) => LONGEST.findIndex((end) => file.endsWith(end)) + 1 || Infinity;

/** What `npm test` runs: compiled files, among them one for each suite, which scripts/test.mjs makes. */
export default {
  require: common.require,
  timeout: common.timeout,
  // One more than two processors: some tests wait.
  concurrency: 3,
  sortTestFiles: (one, other) => (rank(one) === rank(other) ? one.localeCompare(other) : rank(one) - rank(other)),
  files: [
    'dist/test/**/*.test.js',
    '!dist/test/soak/**',
    ...SUITES.flatMap((folder) => membersOf(folder).map((name) => `!dist/test/${folder}/${name}`)),
  ],
};
