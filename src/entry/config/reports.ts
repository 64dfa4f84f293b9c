import type { ReportSettings } from '../../domain/model/report/report-settings.js';
import type { ServerReader } from './server-reader.js';

/** When the weekly report is counted and sent, and to whom. */
export function readReports(reader: ServerReader): ReportSettings {
  return {
    mail: reader.value('PROXYCALL_REPORT_MAIL'),
    day: reader.value('PROXYCALL_REPORT_DAY'),
    timeZone: reader.value('PROXYCALL_REPORT_TZ'),
  };
}

/** Refuses mails that could never be sent. */
export function refuseUnsendable(reader: ServerReader, hasMail: boolean): void {
  if (hasMail) return;
  for (const name of ['PROXYCALL_REPORT_MAIL', 'PROXYCALL_ALERT_MAIL'] as const) {
    if (reader.value(name) === undefined) continue;
    reader.fault(name, 'is set, and no mail is sent: SMTP_HOST is not set');
  }
}
