import common from './ava.config.js';

/** `npm run soak`. One round of a campaign takes less than a minute; many rounds report nothing for as long as they take. */
const timeout = (process.env.SOAK_ROUNDS ?? '1') === '1' ? '10m' : '60m';

export default { ...common, files: ['test/soak/**/*.test.ts'], timeout };
