import { CONFIRMATION_STATUSES } from '../../../../domain/model/confirmation/confirmation.js';
import { Card, Empty, Pager, Tabs } from '../../elements/data.js';
import type { Page } from '../../view.js';
import { filterAddress } from '../paths.js';
import { T } from './confirmation-words.js';
import { ConfirmationsTable } from './table.js';

const PAGE_SIZE = 25;
const ALL = 'all';

/** Those that are pending, unless others are asked for. */
export const confirmationsPage: Page = {
  path: '/confirmations',
  section: 'clients',
  needs: 'listConfirmations',
  async show(view) {
    const t = T[view.language];
    const query = new URLSearchParams(view.ctx.querystring);
    const asked = query.get('status') ?? 'pending';
    const status = CONFIRMATION_STATUSES.find((each) => each === asked);
    const clientId = query.get('client_id') ?? undefined;
    const addressOf = (each: string) => filterAddress('/confirmations', { client_id: clientId, status: each });
    const cursor = query.get('cursor') ?? undefined;
    const { items, nextCursor } = await view.api.listConfirmations({ limit: PAGE_SIZE, cursor, status, clientId });
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
    return { title: clientId === undefined ? t.list : t.ofClient(clientId), content };
  },
};
