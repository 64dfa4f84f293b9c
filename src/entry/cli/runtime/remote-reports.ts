import type { MessagesApi, ReportsApi } from '../../../ports/proxycall-api.js';
import type { Send } from './remote-confirmations.js';

/** A report reads the whole week, and often more; mails are sent one after the other. */
const TIMEOUT_MS = 10 * 60_000;

/** Reports and mails to clients over HTTP. */
export function remoteReports(send: Send): ReportsApi & MessagesApi {
  return {
    mailClients: (body, { idempotencyKey } = {}) =>
      send('mailClients', 'POST', '/messages/mail', { body, idempotencyKey, timeoutMs: TIMEOUT_MS }),
    weeklyReport: (query) => send('weeklyReport', 'GET', '/reports/weekly', { query, timeoutMs: TIMEOUT_MS }),
  };
}
