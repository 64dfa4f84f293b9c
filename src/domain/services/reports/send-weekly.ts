import type { OutgoingMail } from '../../../ports/mailer.js';
import { createCalendar, type Week } from '../../model/report/week.js';
import { writeWeeklyReport } from '../../model/report/writing.js';
import {
  claimWeeklyMail,
  formatWeeklyMail,
  parseWeeklyMail,
  settleWeeklyMail,
  weekToSend,
  type WeeklyFate,
  type WeeklyMail,
} from '../../model/report/sending.js';
import { put, retryOnConflict } from '../commit.js';
import { sendNotice } from '../notice.js';
import type { Ports } from '../ports.js';
import { weeklyReport } from './weekly.js';

const FACT = 'weekly_report';

/**
 * Sends the report of the newest week whose day has come, if nobody has: one instance claims it by a commit. After an outage earlier weeks
 * are not sent. A mail whose fate is unknown is sent again with the same message id.
 */
export async function sendWeeklyReport(ports: Ports): Promise<void> {
  const { mailer, settings, clock, logger } = ports;
  const { mail: to, day, timeZone } = settings.report;
  if (mailer === undefined || to === undefined) return;
  const week = weekToSend(createCalendar(timeZone), day, clock.now());
  const claim = await retryOnConflict(ports, () => claimWeek(ports, week));
  if (claim === undefined) return;
  const { fate, reason } = await sendNotice(mailer, await mailOf(ports, week, to));
  await retryOnConflict(ports, () => settle(ports, claim, fate));
  if (fate === 'sent') logger.info('report.sent', { week: week.name });
  else logger.warn('report.not_sent', { week: week.name, fate, reason, tries: claim.tries });
}

async function claimWeek({ store, clock }: Ports, { name }: Week): Promise<WeeklyMail | undefined> {
  const read = await store.record('fact', FACT);
  const claim = claimWeeklyMail(read && parseWeeklyMail(read.value.value), name, clock.now());
  if (claim === undefined) return undefined;
  await store.commit({ puts: [put('fact', { key: FACT, value: formatWeeklyMail(claim) }, read)] });
  return claim;
}

async function mailOf(ports: Ports, { name }: Week, to: string): Promise<OutgoingMail> {
  const { ids, settings } = ports;
  const report = await weeklyReport(ports, { week: name });
  // The shops of one mail domain do not share it.
  const messageId = `report-${name}-${ids.keyedHash('record', `mail weekly_report ${name}`).slice(0, 16)}`;
  return { messageId, to, ...writeWeeklyReport(report, settings) };
}

/** Not of a claim that was void by then. */
async function settle({ store, clock }: Ports, claim: WeeklyMail, fate: WeeklyFate): Promise<void> {
  const read = await store.record('fact', FACT);
  const current = read && parseWeeklyMail(read.value.value);
  if (current?.week !== claim.week || current.tries !== claim.tries) return;
  const settled = settleWeeklyMail(claim, fate, clock.now());
  await store.commit({ puts: [put('fact', { key: FACT, value: formatWeeklyMail(settled) }, read)] });
}
