import type { InteractionView, ProxyCallApi } from '../../ports/proxycall-api.js';
import { orderNotFound } from '../model/errors.js';
import type { Interaction } from '../model/interaction.js';
import { DAY_MS, isoTime } from '../model/time.js';
import { pageOf, readPage } from './paging.js';
import type { Ports } from './ports.js';

export type InteractionsService = Pick<ProxyCallApi, 'listInteractions'> & {
  /** Drops what has been kept long enough. To be called now and then. */
  forgetOld(): Promise<void>;
};

export function createInteractionsService({ store, clock, settings }: Ports): InteractionsService {
  return {
    async listInteractions(query) {
      const page = readPage(query);
      const { sessionId, ...filter } = await filterOf(query);
      const found = await store.interactions({ ...page, ...filter });
      const { items, nextCursor } = pageOf(
        found,
        page.limit,
        ({ at, id }) => ({ at, id }),
        (item) => item,
      );
      const wanted = items.filter((item) => sessionId === undefined || item.sessionId === sessionId);
      return { items: wanted.map(view), nextCursor };
    },

    forgetOld() {
      const now = clock.now();
      return store.forget({
        history: now - settings.retentionMs,
        plans: now - DAY_MS,
        day: now - DAY_MS,
        month: now - 30 * DAY_MS,
      });
    },
  };

  /** An order's interactions are those of its session, where it has one; else its client's while it was open. */
  async function filterOf(query: Parameters<ProxyCallApi['listInteractions']>[0]) {
    const { clientId, orderId } = query;
    const from = query.from === undefined ? undefined : Date.parse(query.from);
    const until = query.until === undefined ? undefined : Date.parse(query.until);
    if (orderId === undefined) return { clientId, from, until, sessionId: undefined };
    const order = (await store.record('order', orderId))?.value;
    if (order === undefined) throw orderNotFound();
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
}

function view(interaction: Interaction): InteractionView {
  const { id, channel, direction, outcome, from, to, clientId } = interaction;
  const durationSeconds = interaction.channel === 'call' ? interaction.durationSeconds : undefined;
  return { id, at: isoTime(interaction.at), channel, direction, outcome, durationSeconds, from, to, clientId };
}
