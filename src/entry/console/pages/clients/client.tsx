import type { ClientView, InteractionView, OrderView, Page as ListPage } from '../../../../ports/proxycall-api.js';
import { Card, Empty, Facts, Pager, Phone } from '../../elements/data.js';
import { RevealedNote, REVEAL_FIELDS } from '../../elements/reveal.js';
import { Timeline } from '../../elements/timeline.js';
import { readFields } from '../../fields.js';
import type { Page, Refusal, Shown, View } from '../../view.js';
import { confirm, ConfirmationsOfClient } from '../confirmations/of-client.js';
import { OrdersTable } from '../orders/table.js';
import { clientPath, filterAddress } from '../paths.js';
import { assign, erase, exportPerson, update } from './client-actions.js';
import { ClientPanels } from './client-panels.js';
import { T } from './client-words.js';

const MOST_ORDERS = 20;
const MOST_CONFIRMATIONS = 5;
const PAGE_SIZE = 50;

export const clientPage: Page = {
  path: '/clients/:id',
  section: 'clients',
  needs: 'getClient',
  show: (view, { id = '' }, refusal) => showClient(view, id, { refusal }),
  actions: {
    reveal: {
      needs: 'revealClient',
      async perform(view, form, { id = '' }) {
        const revealed = await view.api.revealClient(id, readFields(view, form, REVEAL_FIELDS));
        return showClient(view, id, { revealed });
      },
    },
    ...{ update, assign, erase, confirm, export: exportPerson },
  },
};

interface Extra {
  readonly refusal?: Refusal | undefined;
  /** Shown this once. */
  readonly revealed?: ClientView;
}

async function showClient(view: View, id: string, { refusal, revealed }: Extra): Promise<Shown> {
  const { api } = view;
  const query = new URLSearchParams(view.ctx.querystring);
  // First of all, whether there is one: the lists of nobody are empty.
  const client = revealed ?? (await api.getClient(id));
  const [orders, interactions, confirmations] = await Promise.all([
    view.may('listOrders') ? api.listOrders({ clientId: id, limit: MOST_ORDERS }) : undefined,
    // A shop may list those of one order only.
    view.may('listClients')
      ? api.listInteractions({ clientId: id, limit: PAGE_SIZE, cursor: query.get('cursor') ?? undefined })
      : undefined,
    view.may('listConfirmations') ? api.listConfirmations({ clientId: id, limit: MOST_CONFIRMATIONS }) : undefined,
  ]);
  const content = (
    <>
      {revealed !== undefined && <RevealedNote view={view} />}
      <div class="grid wide-first">
        <div class="stack">
          <About {...{ view, client }} />
          {orders && <Orders {...{ view, clientId: id, orders }} />}
          {interactions && <Calls {...{ view, query, clientId: id, interactions }} />}
        </div>
        <div class="stack">
          <ClientPanels {...{ view, client, refusal }} />
          <ConfirmationsOfClient
            {...{ view, clientId: id, confirmations: confirmations?.items ?? [], refusal }}
            isMore={confirmations?.nextCursor !== undefined}
          />
        </div>
      </div>
    </>
  );
  return { title: T[view.language].title(id), content };
}

function About({ view, client }: { readonly view: View; readonly client: ClientView }) {
  const t = T[view.language];
  const { clientName, clientMail, clientRealPhone, clientProxyNumber, clientIsoResidency, clientLastCaller } = client;
  return (
    <Card title={t.about}>
      <Facts
        items={[
          [t.name, clientName],
          [t.mail, clientMail],
          [t.phone, <Phone>{clientRealPhone}</Phone>],
          [t.residency, clientIsoResidency],
          [t.callingCode, `+${client.clientCountryCode}`],
        ]}
      />
      <h3>{t.session}</h3>
      {clientProxyNumber === undefined ? (
        <p class="hint">{t.noSession}</p>
      ) : (
        <>
          <Facts
            items={[
              [t.number, <Phone>{clientProxyNumber}</Phone>],
              [t.lastCaller, <Phone>{clientLastCaller}</Phone>],
            ]}
          />
          <p class="hint">{t.sessionOf}</p>
        </>
      )}
    </Card>
  );
}

interface OrdersProps {
  readonly view: View;
  readonly clientId: string;
  readonly orders: ListPage<OrderView>;
}

function Orders({ view, clientId, orders: { items, nextCursor } }: OrdersProps) {
  const t = T[view.language];
  return (
    <Card title={t.orders}>
      <OrdersTable
        {...{ view, orders: items, isOfOne: true }}
        empty={<Empty title={t.noOrders}>{t.noOrdersHint}</Empty>}
      />
      {nextCursor !== undefined && (
        <p>
          <a href={filterAddress('/orders', { client_id: clientId })}>{t.allOrders}</a>
        </p>
      )}
    </Card>
  );
}

interface CallsProps {
  readonly view: View;
  readonly query: URLSearchParams;
  readonly clientId: string;
  readonly interactions: ListPage<InteractionView>;
}

function Calls({ view, query, clientId, interactions: { items, nextCursor } }: CallsProps) {
  const t = T[view.language];
  return (
    <Card title={t.calls}>
      <Timeline {...{ view, items, empty: <Empty title={t.noCalls}>{t.noCallsHint}</Empty> }} />
      <Pager {...{ view, query, path: clientPath(clientId), next: nextCursor }} />
    </Card>
  );
}
