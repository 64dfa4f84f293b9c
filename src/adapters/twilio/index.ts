export { createTwilioTelephony } from './telephony.js';
export type { TwilioAccount } from './client.js';
