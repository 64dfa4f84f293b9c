import type { ProxyCallApi } from '../../ports/proxycall-api.js';
import type { Say } from './language.js';

/** The API in one of the modes, to be closed after use. */
export interface OpenedApi {
  readonly api: ProxyCallApi;
  /** The mode, in words. */
  readonly description: (say: Say) => string;
  close(): Promise<void>;
}
