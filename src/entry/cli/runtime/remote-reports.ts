import type { ReportsApi } from '../../../ports/proxycall-api.js';
import type { Send } from './remote-confirmations.js';

/** It reads the whole week, and often more. */
const TIMEOUT_MS = 10 * 60_000;

/** Reports over HTTP. */
export function remoteReports(send: Send): ReportsApi {
  return {
    weeklyReport: (query) => send('weeklyReport', 'GET', '/reports/weekly', { query, timeoutMs: TIMEOUT_MS }),
  };
}
