import { Card, Facts, Pager, Time } from '../../elements/data.js';
import { refusalFor } from '../../elements/form.js';
import { isMasked, RevealedNote, REVEAL_FIELDS } from '../../elements/reveal.js';
import { Timeline } from '../../elements/timeline.js';
import * as fields from '../../fields.js';
import { done } from '../../notices.js';
import { readCalls } from '../../read-calls.js';
import type { Page, Refusal, Shown, View } from '../../view.js';
import type {
  AwaitedConfirmation,
  InteractionView,
  OrderView,
  Page as ListPage,
} from '../../../../ports/proxycall-api.js';
import { AwaitedNote } from '../clients/awaited-note.js';
import { clientPath, orderPath } from '../paths.js';
import { callTest, CallTestNote, CallTestPanel, type TestedCall } from './call-test.js';
import { OrderActions } from './order-actions.js';
import { OrderNumbers } from './order-numbers.js';
import { OrderBadge } from './table.js';
import { NoCalls, T } from './order-words.js';

const PAGE_SIZE = 50;

/** What the page shows this once besides. */
interface Extra {
  readonly refusal?: Refusal | undefined;
  readonly revealed?: OrderView;
  readonly tested?: TestedCall;
}

export const orderPage: Page = {
  path: '/orders/:id',
  section: 'orders',
  needs: 'getOrder',
  show: (view, { id = '' }, refusal) => showOrder(view, id, { refusal }),
  actions: {
    close: {
      needs: 'closeOrder',
      async perform(view, form, { id = '' }) {
        const { endSession } = fields.readFields(view, form, { endSession: fields.isTicked });
        await view.api.closeOrder(id, { endSession });
        return done(orderPath(id), 'closed');
      },
    },
    courier: {
      needs: 'changeCourier',
      async perform(view, form, { id = '' }) {
        const wanted = { courierPhone: fields.required(fields.phone) };
        await view.api.changeCourier(id, fields.readFields(view, form, wanted));
        return done(orderPath(id), 'courier');
      },
    },
    extend: {
      needs: 'extendOrder',
      async perform(view, form, { id = '' }) {
        const wanted = { expiresAt: fields.required(fields.localTime) };
        await view.api.extendOrder(id, fields.readFields(view, form, wanted));
        return done(orderPath(id), 'extended');
      },
    },
    reveal: {
      needs: 'revealOrder',
      async perform(view, form, { id = '' }) {
        const revealed = await view.api.revealOrder(id, fields.readFields(view, form, REVEAL_FIELDS));
        return showOrder(view, id, { revealed });
      },
    },
    call: {
      needs: 'simulateCall',
      perform: async (view, form, { id = '' }) => showOrder(view, id, { tested: await callTest(view, form) }),
    },
  },
};

async function showOrder(view: View, id: string, { refusal, revealed, tested }: Extra): Promise<Shown> {
  const t = T[view.language];
  const query = new URLSearchParams(view.ctx.querystring);
  // An answer to a form has the address of the form, without the place in the list.
  const [seen, interactions] = await Promise.all([
    view.api.getOrder(id),
    readCalls(view.api, { orderId: id, limit: PAGE_SIZE, cursor: query.get('cursor') ?? undefined }),
  ]);
  const order = revealed ?? seen;
  const waiting = await newClientOf(view, order);
  const content = (
    <>
      {revealed !== undefined && <RevealedNote view={view} />}
      <CallTestNote {...{ view, tested }} />
      <AwaitedNote {...{ view, confirmation: waiting }} />
      <div class="grid wide-first">
        <div class="stack">
          <About {...{ view, order, isOnRecord: waiting === undefined }} />
          <Calls {...{ view, query, orderId: id, interactions }} />
        </div>
        <div class="stack">
          <OrderActions {...{ view, order, refusal, isMasked: isMasked([order.clientProxyNumber]) }} />
          {view.tryIt !== undefined && view.may('simulateCall') && (
            <CallTestPanel {...{ view, order, tested, refusal: refusalFor(refusal, 'call') }} />
          )}
        </div>
      </div>
    </>
  );
  return { title: t.title(id), content };
}

/** The confirmation that the client of an open order still has to make, as far as the role may know. */
async function newClientOf(view: View, { clientId, status }: OrderView): Promise<AwaitedConfirmation | undefined> {
  if (status === 'closed' || !view.may('listConfirmations')) return undefined;
  const { items } = await view.api.listConfirmations({ clientId, status: 'pending', limit: 1 });
  const [waiting] = items.filter(({ purpose }) => purpose === 'new_client');
  return waiting && { confirmationId: waiting.confirmationId, status: 'pending' };
}

interface AboutProps {
  readonly view: View;
  readonly order: OrderView;
  /** Whether the client has a page. */
  readonly isOnRecord: boolean;
}

function About({ view, order, isOnRecord }: AboutProps) {
  const t = T[view.language];
  const { clientId, status, createdAt, closedAt } = order;
  return (
    <Card title={t.about} aside={<OrderBadge {...{ view, status }} />}>
      <Facts
        items={[
          [t.client, isOnRecord ? <a href={`/console${clientPath(clientId)}`}>{clientId}</a> : clientId],
          [t.created, <Time view={view} at={createdAt} />],
          [t.closed, closedAt && <Time view={view} at={closedAt} />],
        ]}
      />
      <h3>{t.numbers}</h3>
      <OrderNumbers {...{ view, order: status === 'open' ? order : { ...order, expiresAt: undefined } }} />
      <p class="hint">{order.courierProxyNumber === undefined ? t.openSession : t.pairedSession}</p>
    </Card>
  );
}

interface CallsProps {
  readonly view: View;
  readonly query: URLSearchParams;
  readonly orderId: string;
  readonly interactions: ListPage<InteractionView>;
}

function Calls({ view, query, orderId, interactions: { items, nextCursor } }: CallsProps) {
  return (
    <Card title={T[view.language].calls}>
      <Timeline {...{ view, items, empty: <NoCalls view={view} isAll={nextCursor === undefined} /> }} />
      <Pager {...{ view, query, path: orderPath(orderId), next: nextCursor }} />
    </Card>
  );
}
