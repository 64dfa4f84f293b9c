import type { OutgoingMail } from '../../../ports/mailer.js';
import { beginTry, isToBeRenewed, renewTry } from '../../model/notice-tries.js';
import { createCalendar, type Calendar, type Week } from '../../model/report/week.js';
import { writeWeeklyReport } from '../../model/report/writing.js';
import {
  claimWeeklyMail,
  formatWeeklyMails,
  holdsWeeklyMail,
  parseWeeklyMails,
  settleWeeklyMail,
  weekToSend,
  withWeeklyMail,
  type WeeklyMail,
  type WeeklyMails,
} from '../../model/report/sending.js';
import { put, retryOnConflict } from '../commit.js';
import { addressDigest, sendNotice } from '../notice.js';
import type { Ports } from '../ports.js';
import { weeklyReport } from './weekly.js';

const FACT = 'weekly_report';

/**
 * Sends the report of the newest week whose day has come, if nobody has: one instance claims it by a commit, and renews the claim while it
 * counts. If another one has claimed it nevertheless, it leaves the report to that one. After an outage earlier weeks are not sent. A mail
 * whose fate is unknown is sent again with the same message id.
 */
export async function sendWeeklyReport(ports: Ports): Promise<void> {
  const { mailer, settings, clock, logger } = ports;
  const { mail: to, day, timeZone } = settings.report;
  if (mailer === undefined || to === undefined) return;
  const calendar = createCalendar(timeZone);
  const week = weekToSend(calendar, day, clock.now());
  const claimed = await claimWeek(ports, calendar, { week: week.name, address: addressDigest(ports, to) });
  if (claimed === undefined) return;
  let { until } = claimed;
  const mail = await mailOf(ports, week, to, async () => {
    // Once it is lost, that is found out below.
    if (isToBeRenewed(until, clock.now())) until = (await renew(ports, claimed))?.until ?? Infinity;
  });
  const begun = await renew(ports, claimed, beginTry);
  if (begun === undefined) return;
  const { fate, reason } = await sendNotice(mailer, mail);
  await change(ports, (mails, now) => (holdsWeeklyMail(mails, begun) ? settleWeeklyMail(begun, fate, now) : undefined));
  if (fate === 'sent') logger.info('report.sent', { week: week.name });
  else logger.warn('report.not_sent', { week: week.name, fate, reason, tries: claimed.tries });
}

/** @returns undefined when there is nothing to send, or another instance is sending it */
function claimWeek(
  ports: Ports,
  calendar: Calendar,
  wanted: Pick<WeeklyMail, 'week' | 'address'>,
): Promise<WeeklyMail | undefined> {
  return change(ports, (mails, now) => {
    const isOver = (week: string) => (calendar.weekNamed(week)?.until ?? Infinity) <= now;
    return claimWeeklyMail(mails, wanted, isOver, now);
  });
}

/** @returns undefined when another instance has claimed it since */
function renew(ports: Ports, claim: WeeklyMail, how: typeof renewTry = renewTry): Promise<WeeklyMail | undefined> {
  return change(ports, (mails, now) => (holdsWeeklyMail(mails, claim) ? how(claim, now) : undefined));
}

/**
 * Changes what is on record of one report.
 * @returns what it is now; undefined when nothing was changed
 */
function change(
  ports: Ports,
  decide: (mails: WeeklyMails, now: number) => WeeklyMail | undefined,
): Promise<WeeklyMail | undefined> {
  const { store, clock } = ports;
  return retryOnConflict(ports, async () => {
    const read = await store.record('fact', FACT);
    const mails = parseWeeklyMails(read?.value.value ?? '');
    const next = decide(mails, clock.now());
    if (next === undefined) return undefined;
    const value = formatWeeklyMails(withWeeklyMail(mails, next));
    await store.commit({ puts: [put('fact', { key: FACT, value }, read)] });
    return next;
  });
}

async function mailOf(ports: Ports, week: Week, to: string, onPage: () => Promise<void>): Promise<OutgoingMail> {
  const { ids, settings } = ports;
  const { name } = week;
  const report = await weeklyReport(ports, week, onPage);
  // The shops of one mail domain do not share it.
  const messageId = `report-${name}-${ids.keyedHash('record', `mail weekly_report ${name}`).slice(0, 16)}`;
  return { messageId, to, ...writeWeeklyReport(report, settings) };
}
