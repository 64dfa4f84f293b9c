import type { VNode } from 'preact';
import type { OrderView } from '../../../../ports/proxycall-api.js';
import { Badge, Phone, Table, Time } from '../../elements/data.js';
import { words } from '../../language.js';
import type { View } from '../../view.js';
import { clientPath, orderPath } from '../paths.js';

const T = words({
  en: {
    caption: 'Orders',
    order: 'Order',
    client: 'Client',
    number: 'Client calls',
    courier: 'Courier calls',
    status: 'Status',
    created: 'Created',
    ends: 'Session ends',
    open: 'open',
    closed: 'closed',
  },
  fr: {
    caption: 'Commandes',
    order: 'Commande',
    client: 'Client',
    number: 'Le client appelle',
    courier: 'Le livreur appelle',
    status: 'État',
    created: 'Créée',
    ends: 'Fin de session',
    open: 'ouverte',
    closed: 'fermée',
  },
});

interface Props {
  readonly view: View;
  readonly orders: readonly OrderView[];
  readonly empty: VNode;
  /** Where all are of one client: without the client, and with less besides. */
  readonly isOfOne?: boolean;
}

export function OrdersTable({ view, orders, empty, isOfOne = false }: Props) {
  const t = T[view.language];
  return (
    <Table
      caption={t.caption}
      items={orders}
      keyOf={({ orderId }) => orderId}
      empty={empty}
      columns={[
        { title: t.order, cell: ({ orderId }) => <a href={`/console${orderPath(orderId)}`}>{orderId}</a> },
        ...(isOfOne
          ? []
          : [
              {
                title: t.client,
                cell: ({ clientId }: OrderView) => <a href={`/console${clientPath(clientId)}`}>{clientId}</a>,
              },
            ]),
        { title: t.number, cell: ({ clientProxyNumber }) => <Phone>{clientProxyNumber}</Phone> },
        // Without a courier who is known, whoever is to reach the client calls the number of the client.
        ...(isOfOne
          ? []
          : [
              {
                title: t.courier,
                cell: ({ courierProxyNumber, clientProxyNumber }: OrderView) => (
                  <Phone>{courierProxyNumber ?? clientProxyNumber}</Phone>
                ),
              },
            ]),
        { title: t.status, cell: ({ status }) => <OrderBadge {...{ view, status }} /> },
        isOfOne
          ? { title: t.ends, cell: (order) => <SessionEnd {...{ view, order }} /> }
          : { title: t.created, cell: ({ createdAt }) => <Time view={view} at={createdAt} /> },
      ]}
    />
  );
}

/** Of an open order with a courier: the session of another one is that of the client's own number. */
function SessionEnd({ view, order: { status, expiresAt } }: { readonly view: View; readonly order: OrderView }) {
  return status === 'closed' || expiresAt === undefined ? (
    <span class="soft">–</span>
  ) : (
    <Time view={view} at={expiresAt} />
  );
}

export function OrderBadge({ view, status }: { readonly view: View; readonly status: OrderView['status'] }) {
  return <Badge tone={status === 'open' ? 'good' : 'calm'}>{T[view.language][status]}</Badge>;
}
