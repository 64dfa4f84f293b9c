import { parseCountry } from '../../../domain/model/country.js';
import { invalidField } from '../../../domain/model/errors.js';
import { CURVE_SHARES } from '../../../domain/model/planning.js';
import { NUMBER_TYPES } from '../../../domain/model/proxy-number.js';
import type { PlannedPool, PlanRequest, PoolPlan } from '../../../ports/pool-api.js';
import { Chart } from '../elements/chart.js';
import { Card, Empty, formatNumber, LOCALES, Table, type Tone } from '../elements/data.js';
import { choiceOf, filtersIn } from '../elements/filters.js';
import { Button, Field, RefusalNote } from '../elements/form.js';
import { countryName, formatMoney } from '../elements/numbers.js';
import { filtered } from '../refusal.js';
import type { Page, View } from '../view.js';
import { PLAN, planLabels } from './plan-words.js';
import { POOL } from './pool-words.js';

const PATH = '/pool/plan';
const LOG = ['days', 'growth_percent'] as const;
const DESCRIBED = [
  ...(['orders_per_day', 'duration_hours', 'couriers', 'peak', 'country_iso', 'number_type'] as const),
] as const;
const FIELDS = [...DESCRIBED, ...LOG] as const;

/** What is recommended is for this one. */
const USUAL = 0.01;

/** What it is calculated from. Once that was sent, the calculation comes when it is done; merely opening the page begins none. */
export const planPage: Page = {
  path: PATH,
  section: 'pool',
  needs: 'planPool',
  show(view) {
    const t = PLAN[view.language];
    const query = filtersIn(new URLSearchParams(view.ctx.querystring), FIELDS);
    const curve = `/console${PATH}/curve${query.size > 0 ? `?${query.toString()}` : ''}`;
    const content = (
      <>
        <p>
          <a href="/console/pool">{t.back}</a>
        </p>
        <div class="grid">
          <LogForm view={view} query={query} />
          <DescribedForm view={view} query={query} />
        </div>
        {view.ctx.querystring !== '' && (
          <div {...{ 'hx-get': curve, 'hx-trigger': 'load', 'hx-swap': 'outerHTML', 'hx-config': NO_TIMEOUT }}>
            <Card>
              <p role="status">{t.underWay}</p>
              <noscript>
                <a href={curve}>{t.noScript}</a>
              </noscript>
            </Card>
          </div>
        )}
      </>
    );
    return Promise.resolve({ title: t.title, content });
  },
};

const NO_TIMEOUT = JSON.stringify({ timeout: 600_000 });

/** The calculation: in the page before, or as a page without JavaScript. */
export const planCurve: Page = {
  path: `${PATH}/curve`,
  section: 'pool',
  needs: 'planPool',
  async show(view) {
    const t = PLAN[view.language];
    const query = filtersIn(new URLSearchParams(view.ctx.querystring), FIELDS);
    const { found, refusal } = await filtered(view, query, () => readPlans(view, query));
    const content =
      found === undefined ? (
        <Card title={t.notDone}>
          <RefusalNote {...{ view, refusal, fields: [], labels: planLabels(view.language) }} />
        </Card>
      ) : (
        <Curve view={view} plans={found} />
      );
    const status = refusal === undefined ? {} : { status: refusal.status };
    return { title: t.title, content, isPart: view.ctx.get('HX-Request') !== '', ...status };
  },
};

async function readPlans({ api }: View, query: URLSearchParams): Promise<readonly PoolPlan[]> {
  const request = requestIn(query);
  const plans: PoolPlan[] = [];
  // Of the log, the first one computes all of them.
  for (const blocking of CURVE_SHARES) plans.push(await api.planPool({ ...request, blocking }));
  return plans;
}

function requestIn(query: URLSearchParams): PlanRequest {
  const number = (name: (typeof FIELDS)[number], field: string) => {
    const text = query.get(name);
    if (text === null) return undefined;
    // People who write commas mean points.
    const value = Number(text.replace(',', '.'));
    if (Number.isNaN(value)) throw invalidField(field, 'must be a number');
    return value;
  };
  const growth = number('growth_percent', 'growthPercent');
  const ordersPerDay = number('orders_per_day', 'ordersPerDay');
  if (ordersPerDay === undefined) return { days: number('days', 'days'), growthPercent: growth };
  const country = query.get('country_iso');
  const countryIso = country === null ? undefined : parseCountry(country);
  if (country !== null && countryIso === undefined)
    throw invalidField('countryIso', 'must be an ISO 3166 country code, such as FR');
  return {
    ...{ ordersPerDay, growthPercent: growth, countryIso },
    durationHours: number('duration_hours', 'durationHours'),
    couriers: number('couriers', 'couriers'),
    peak: number('peak', 'peak'),
    numberType: choiceOf('numberType', query.get('number_type') ?? undefined, NUMBER_TYPES),
  };
}

interface FormProps {
  readonly view: View;
  readonly query: URLSearchParams;
}

function LogForm({ view, query }: FormProps) {
  const t = PLAN[view.language];
  const isShown = !query.has('orders_per_day');
  const value = (name: (typeof LOG)[number], usual: string) => ({
    name,
    value: (isShown ? query.get(name) : null) ?? usual,
  });
  return (
    <Card title={t.log}>
      <p class="hint">{t.logHint}</p>
      <form method="get" action={`/console${PATH}`} class="form inline">
        <Field label={t.days} {...value('days', '30')} />
        <Field label={t.growth} {...value('growth_percent', '0')} />
        <Button>{t.calculate}</Button>
      </form>
    </Card>
  );
}

