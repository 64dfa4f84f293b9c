import type { PoolStats } from '../../../../ports/pool-api.js';
import type { InteractionCounts, SetupReport } from '../../../../ports/proxycall-api.js';
import { HOUR_MS } from '../../../../domain/model/time.js';
import { Chart } from '../../elements/chart.js';
import { Badge, Card, Empty, Facts } from '../../elements/data.js';
import { LiveFeed } from '../../elements/live-feed.js';
import { GROUP_TONES, groupOf, groupWord, OUTCOME_GROUPS } from '../../elements/outcomes.js';
import { maySee, type Page, type View } from '../../view.js';
import { tryPage } from '../try/page.js';
import { T, type TodayWords } from './words.js';

const LIVE = 20;
const WAITING = 50;

export const todayPage: Page = {
  path: '',
  section: 'today',
  needs: 'interactionCounts',
  async show(view) {
    const t = T[view.language];
    const { api } = view;
    const [counts, calls, stats, setup, waiting] = await Promise.all([
      api.interactionCounts({}),
      api.listInteractions({ limit: LIVE }),
      api.poolStats(),
      api.checkSetup({}),
      api.listConfirmations({ status: 'pending', limit: WAITING }),
    ]);
    const canTry = view.tryIt !== undefined && maySee(view, tryPage);
    const content = (
      <div class="grid wide-first">
        <div class="stack">
          <Card title={t.last24}>
            <Last24 {...{ view, counts }} />
          </Card>
          <Card title={t.live}>
            <LiveFeed
              {...{ view, items: calls.items, hint: t.liveHint, label: t.live }}
              empty={
                <Empty title={t.noCalls}>
                  <a href={canTry ? '/console/try' : '/console/orders'}>{canTry ? t.tryIt : t.firstOrder}</a>
                </Empty>
              }
            />
          </Card>
        </div>
        <div class="stack">
          <Card title={t.wrong}>
            <Findings {...{ t, setup }} />
          </Card>
          <Card title={t.numbers} aside={<a href="/console/pool">{t.toPool}</a>}>
            <FreeNumbers {...{ t, stats, setup }} />
          </Card>
          <Card title={t.waiting}>
            <p>
              {waiting.items.length === 0 ? (
                t.noWaiting
              ) : (
                <>
                  {t.waitingCount(waiting.items.length, waiting.nextCursor !== undefined)}{' '}
                  <a href="/console/confirmations">{t.see}</a>
                </>
              )}
            </p>
          </Card>
        </div>
      </div>
    );
    return { title: t.title, content };
  },
};

const HOURS = 24;

function Last24({ view, counts }: { readonly view: View; readonly counts: InteractionCounts }) {
  const until = Math.floor(view.now / HOUR_MS) * HOUR_MS;
  const hours = Array.from({ length: HOURS }, (_, index) => until - (HOURS - 1 - index) * HOUR_MS);
  const counted = (group: string, hour: number) =>
    counts.counts
      .filter((each) => groupOf(each.outcome) === group && Date.parse(each.hour) === hour)
      .reduce((sum, { count }) => sum + count, 0);
  const series = OUTCOME_GROUPS.map((group) => ({
    label: groupWord(view.language, group),
    tone: GROUP_TONES[group],
    values: hours.map((hour) => counted(group, hour)),
  }));
  const t = T[view.language];
  return (
    <>
      <dl class="figures">
        {series.map(({ label, values }) => (
          <div key={label}>
            <dt class="figure-label">{label}</dt>
            <dd class="figure-value">{values.reduce((sum, value) => sum + value, 0)}</dd>
          </div>
        ))}
      </dl>
      <Chart {...{ view, series }} title={t.last24} kind="bars" x={hours.map((hour) => hour / 1000)} />
    </>
  );
}

/** The doctor's findings, those that are wrong. */
function Findings({ t, setup }: { readonly t: TodayWords; readonly setup: SetupReport }) {
  const checks = setup.checks
    .filter(({ state }) => state !== 'ok')
    .map((check) => ({ ...check, text: sentence(t, check) }));
  const found = [
    ...checks.map(({ state, text }) => ({ tone: state === 'fault' ? ('fault' as const) : ('warn' as const), text })),
    ...setup.findings.map(({ problem, tab, cell }) => ({
      tone: 'warn' as const,
      text: `${[tab, cell].filter((part) => part !== undefined).join(' ')}: ${problem}`,
    })),
  ].filter(({ text }) => text !== undefined);
  if (found.length === 0) return <p>{t.allWell}</p>;
  return (
    <ul class="stack">
      {found.map(({ tone, text }) => (
        <li key={text} class={`note ${tone}`}>
          {text}
        </li>
      ))}
    </ul>
  );
}

function sentence(
  { setup }: TodayWords,
  { code, count = 0, detail = '' }: SetupReport['checks'][number],
): string | undefined {
  switch (code) {
    case 'webhooks_elsewhere':
      return setup.webhooks_elsewhere(count);
    case 'numbers_lost':
      return setup.numbers_lost(count);
    case 'numbers_out_of_rotation':
      return setup.numbers_out_of_rotation(count);
    case 'carrier_failed':
      return setup.carrier_failed(detail);
    case 'no_number_available':
      return setup.no_number_available;
    case 'webhooks_ok':
    case 'no_provider':
    case 'numbers_available':
      return undefined;
  }
}

function FreeNumbers({
  t,
  stats,
  setup,
}: {
  readonly t: TodayWords;
  readonly stats: PoolStats;
  readonly setup: SetupReport;
}) {
  if (stats.pools.length === 0 && setup.watched.length === 0)
    return (
      <Empty title={t.noNumbers}>
        <p>{t.noNumbersHint}</p>
      </Empty>
    );
  const watched = setup.watched.map(({ countryIso, numberType, available, threshold }) => ({
    name: `${countryIso} ${numberType ?? ''}`.trim(),
    available,
    threshold,
  }));
  return (
    <>
      <Facts
        items={stats.pools.map(({ countryIso, numberType, available, owned }) => [
          `${countryIso} ${numberType}`,
          t.free(available, owned),
        ])}
      />
      {watched.length > 0 && (
        <ul>
          {watched.map(({ name, available, threshold }) => (
            <li key={name} class="row">
              <span>
                {name}: {available} <span class="soft">({t.line(threshold)})</span>
              </span>
              {available < threshold && <Badge tone="warn">{t.low}</Badge>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
