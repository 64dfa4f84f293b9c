import { Command, Option } from 'clipanion';
import type { CountryPool, NumbersGiven, OutcomeCount, WeeklyReport } from '../../../../ports/reports-api.js';
import { ApiCommand } from '../../runtime/api-command.js';
import { msg, type Say } from '../../runtime/language.js';
import { fields, localTime, section, table } from '../../runtime/text.js';

export class ReportWeeklyCommand extends ApiCommand {
  static override paths = [['report', 'weekly']];
  static override usage = Command.Usage({
    category: msg('Reports'),
    description: msg('Count calls, texts, orders and numbers of a week'),
    details: msg(
      'Without --week, of the last week that is over. Weeks begin on Monday in the time zone of the service (PROXYCALL_REPORT_TZ). Clients and numbers are counted as they are now.',
    ),
    examples: [[msg('Of one week'), '$0 report weekly --week 2026-W12']],
  });

  week = Option.String('--week', { description: msg('Week as in ISO 8601, such as 2026-W12') });

  async execute(): Promise<number> {
    return this.request((api) => api.weeklyReport({ week: this.week }), describe);
  }
}

async function describe(report: WeeklyReport, say: Say): Promise<string> {
  const { week, from, until, timeZone, complete, keptSince } = report;
  const { clients, numbersGiven, orders, calls, texts, pools } = report;
  const { answeredRate, medianRingSeconds } = calls;
  const percent = answeredRate === undefined ? undefined : `${(answeredRate * 100).toFixed(1)} %`;
  const counts = fields(say, [
    ['week', `${week} (${timeZone})`],
    ['begins', localTime(from)],
    ['ends', localTime(until)],
    ['clients', clients.total.toString()],
    ['with a number', clients.withNumber.toString()],
    ['without a number', clients.withoutNumber.toString()],
    ['confirmed', clients.confirmed.toString()],
    ['sharing a phone', clients.sharingPhone.toString()],
    ['numbers given', numbersGiven.thisWeek.toString()],
    ['the week before', weekBeforeOf(numbersGiven)],
    ['orders', orders.toString()],
    ['calls', calls.total.toString()],
    ['answered', percent],
    ['median ring', medianRingSeconds === undefined ? undefined : `${medianRingSeconds.toString()} s`],
    ['minutes', calls.minutes.toString()],
    ['unknown callers', report.unknownCallers.toString()],
    ['first calls', report.firstCalls.toString()],
    ['texts', texts.total.toString()],
    ['cost a month', report.monthlyCost?.toFixed(2)],
    ['numbers without a price', report.unpricedNumbers.toString()],
  ]);
  const lists = [
    ...section(say('calls by outcome'), calls.outcomes.map(outcomeLine)),
    ...section(say('texts by outcome'), texts.outcomes.map(outcomeLine)),
  ];
  const kept = localTime(keptSince) ?? '';
  const notice = complete
    ? []
    : [say('Incomplete: what ended before {kept} may have been dropped (PROXYCALL_RETENTION_DAYS).', { kept })];
  return [...notice, counts, ...lists, ...(pools.length === 0 ? [] : [await poolTable(pools, say)])].join('\n');
}

function outcomeLine({ outcome, count }: OutcomeCount): string {
  return `${outcome}  ${count.toString()}`;
}

function weekBeforeOf({ weekBefore, difference }: NumbersGiven): string | undefined {
  if (weekBefore === undefined || difference === undefined) return undefined;
  return `${weekBefore.toString()} (${signed(difference)})`;
}

function signed(difference: number): string {
  return difference > 0 ? `+${difference.toString()}` : difference.toString();
}

function poolTable(pools: readonly CountryPool[], say: Say): Promise<string> {
  return table(say, pools, [
    ['country', ({ countryIso }) => countryIso],
    ['owned', ({ owned }) => owned.toString()],
    ['available', ({ available }) => available.toString()],
    ['assigned', ({ assigned }) => assigned.toString()],
    ['shared', ({ shared }) => shared.toString()],
    ['reserved', ({ reserved }) => reserved.toString()],
    ['in quarantine', ({ quarantined }) => quarantined.toString()],
    ['held', ({ held }) => held.toString()],
    ['out of rotation', ({ error }) => error.toString()],
    ['cost a month', ({ monthlyCost }) => monthlyCost?.toFixed(2)],
  ]);
}
