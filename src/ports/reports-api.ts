import type {
  CallCounts,
  ClientCounts,
  CountryPool,
  NumbersGiven,
  OutcomeCount,
  TextCounts,
  WeeklyReport,
} from '../domain/model/report/weekly-report.js';

export type { CallCounts, ClientCounts, CountryPool, NumbersGiven, OutcomeCount, TextCounts, WeeklyReport };

// Counts of what happened: see ProxyCallApi. They say nothing about anybody.

/** Reports. */
export interface ReportsApi {
  /**
   * Counts what happened in a week, in the time zone of the settings. Reads the calls and texts of that week, all sessions and clients
   * and, back to the beginning of the oldest session that was called, earlier calls. Clients and the pool are counted as they are now.
   * The report may be a minute old: `countedAt` says when it was counted.
   * Of a week of which something may have been dropped (`retentionMs`), what is left is counted, and `complete` is false.
   * @param request.week as in ISO 8601: `2026-W12`. Default: the last one that is over
   * @throws ProxyCallError with code `invalid_request` when there is no such week, or it has not begun; `too_many_counts` when eight other
   *   weeks are being counted or wait for it
   */
  weeklyReport(request: { readonly week?: string | undefined }): Promise<WeeklyReport>;
}
