import { CONFIRMATION_STATUSES } from '../../../../domain/model/confirmation/confirmation.js';
import { Card, Empty, Pager, Tabs } from '../../elements/data.js';
import type { Page } from '../../view.js';
import { T } from './confirmation-words.js';
import { ConfirmationsTable } from './table.js';

const PAGE_SIZE = 25;
const ALL = 'all';

/** Those that wait, unless others are asked for. */
export const confirmationsPage: Page = {
  path: '/confirmations',
  section: 'clients',
  needs: 'listConfirmations',
  async show(view) {
    const t = T[view.language];
    const query = new URLSearchParams(view.ctx.querystring);
    const asked = query.get('status') ?? 'pending';
    const status = CONFIRMATION_STATUSES.find((each) => each === asked);
    const cursor = query.get('cursor') ?? undefined;
    const { items, nextCursor } = await view.api.listConfirmations({ limit: PAGE_SIZE, cursor, status });
    const content = (
      <Card>
        <Tabs
          label={t.status}
          current={status ?? ALL}
          tabs={[
            ...CONFIRMATION_STATUSES.map((each) => [each, t.statuses[each], addressOf(each)] as const),
            [ALL, t.all, addressOf(ALL)],
          ]}
        />
        <ConfirmationsTable
          {...{ view, confirmations: items }}
          empty={<Empty title={status === 'pending' ? t.nonePending : t.none}>{t.noneHint}</Empty>}
        />
        <Pager {...{ view, query }} path="/confirmations" next={nextCursor} />
      </Card>
    );
    return { title: t.list, content };
  },
};

function addressOf(status: string): string {
  return `/console/confirmations?status=${status}`;
}
