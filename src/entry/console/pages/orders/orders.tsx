import { Card, Empty, Pager, Tabs } from '../../elements/data.js';
import { refusalFor } from '../../elements/form.js';
import { words } from '../../language.js';
import type { Page } from '../../view.js';
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
    const clientId = query.get('client_id') ?? undefined;
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
            empty={
              status === undefined ? (
                <Empty title={t.none}>{t.noneHint}</Empty>
              ) : (
                <Empty title={t.noneFiltered}>{t.noneFilteredHint}</Empty>
              )
            }
          />
          <Pager {...{ view, query }} path="/orders" next={nextCursor} />
        </Card>
      </>
    );
    return { title: clientId === undefined ? t.title : t.ofClient(clientId), content };
  },
};
