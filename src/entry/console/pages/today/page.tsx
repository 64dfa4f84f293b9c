import type { PoolStats } from '../../../../ports/pool-api.js';
import type { InteractionCounts, SetupReport } from '../../../../ports/proxycall-api.js';
import type { WatchedPool } from '../../../../ports/setup-api.js';
import { HOUR_MS } from '../../../../domain/model/time.js';
import { Chart } from '../../elements/chart.js';
import { Badge, Card, Empty, Time } from '../../elements/data.js';
import { countryName } from '../../elements/numbers.js';
import { LiveFeed } from '../../elements/live-feed.js';
import { CHART_TONES, groupOf, groupWord, OUTCOME_GROUPS } from '../../elements/outcomes.js';
import { maySee, type Page, type View } from '../../view.js';
import { POOL } from '../pool-words.js';
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
              {...{ view, items: calls.items, most: LIVE, hint: t.liveHint, label: t.live }}
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
            <FreeNumbers {...{ view, stats, setup }} />
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

function Last24({ view, counts }: { readonly view: View; readonly counts: InteractionCounts }) {
  // The first and the last one are a part of an hour, mostly.
  const first = Math.floor(Date.parse(counts.from) / HOUR_MS);
  const last = Math.floor((Date.parse(counts.until) - 1) / HOUR_MS);
  const hours = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * HOUR_MS);
  const counted = (group: string, hour: number) =>
    counts.counts
      .filter((each) => groupOf(each.outcome) === group && Date.parse(each.hour) === hour)
      .reduce((sum, { count }) => sum + count, 0);
  const series = OUTCOME_GROUPS.map((group) => ({
    group,
    label: groupWord(view.language, group),
    tone: CHART_TONES[group],
    values: hours.map((hour) => counted(group, hour)),
  })).filter(({ group, values }) => group !== 'under_way' || values.some((value) => value > 0));
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
      <p class="hint">
        {t.since} <Time view={view} at={counts.from} />
      </p>
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

/** Each part of the pool once: what is free of it, and whether that is too little. */
function FreeNumbers({
  view: { language },
  stats: { pools },
  setup: { watched },
}: {
  readonly view: View;
  readonly stats: PoolStats;
  readonly setup: SetupReport;
}) {
  const t = T[language];
  if (pools.length === 0 && watched.length === 0)
    return (
      <Empty title={t.noNumbers}>
        <p>{t.noNumbersHint}</p>
      </Empty>
    );
  const nameOf = ({ countryIso, numberType }: Pick<WatchedPool, 'countryIso' | 'numberType'>) =>
    [countryName(language, countryIso), numberType === undefined ? t.allTypes : POOL[language].types[numberType]].join(
      ' · ',
    );
  const alerts = new Map(watched.map((each) => [nameOf(each), each]));
  const owned = new Map(pools.map((each) => [nameOf(each), each]));
  return (
    <ul class="stack">
      {[...new Set([...owned.keys(), ...alerts.keys()])].map((name) => {
        const [alert, pool] = [alerts.get(name), owned.get(name)];
        return (
          <li key={name} class="row between">
            <span>
              {name}
              {alert !== undefined && (
                <>
                  <br />
                  <span class="hint">{t.line(alert.threshold)}</span>
                </>
              )}
            </span>
            <span class="row">
              {pool === undefined ? t.freeOnly(alert?.available ?? 0) : t.free(pool.available, pool.owned)}
              {alert !== undefined && alert.available < alert.threshold && <Badge tone="warn">{t.low}</Badge>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
