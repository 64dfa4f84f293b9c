import { POOL_STATUSES } from '../../../domain/model/proxy-number.js';
import type { PoolStats } from '../../../ports/pool-api.js';
import { Card, Empty, formatNumber, Table } from '../elements/data.js';
import { FaultList, NumberList, PoolReport, countryName } from '../elements/numbers.js';
import { done } from '../notices.js';
import { filtered } from '../refusal.js';
import { someSelected } from '../selection.js';
import type { Action, Page, Refusal, Shown, View } from '../view.js';
import { buy, BuyPanel, refusedPurchase } from './pool-buy.js';
import { NumberTable, numberFilters, readNumbers } from './pool-numbers.js';
import { purge, PurgePanel, refusedRelease, release } from './pool-release.js';
import { sync, UpkeepPanels, webhooks } from './pool-upkeep.js';
import { POOL } from './pool-words.js';

const share: Action = {
  needs: 'shareNumbers',
  async perform(view, form) {
    const t = POOL[view.language];
    const isShared = form.get('shared') === 'yes';
    const numbers = someSelected(view, form);
    const { changed, kept } = await view.api.shareNumbers({ numbers, shared: isShared });
    const filters = numberFilters(new URLSearchParams([...form]));
    if (kept.length === 0) return done(`/pool${filters.size > 0 ? `?${filters.toString()}` : ''}`, 'shared');
    const content = (
      <PoolReport view={view}>
        <NumberList view={view} title={isShared ? t.sharedDone : t.unsharedDone} numbers={changed} />
        <FaultList view={view} title={t.kept} faults={kept} />
      </PoolReport>
    );
    return { title: t.shareReport, content };
  },
};

export const poolPage: Page = {
  path: '/pool',
  section: 'pool',
  needs: 'listNumbers',
  async show(view, _params, refusal) {
    const again = refusal && ((await refusedPurchase(view, refusal)) ?? refusedRelease(view, refusal));
    return again ?? showPool(view, refusal);
  },
  actions: { share, sync, webhooks, buy, release, purge },
};

async function showPool(view: View, formRefusal: Refusal | undefined): Promise<Shown> {
  const t = POOL[view.language];
  const query = new URLSearchParams(formRefusal === undefined ? view.ctx.querystring : [...formRefusal.form]);
  // The fields of buying have the names of filters.
  const filters = numberFilters(formRefusal?.action === 'buy' ? new URLSearchParams() : query);
  const cursor = query.get('cursor') ?? undefined;
  const [stats, { found, refusal }] = await Promise.all([
    view.api.poolStats(),
    filtered(view, query, () => readNumbers(view, filters, cursor)),
  ]);
  const shown = refusal ?? formRefusal;
  const content = (
    <>
      <Card title={t.counts} aside={view.may('planPool') && <a href="/console/pool/plan">{t.plan}</a>}>
        <Counts view={view} stats={stats} />
      </Card>
      <NumberTable {...{ view, found, filters, cursor, refusal: shown }} isEmpty={stats.pools.length === 0} />
      {(view.may('syncPool') || view.may('fixWebhooks') || view.may('provisionNumbers')) && (
        <Card title={t.actions}>
          <BuyPanel {...{ view, stats, refusal: formRefusal }} />
          <UpkeepPanels view={view} refusal={formRefusal} />
          <PurgePanel view={view} refusal={formRefusal} />
        </Card>
      )}
    </>
  );
  return { title: t.title, content, ...(refusal === undefined ? {} : { status: refusal.status }) };
}

function Counts({ view, stats: { pools } }: { readonly view: View; readonly stats: PoolStats }) {
  const { language } = view;
  const t = POOL[language];
  type Pool = PoolStats['pools'][number];
  // Most pools have nothing held, in error or reserved.
  const statuses = POOL_STATUSES.filter((status) => status === 'available' || pools.some((pool) => pool[status] > 0));
  return (
    <Table
      caption={t.counts}
      items={pools}
      keyOf={({ countryIso, numberType }) => `${countryIso} ${numberType}`}
      empty={<Empty title={t.none}>{view.may('provisionNumbers') && t.noneMore}</Empty>}
      columns={[
        { title: t.country, cell: ({ countryIso }: Pool) => countryName(language, countryIso) },
        { title: t.type, cell: ({ numberType }: Pool) => t.types[numberType] },
        ...statuses.map((status) => ({
          title: t.statuses[status],
          isNumber: true,
          cell: (pool: Pool) => formatNumber(language, pool[status]),
        })),
        { title: t.owned, isNumber: true, cell: ({ owned }: Pool) => formatNumber(language, owned) },
      ]}
    />
  );
}
