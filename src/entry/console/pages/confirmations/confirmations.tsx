import { CONFIRMATION_STATUSES } from '../../../../domain/model/confirmation/confirmation.js';
import { Card, Empty, Pager } from '../../elements/data.js';
import { Button, Field } from '../../elements/form.js';
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
        <form method="get" action="/console/confirmations" class="form inline">
          <Field
            {...{ label: t.status, name: 'status', value: status ?? ALL }}
            options={[[ALL, t.all], ...CONFIRMATION_STATUSES.map((each) => [each, t.statuses[each]] as const)]}
          />
          <Button kind="plain">{t.filter}</Button>
        </form>
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
