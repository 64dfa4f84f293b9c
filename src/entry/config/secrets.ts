import type { Config } from './config.js';
import { storeSecrets } from './store.js';

/** What is masked in the log wherever it turns up. */
export function secretsOf({ apiTokens, telephony, store, hashKey, http, mail }: Config): readonly string[] {
  const telephonySecrets = telephony.kind === 'twilio' ? telephony.authTokens : [telephony.authToken];
  const secrets = [http?.metricsToken, hashKey, mail?.login?.password];
  return [...apiTokens, ...secrets, ...telephonySecrets, ...storeSecrets(store)]
    .filter((secret) => secret !== undefined)
    .filter((secret) => secret !== '');
}
