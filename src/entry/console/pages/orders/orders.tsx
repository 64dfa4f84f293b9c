import { Card, Empty, Pager, Tabs } from '../../elements/data.js';
import { refusalFor } from '../../elements/form.js';
import { words } from '../../language.js';
import type { Page, View } from '../../view.js';
import { filterAddress } from '../paths.js';
import { SearchForm, searchAction, showFound } from '../search.js';
import { open, showOpening } from './opening.js';
import { OrdersTable } from './table.js';

const T = words({
  en: {
    title: 'Orders',
    ofClient: (id: string) => `Orders of client ${id}`,
    none: 'No orders yet',
    noneHint:
      'An order gives its client a number. Your shop’s software creates orders by the API; you can create one here.',
    noneOfClient: 'No orders of this client',
    noneOfClientHint: 'With the id of this client, a new order belongs to them.',
    allOrders: 'See all orders',
    noneFiltered: 'No orders of this status',
    noneFilteredHint: 'Choose another status.',
    create: 'New order',
    status: 'Status',
    all: 'All',
    open: 'Open',
    closed: 'Closed',
  },
  fr: {
    title: 'Commandes',
    ofClient: (id: string) => `Commandes du client ${id}`,
    none: 'Aucune commande pour l’instant',
    noneHint:
      'Une commande donne un numéro à son client. Le logiciel de la boutique crée les commandes par l’API ; vous pouvez en créer une ici.',
    noneOfClient: 'Aucune commande de ce client',
    noneOfClientHint: 'Avec l’identifiant de ce client, une nouvelle commande lui est rattachée.',
    allOrders: 'Voir toutes les commandes',
    noneFiltered: 'Aucune commande dans cet état',
    noneFilteredHint: 'Choisissez un autre état.',
    create: 'Nouvelle commande',
    status: 'État',
    all: 'Toutes',
    open: 'Ouvertes',
    closed: 'Fermées',
  },
});

const PAGE_SIZE = 25;

export const ordersPage: Page = {
  path: '/orders',
  section: 'orders',
  // Whoever may not list them opens one by its id.
  needs: 'getOrder',
  actions: { search: searchAction('/orders'), open },
  async show(view, _, refusal) {
    const found = await showFound(view, '/orders');
    if (found !== undefined) return found;
    if (!view.may('listOrders')) return showOpening(view, refusal);
    const t = T[view.language];
    const query = new URLSearchParams(view.ctx.querystring);
    const status = (['open', 'closed'] as const).find((each) => each === query.get('status'));
    const cursor = query.get('cursor') ?? undefined;
    const clientId = query.get('client_id') || undefined;
    const { items, nextCursor } = await view.api.listOrders({ limit: PAGE_SIZE, cursor, status, clientId });
    const create = view.may('createOrder') && (
      <a class="button primary" href="/console/new-order">
        {t.create}
      </a>
    );
    const content = (
      <>
        <SearchForm view={view} to="/orders" refusal={refusalFor(refusal, 'search')} />
        <Card>
          <div class="row between">
            <Tabs
              label={t.status}
              current={status ?? ''}
              tabs={(['', 'open', 'closed'] as const).map((each) => [
                each,
                t[each === '' ? 'all' : each],
                filterAddress('/orders', { client_id: clientId, status: each || undefined }),
              ])}
            />
            {create}
          </div>
          <OrdersTable
            {...{ view, orders: items, isOfOne: clientId !== undefined }}
            empty={<NoOrders view={view} isFiltered={status !== undefined} isOfClient={clientId !== undefined} />}
          />
          {clientId !== undefined && (
            <p>
              <a href="/console/orders">{t.allOrders}</a>
            </p>
          )}
          <Pager {...{ view, query }} path="/orders" next={nextCursor} />
        </Card>
      </>
    );
    return { title: clientId === undefined ? t.title : t.ofClient(clientId), content };
  },
};

interface NoneProps {
  readonly view: View;
  readonly isFiltered: boolean;
  readonly isOfClient: boolean;
}

function NoOrders({ view, isFiltered, isOfClient }: NoneProps) {
  const t = T[view.language];
  if (isFiltered) return <Empty title={t.noneFiltered}>{t.noneFilteredHint}</Empty>;
  return isOfClient ? (
    <Empty title={t.noneOfClient}>{t.noneOfClientHint}</Empty>
  ) : (
    <Empty title={t.none}>{t.noneHint}</Empty>
  );
}
