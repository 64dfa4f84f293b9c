import type {
  CallCounts,
  InteractionCount,
  OutcomeCount,
  TextCounts,
  WeeklyReport,
} from '../../../ports/proxycall-api.js';
import { Chart } from '../elements/chart.js';
import { Card, Empty, Facts, formatNumber, formatSeconds, LOCALES, Table } from '../elements/data.js';
import { countryName, formatMoney } from '../elements/numbers.js';
import { CHART_TONES, groupOf, groupWord, OUTCOME_GROUPS, outcomeWord } from '../elements/outcomes.js';
import type { View } from '../view.js';
import { REPORTS } from './reports-words.js';

/** What happened on one day. */
export interface Day {
  readonly name: string;
  readonly counts: readonly InteractionCount[];
}

interface CardsProps {
  readonly view: View;
  readonly report: WeeklyReport;
  readonly days: readonly Day[];
}

/** The figures of a week. */
export function ReportCards({ view, report, days }: CardsProps) {
  return (
    <>
      <Calls {...{ view, report, days }} />
      <Texts {...{ view, report, days }} />
      <Clients {...{ view, report }} />
      <Numbers {...{ view, report }} />
    </>
  );
}

function Calls({ view, report: { calls, unknownCallers, firstCalls }, days }: CardsProps) {
  const { language } = view;
  const t = REPORTS[language];
  const { total, answeredRate, medianRingSeconds, minutes } = calls;
  const percent = new Intl.NumberFormat(LOCALES[language], { style: 'percent', maximumFractionDigits: 1 });
  return (
    <Card title={t.calls}>
      <Facts
        items={[
          [t.total, formatNumber(language, total)],
          [t.answeredRate, answeredRate === undefined ? undefined : percent.format(answeredRate)],
          [t.medianRing, medianRingSeconds === undefined ? undefined : formatSeconds(Math.round(medianRingSeconds))],
          [t.minutes, formatNumber(language, minutes)],
          [t.unknownCallers, formatNumber(language, unknownCallers)],
          [t.firstCalls, formatNumber(language, firstCalls)],
        ]}
      />
      {total === 0 ? <Empty title={t.noCalls} /> : <ByDay {...{ view, days }} channel="call" counts={calls} />}
    </Card>
  );
}

function Texts({ view, report: { texts }, days }: CardsProps) {
  const t = REPORTS[view.language];
  return (
    <Card title={t.texts}>
      <Facts items={[[t.total, formatNumber(view.language, texts.total)]]} />
      {texts.total === 0 ? <Empty title={t.noTexts} /> : <ByDay {...{ view, days }} channel="message" counts={texts} />}
    </Card>
  );
}

/** A chart by day, and the outcomes of the week. */
function ByDay({
  view,
  days,
  channel,
  counts,
}: {
  readonly view: View;
  readonly days: readonly Day[];
  readonly channel: InteractionCount['channel'];
  readonly counts: CallCounts | TextCounts;
}) {
  const { language } = view;
  const t = REPORTS[language];
  const own = days.map((day) => day.counts.filter((each) => each.channel === channel));
  const groups = OUTCOME_GROUPS.filter((group) => own.flat().some(({ outcome }) => groupOf(outcome) === group));
  return (
    <div class="grid">
      <div class="stack">
        <Chart
          {...{ view, kind: 'bars', xTitle: t.day, x: days.map(({ name }) => name) }}
          title={channel === 'call' ? t.callsByDay : t.textsByDay}
          series={groups.map((group) => ({
            label: groupWord(language, group),
            tone: CHART_TONES[group],
            values: own.map((day) => sum(day.filter(({ outcome }) => groupOf(outcome) === group))),
          }))}
        />
        {channel === 'call' && <p class="hint">{t.stepsHint}</p>}
      </div>
      <Outcomes view={view} outcomes={counts.outcomes} />
    </div>
  );
}

function sum(counts: readonly { readonly count: number }[]): number {
  return counts.reduce((all, { count }) => all + count, 0);
}

function Outcomes({ view, outcomes }: { readonly view: View; readonly outcomes: readonly OutcomeCount[] }) {
  const t = REPORTS[view.language];
  return (
    <Table
      caption={t.outcome}
      items={outcomes}
      keyOf={({ outcome }) => outcome}
      empty={<p />}
      columns={[
        { title: t.outcome, cell: ({ outcome }) => outcomeWord(view.language, outcome) },
        { title: t.count, isNumber: true, cell: ({ count }) => formatNumber(view.language, count) },
      ]}
    />
  );
}

type OfReport = Pick<CardsProps, 'view' | 'report'>;

function Clients({ view, report: { clients, orders } }: OfReport) {
  const t = REPORTS[view.language];
  const whole = (value: number) => formatNumber(view.language, value);
  return (
    <Card title={t.clients}>
      <Facts
        items={[
          [t.orders, whole(orders)],
          [t.clients, whole(clients.total)],
          [t.withNumber, whole(clients.withNumber)],
          [t.withoutNumber, whole(clients.withoutNumber)],
          [t.confirmed, whole(clients.confirmed)],
          [t.sharingPhone, whole(clients.sharingPhone)],
        ]}
      />
    </Card>
  );
}

function Numbers({ view, report }: OfReport) {
  const { language } = view;
  const t = REPORTS[language];
  const { numbersGiven, pools, monthlyCost, unpricedNumbers } = report;
  const whole = (value: number) => formatNumber(language, value);
  return (
    <Card title={t.numbers}>
      <Facts
        items={[
          [t.given, whole(numbersGiven.thisWeek)],
          [t.givenBefore, numbersGiven.weekBefore === undefined ? undefined : whole(numbersGiven.weekBefore)],
          [t.cost, monthlyCost === undefined ? undefined : formatMoney(language, monthlyCost)],
          [t.unpriced, monthlyCost === undefined || unpricedNumbers === 0 ? undefined : whole(unpricedNumbers)],
        ]}
      />
      {pools.length === 0 ? <Empty title={t.noNumbers} /> : <Pools {...{ view, report }} />}
    </Card>
  );
}

function Pools({ view, report: { pools } }: OfReport) {
  const { language } = view;
  const t = REPORTS[language];
  const counted = pools.map(({ countryIso, owned, available, assigned, shared }) => ({
    ...{ countryIso, owned, available, assigned, shared },
    others: owned - available - assigned - shared,
  }));
  const parts = [
    ['available', 'good'],
    ['assigned', 'accent'],
    ['shared', 'warn'],
    ['others', 'calm'],
  ] as const;
  return (
    <Chart
      {...{ view, title: t.numbers, kind: 'bars', xTitle: t.country }}
      x={counted.map(({ countryIso }) => countryName(language, countryIso))}
      series={parts.map(([part, tone]) => ({ label: t[part], tone, values: counted.map((pool) => pool[part]) }))}
    />
  );
}
