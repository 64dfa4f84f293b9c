import { Card, Empty, Pager } from '../../elements/data.js';
import { refusalFor } from '../../elements/form.js';
import { words } from '../../language.js';
import type { Page } from '../../view.js';
import { SearchForm, searchAction, showFound } from '../search.js';
import { ClientsTable } from './table.js';

const T = words({
  en: {
    title: 'Clients',
    none: 'No clients yet',
    noneHint: 'A client comes with their first order. You can also create one here, with a number of their own.',
    create: 'New client',
    confirmations: 'Confirmations',
  },
  fr: {
    title: 'Clients',
    none: 'Aucun client pour l’instant',
    noneHint: 'Un client arrive avec sa première commande. Vous pouvez aussi en créer un ici, avec son propre numéro.',
    create: 'Nouveau client',
    confirmations: 'Confirmations',
  },
});

const PAGE_SIZE = 25;

export const clientsPage: Page = {
  path: '/clients',
  section: 'clients',
  needs: 'listClients',
  actions: { search: searchAction('/clients') },
  async show(view, _, refusal) {
    const found = await showFound(view, '/clients');
    if (found !== undefined) return found;
    const t = T[view.language];
    const query = new URLSearchParams(view.ctx.querystring);
    const cursor = query.get('cursor') ?? undefined;
    const { items, nextCursor } = await view.api.listClients({ limit: PAGE_SIZE, cursor });
    const content = (
      <>
        <SearchForm view={view} to="/clients" refusal={refusalFor(refusal, 'search')} />
        <Card>
          <div class="row between">
            <a href="/console/confirmations">{t.confirmations}</a>
            {view.may('createClient') && (
              <a class="button primary" href="/console/new-client">
                {t.create}
              </a>
            )}
          </div>
          <ClientsTable {...{ view, clients: items }} empty={<Empty title={t.none}>{t.noneHint}</Empty>} />
          <Pager {...{ view, query }} path="/clients" next={nextCursor} />
        </Card>
      </>
    );
    return { title: t.title, content };
  },
};
