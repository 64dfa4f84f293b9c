import type { OrderStore } from '../../../ports/order-store.js';
import type { InteractionView, Page, ProxyCallApi } from '../../../ports/proxycall-api.js';
import type { Interaction } from '../../model/interaction.js';
import { isoTime } from '../../model/time.js';
import { existingOrder } from '../existing.js';
import { pageOf, readPage } from '../paging.js';
import type { Ports } from '../ports.js';

type Query = Parameters<ProxyCallApi['listInteractions']>[0];

export async function listInteractions({ store }: Ports, query: Query): Promise<Page<InteractionView>> {
  const page = readPage(query);
  const { sessionId, ...filter } = await filterOf(store, query);
  const found = await store.interactions({ ...page, ...filter });
  const { items, nextCursor } = pageOf(
    found,
    page.limit,
    ({ at, id }) => ({ at, id }),
    (item) => item,
  );
  const wanted = items.filter((item) => sessionId === undefined || item.sessionId === sessionId);
  return { items: wanted.map(view), nextCursor };
}

/** An order's interactions are those of its session if it has one; otherwise its client's while the order was open. */
async function filterOf(store: OrderStore, query: Query) {
  const { clientId, orderId } = query;
  const from = query.from === undefined ? undefined : Date.parse(query.from);
  const until = query.until === undefined ? undefined : Date.parse(query.until);
  if (orderId === undefined) return { clientId, from, until, sessionId: undefined };
  const { value: order } = await existingOrder(store, orderId);
  return {
    clientId: order.clientId,
    sessionId: order.session?.sessionId,
    from: Math.max(order.createdAt, from ?? 0),
    // Calls to a closed session belong to the order too: the caller is told that it is closed.
    until: Math.min(
      (order.session === undefined ? order.closedAt : undefined) ?? Number.MAX_SAFE_INTEGER,
      until ?? Number.MAX_SAFE_INTEGER,
    ),
  };
}

/** What is shown of an interaction, whoever asks. */
export function view(interaction: Interaction): InteractionView {
  const { id, channel, direction, outcome, from, to, clientId } = interaction;
  const durationSeconds = interaction.channel === 'call' ? interaction.durationSeconds : undefined;
  return { id, at: isoTime(interaction.at), channel, direction, outcome, durationSeconds, from, to, clientId };
}
