import type { OutgoingMail } from '../mail.js';
import type { Settings } from '../settings.js';
import { letterHtml, letterText, type Letter, type LetterRow, type LetterSection, fill } from '../letter.js';
import { REPORT_PHRASES, type ReportLanguage, type ReportPhrases } from './phrases.js';
import type { CountryPool, OutcomeCount, WeeklyReport } from './weekly-report.js';

/** French where the shop speaks it, else English. */
export function reportLanguage({ language }: Pick<Settings, 'language'>): ReportLanguage {
  return language === 'fr' ? 'fr' : 'en';
}

/** The weekly report as a mail, as text and as HTML, escaped. */
export function writeWeeklyReport(
  report: WeeklyReport,
  settings: Pick<Settings, 'language' | 'shopName'>,
): Pick<OutgoingMail, 'subject' | 'text' | 'html'> {
  const language = reportLanguage(settings);
  const phrases = REPORT_PHRASES[language];
  const words = wordsIn(language, report.timeZone);
  const shop = settings.shopName ?? phrases.unnamed;
  const [from, until] = [words.day(Date.parse(report.from)), words.day(Date.parse(report.until) - 1)];
  const letter: Letter = {
    language,
    title: fill(phrases.title, { week: report.week }),
    introduction: [
      shop,
      fill(phrases.week, { from, until, zone: report.timeZone }),
      ...(report.complete ? [] : [fill(phrases.incomplete, { time: words.time(Date.parse(report.keptSince)) })]),
    ],
    sections: [
      clientSection(report, phrases, words),
      { title: phrases.orders, rows: [{ name: phrases.created, value: words.whole(report.orders) }] },
      callSection(report, phrases, words),
      { title: phrases.texts, rows: totalRows(report.texts, phrases, words) },
      numberSection(report, phrases, words),
    ],
    ending: [fill(phrases.counted, { time: words.time(Date.parse(report.countedAt)) })],
  };
  return {
    // One line: the name of the shop is sayable, and may still have a line break in it.
    subject: fill(phrases.subject, { shop, week: report.week }).replace(/\s+/g, ' '),
    text: letterText(letter),
    html: letterHtml(letter),
  };
}

/** How values are written in a language. */
interface Words {
  readonly whole: (value: number) => string;
  /** At most one digit after the point. */
  readonly decimal: (value: number) => string;
  readonly money: (value: number) => string;
  readonly percent: (value: number) => string;
  readonly day: (time: number) => string;
  readonly time: (time: number) => string;
}

function wordsIn(language: ReportLanguage, timeZone: string): Words {
  const locale = language === 'fr' ? 'fr-FR' : 'en-GB';
  const number = (options: Intl.NumberFormatOptions) => {
    const format = new Intl.NumberFormat(locale, options);
    return (value: number) => format.format(value);
  };
  const date = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, { timeZone, ...options });
    return (time: number) => format.format(time);
  };
  return {
    whole: number({ maximumFractionDigits: 0 }),
    decimal: number({ maximumFractionDigits: 1 }),
    money: number({ minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    percent: number({ style: 'percent', maximumFractionDigits: 1 }),
    day: date({ dateStyle: 'long' }),
    time: date({ dateStyle: 'medium', timeStyle: 'short' }),
  };
}

function clientSection({ clients }: WeeklyReport, phrases: ReportPhrases, { whole }: Words): LetterSection {
  return {
    title: phrases.clients,
    rows: [
      { name: phrases.total, value: whole(clients.total) },
      { name: phrases.withNumber, value: whole(clients.withNumber), isPart: true },
      { name: phrases.withoutNumber, value: whole(clients.withoutNumber), isPart: true },
      { name: phrases.confirmed, value: whole(clients.confirmed) },
      { name: phrases.sharingPhone, value: whole(clients.sharingPhone) },
    ],
  };
}

function callSection(report: WeeklyReport, phrases: ReportPhrases, words: Words): LetterSection {
  const { calls, unknownCallers, firstCalls } = report;
  const { answeredRate, medianRingSeconds, minutes } = calls;
  return {
    title: phrases.calls,
    rows: [
      ...totalRows(calls, phrases, words),
      ...(answeredRate === undefined ? [] : [{ name: phrases.answeredRate, value: words.percent(answeredRate) }]),
      ...(medianRingSeconds === undefined
        ? []
        : [{ name: phrases.medianRing, value: `${words.decimal(medianRingSeconds)} s` }]),
      { name: phrases.minutes, value: words.decimal(minutes) },
      { name: phrases.unknownCallers, value: words.whole(unknownCallers) },
      { name: phrases.firstCalls, value: words.whole(firstCalls) },
    ],
  };
}

function totalRows(
  { total, outcomes }: { readonly total: number; readonly outcomes: readonly OutcomeCount[] },
  phrases: ReportPhrases,
  { whole }: Words,
): readonly LetterRow[] {
  return [
    { name: phrases.total, value: whole(total) },
    ...outcomes.map(({ outcome, count }) => ({
      name: phrases.outcomes[outcome],
      value: whole(count),
      isPart: true,
    })),
  ];
}

function numberSection(report: WeeklyReport, phrases: ReportPhrases, words: Words): LetterSection {
  const { numbersGiven, pools, monthlyCost, unpricedNumbers } = report;
  const { thisWeek, weekBefore, difference } = numbersGiven;
  const before =
    weekBefore === undefined || difference === undefined
      ? []
      : [`${words.whole(weekBefore)} (${difference > 0 ? '+' : ''}${words.whole(difference)})`];
  return {
    title: phrases.numbers,
    rows: [
      { name: phrases.given, value: words.whole(thisWeek) },
      ...before.map((value) => ({ name: phrases.weekBefore, value, isPart: true })),
      ...pools.flatMap((pool) => countryRows(pool, phrases, words)),
      ...(monthlyCost === undefined ? [] : [{ name: phrases.cost, value: words.money(monthlyCost) }]),
      // Without any price nobody wants to hear that they are missing.
      ...(monthlyCost === undefined || unpricedNumbers === 0
        ? []
        : [{ name: phrases.unpriced, value: words.whole(unpricedNumbers), isPart: true }]),
    ],
  };
}

function countryRows(pool: CountryPool, phrases: ReportPhrases, { whole }: Words): readonly LetterRow[] {
  const { countryIso, owned, available, assigned, shared } = pool;
  const others = owned - available - assigned - shared;
  const part = (name: string, value: number) => (value === 0 ? [] : [{ name, value: whole(value), isPart: true }]);
  return [
    { name: `${phrases.owned}, ${countryIso}`, value: whole(owned) },
    { name: phrases.available, value: whole(available), isPart: true },
    ...part(phrases.assigned, assigned),
    ...part(phrases.shared, shared),
    ...part(phrases.others, others),
  ];
}
