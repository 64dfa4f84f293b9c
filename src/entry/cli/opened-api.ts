import type { ProxyCallApi } from '../../ports/proxycall-api.js';

/** The API in some mode, to be closed after use. */
export interface OpenedApi {
  readonly api: ProxyCallApi;
  /** Which mode it is, for the person at the keyboard. */
  readonly description: string;
  close(): Promise<void>;
}