function DescribedForm({ view, query }: FormProps) {
  const t = PLAN[view.language];
  const value = (name: (typeof FIELDS)[number], usual?: string) => ({ name, value: query.get(name) ?? usual });
  const types = NUMBER_TYPES.map((each) => [each, POOL[view.language].types[each]] as const);
  return (
    <Card title={t.described}>
      <p class="hint">{t.describedHint}</p>
      <form method="get" action={`/console${PATH}`} class="form inline">
        <Field label={t.orders} {...value('orders_per_day')} isRequired />
        <Field label={t.couriers} {...value('couriers', '1')} />
        <Field label={t.duration} {...value('duration_hours', '1')} />
        <Field label={t.peak} {...value('peak', '2')} />
        <Field label={t.growth} {...value('growth_percent', '0')} id="described-growth" />
        <Field label={t.country} {...value('country_iso')} placeholder="FR" />
        <Field label={t.type} {...value('number_type', 'mobile')} options={types} />
        <Button>{t.calculate}</Button>
      </form>
    </Card>
  );
}

/** Charts have so many lines at most; their table has all. */
const TONES: readonly (Tone | 'accent')[] = ['accent', 'good', 'warn', 'bad'];

function Curve({ view, plans }: { readonly view: View; readonly plans: readonly PoolPlan[] }) {
  const { language } = view;
  const t = PLAN[language];
  const share = new Intl.NumberFormat(LOCALES[language], { style: 'percent', maximumFractionDigits: 1 });
  const plan = plans[CURVE_SHARES.indexOf(USUAL)];
  // A described load is for one kind of number: what it says of the others means nothing.
  const usual = (plan?.pools ?? []).filter(
    ({ dedicatedInstead }) => plan?.basis === 'log' || dedicatedInstead !== undefined,
  );
  if (usual.length === 0) return <Empty title={t.none}>{t.noneMore}</Empty>;
  const needed = (pool: PlannedPool) => pool.shared.needed + pool.dedicated.needed;
  const largest = usual.toSorted((one, other) => needed(other) - needed(one)).slice(0, TONES.length);
  return (
    <div class="stack">
      <Card title={t.curve}>
        <p class="hint">{t.curveHint}</p>
        <Chart
          {...{ view, title: t.curve, kind: 'lines', xTitle: t.refused }}
          x={CURVE_SHARES.map((each) => share.format(each))}
          series={largest.map((pool, at) => ({
            label: poolName(view, pool),
            tone: TONES[at] ?? 'calm',
            values: plans.map(({ pools }) => {
              const same = pools.find((each) => isSame(each, pool));
              return same === undefined ? 0 : needed(same);
            }),
          }))}
        />
      </Card>
      <Card title={t.recommended(share.format(USUAL))}>
        <Advice view={view} pools={usual} />
      </Card>
    </div>
  );
}

function isSame(one: PlannedPool, other: PlannedPool): boolean {
  return one.countryIso === other.countryIso && one.numberType === other.numberType;
}

function poolName({ language }: View, { countryIso, numberType }: PlannedPool): string {
  return PLAN[language].pool(countryName(language, countryIso), POOL[language].types[numberType]);
}

function Advice({ view, pools }: { readonly view: View; readonly pools: readonly PlannedPool[] }) {
  const { language } = view;
  const t = PLAN[language];
  const whole = (value: number) => formatNumber(language, value);
  const advice = ({ buy, release }: PlannedPool) =>
    buy > 0 ? t.buy(whole(buy)) : release > 0 ? t.release(whole(release)) : t.keep;
  const cost = ({ monthlyCost, plannedMonthlyCost }: PlannedPool) =>
    monthlyCost === undefined || plannedMonthlyCost === undefined
      ? '–'
      : t.costThen(formatMoney(language, monthlyCost), formatMoney(language, plannedMonthlyCost));
  const isDescribed = pools.some(({ dedicatedInstead }) => dedicatedInstead !== undefined);
  const hasCost = pools.some(({ monthlyCost }) => monthlyCost !== undefined);
  return (
    <Table
      caption={t.advice}
      items={pools}
      keyOf={(pool) => poolName(view, pool)}
      empty={<Empty title={t.none} />}
      columns={[
        { title: t.type, cell: (pool) => poolName(view, pool) },
        { title: t.owned, isNumber: true, cell: ({ owned }) => whole(owned) },
        { title: t.shared, isNumber: true, cell: ({ shared }) => whole(shared.needed) },
        { title: t.dedicated, isNumber: true, cell: ({ dedicated }) => whole(dedicated.needed) },
        { title: t.bound, isNumber: true, cell: ({ shared, dedicated }) => whole(shared.bound + dedicated.bound) },
        ...(isDescribed
          ? [
              {
                title: t.instead,
                isNumber: true,
                cell: ({ dedicatedInstead }: PlannedPool) =>
                  dedicatedInstead === undefined ? '–' : whole(dedicatedInstead),
              },
            ]
          : []),
        ...(hasCost ? [{ title: t.cost, isNumber: true, cell: cost }] : []),
        { title: t.advice, cell: advice },
      ]}
    />
  );
}
