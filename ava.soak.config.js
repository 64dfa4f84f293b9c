import common from './ava.config.js';

/** `npm run soak`. */
export default { ...common, files: ['test/soak/**/*.test.ts'], timeout: '60m' };
