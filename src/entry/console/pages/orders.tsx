import { Badge, Card, Empty, Pager, Phone, Table, Time } from '../elements/data.js';
import { words } from '../language.js';
import type { Page } from '../view.js';

const T = words({
  en: {
    title: 'Orders',
    order: 'Order',
    client: 'Client',
    number: 'Proxy number',
    status: 'Status',
    created: 'Created',
    open: 'open',
    closed: 'closed',
    none: 'No orders yet',
  },
  fr: {
    title: 'Commandes',
    order: 'Commande',
    client: 'Client',
    number: 'Numéro proxy',
    status: 'État',
    created: 'Créée',
    open: 'ouverte',
    closed: 'fermée',
    none: 'Aucune commande pour l’instant',
  },
});

const PAGE_SIZE = 25;

export const ordersPage: Page = {
  path: '/orders',
  section: 'orders',
  needs: 'listOrders',
  async show(view) {
    const t = T[view.language];
    const query = new URLSearchParams(view.ctx.querystring);
    const { items, nextCursor } = await view.api.listOrders({
      limit: PAGE_SIZE,
      cursor: query.get('cursor') ?? undefined,
    });
    const content = (
      <Card>
        <Table
          caption={t.title}
          items={items}
          keyOf={({ orderId }) => orderId}
          empty={<Empty title={t.none} />}
          columns={[
            {
              title: t.order,
              cell: ({ orderId }) => <a href={`/console/orders/${encodeURIComponent(orderId)}`}>{orderId}</a>,
            },
            { title: t.client, cell: ({ clientId }) => clientId },
            { title: t.number, cell: ({ clientProxyNumber }) => <Phone>{clientProxyNumber}</Phone> },
            {
              title: t.status,
              cell: ({ status }) => <Badge tone={status === 'open' ? 'good' : 'calm'}>{t[status]}</Badge>,
            },
            { title: t.created, cell: ({ createdAt }) => <Time view={view} at={createdAt} /> },
          ]}
        />
        <Pager {...{ view, query }} path="/orders" next={nextCursor} />
      </Card>
    );
    return { title: t.title, content };
  },
};
