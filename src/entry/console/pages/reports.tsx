import { createCalendar, WEEKDAYS, type Calendar, type Week } from '../../../domain/model/report/week.js';
import { isoTime } from '../../../domain/model/time.js';
import type { InteractionCount, InteractionCounts, WeeklyReport } from '../../../ports/proxycall-api.js';
import { Empty, LOCALES, Time } from '../elements/data.js';
import { Button, Field, RefusalNote } from '../elements/form.js';
import { filtered } from '../refusal.js';
import type { Page, Refusal, View } from '../view.js';
import { ReportCards, type Day } from './report-cards.js';
import { REPORTS } from './reports-words.js';

/** So many weeks are offered; older ones are reached by their address. */
const OFFERED = 53;

export const reportsPage: Page = {
  path: '/reports',
  section: 'reports',
  needs: 'weeklyReport',
  async show(view) {
    const t = REPORTS[view.language];
    const query = new URLSearchParams(view.ctx.querystring);
    const asked = query.get('week')?.trim() || undefined;
    const { found, refusal } = await filtered(view, query, () => read(view, asked));
    const content = (
      <>
        <Chooser view={view} week={found?.report.week ?? asked} refusal={refusal} />
        {found === undefined ? (
          <Empty title={t.refused} />
        ) : (
          <>
            <Heading view={view} report={found.report} />
            <ReportCards view={view} {...found} />
          </>
        )}
      </>
    );
    return { title: t.title, content, ...(refusal === undefined ? {} : { status: refusal.status }) };
  },
};

interface Found {
  readonly report: WeeklyReport;
  readonly days: readonly Day[];
}

async function read(view: View, name: string | undefined): Promise<Found> {
  const report = await view.api.weeklyReport({ week: name });
  const calendar = createCalendar(report.timeZone);
  const week = calendar.weekNamed(report.week);
  return { report, days: week === undefined ? [] : await readDays(view, calendar, week, Date.parse(report.countedAt)) };
}

/**
 * What happened on each day of a week until its report was counted, which may be a minute ago. Days are counted by themselves: not all zones
 * are whole hours from UTC.
 */
async function readDays(view: View, calendar: Calendar, week: Week, countedAt: number): Promise<readonly Day[]> {
  const before = calendar.weekBefore(week);
  const begins = WEEKDAYS.map((day) => calendar.timeAfter(before, day, 0));
  const name = new Intl.DateTimeFormat(LOCALES[view.language], {
    ...{ weekday: 'short', day: 'numeric', month: 'numeric', timeZone: view.timeZone },
  });
  const read = begins.map(async (from, at): Promise<Day> => {
    const until = Math.min((begins[at + 1] ?? week.until) - 1, countedAt);
    const counts = from > until ? NOTHING : await view.api.interactionCounts(between(from, until));
    return { name: name.format(from), counts: counts.counts };
  });
  return Promise.all(read);
}

const NOTHING: { readonly counts: readonly InteractionCount[] } = { counts: [] };

function between(from: number, until: number): Pick<InteractionCounts, 'from' | 'until'> {
  return { from: isoTime(from), until: isoTime(until) };
}

function Chooser({
  view,
  week,
  refusal,
}: {
  readonly view: View;
  readonly week: string | undefined;
  readonly refusal: Refusal | undefined;
}) {
  const t = REPORTS[view.language];
  const calendar = createCalendar(view.timeZone);
  const offered: Week[] = [calendar.weekAt(view.now)];
  while (offered.length < OFFERED) {
    const last = offered.at(-1);
    if (last !== undefined) offered.push(calendar.weekBefore(last));
  }
  const shown = week === undefined ? undefined : calendar.weekNamed(week);
  if (shown !== undefined && !offered.some(({ name }) => name === shown.name)) offered.push(shown);
  const day = new Intl.DateTimeFormat(LOCALES[view.language], { dateStyle: 'medium', timeZone: view.timeZone });
  const options = offered.map(({ name, from }) => [name, t.option(name, day.format(from))] as const);
  return (
    <div class="no-print stack">
      <RefusalNote view={view} refusal={refusal} fields={['week']} />
      <form method="get" action="/console/reports" class="form inline">
        <Field label={t.week} name="week" value={week} options={options} refusal={refusal} />
        <div class="row">
          <Button>{t.show}</Button>
          {shown !== undefined && <WeekLinks view={view} calendar={calendar} week={shown} />}
          <button type="button" class="button plain" data-print hidden>
            {t.print}
          </button>
        </div>
      </form>
    </div>
  );
}

function WeekLinks({
  view,
  calendar,
  week,
}: {
  readonly view: View;
  readonly calendar: Calendar;
  readonly week: Week;
}) {
  const t = REPORTS[view.language];
  const link = ({ name }: Week) => `/console/reports?week=${name}`;
  return (
    <>
      <a href={link(calendar.weekBefore(week))}>{t.before}</a>
      {week.until <= view.now && <a href={link(calendar.weekAt(week.until))}>{t.after}</a>}
    </>
  );
}

function Heading({ view, report }: { readonly view: View; readonly report: WeeklyReport }) {
  const t = REPORTS[view.language];
  const { week, timeZone, from, until, countedAt, complete, keptSince } = report;
  const day = new Intl.DateTimeFormat(LOCALES[view.language], { dateStyle: 'long', timeZone });
  return (
    <div class="stack">
      <h2>
        {week} · {t.span(day.format(Date.parse(from)), day.format(Date.parse(until) - 1), timeZone)}
      </h2>
      <p class="hint">
        {t.counted} <Time view={view} at={countedAt} />.
      </p>
      {Date.parse(countedAt) < Date.parse(until) && <p class="note">{t.running}</p>}
      {!complete && (
        <p class="note warn">
          {t.incomplete} <Time view={view} at={keptSince} />.
        </p>
      )}
    </div>
  );
}
