import type { ProxyCallApi } from '../../ports/proxycall-api.js';
import type { Say } from './language.js';

/** The API in some mode, to be closed after use. */
export interface OpenedApi {
  readonly api: ProxyCallApi;
  /** Which mode it is, for the person at the keyboard. */
  readonly description: (say: Say) => string;
  close(): Promise<void>;
}
