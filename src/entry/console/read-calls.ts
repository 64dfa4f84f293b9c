import type { InteractionListQuery, InteractionView, Page, ProxyCallApi } from '../../ports/proxycall-api.js';

/** A page with filters, or of an order, may have nothing of some thousands of calls: so many are looked at for the first one that has. */
const MOST_READ = 5;

/** A page of calls and texts that has some, if there are any within reach. Without items and with a cursor: there may be some further on. */
export async function readCalls(
  api: Pick<ProxyCallApi, 'listInteractions'>,
  query: InteractionListQuery,
): Promise<Page<InteractionView>> {
  let page = await api.listInteractions(query);
  for (let count = 1; count < MOST_READ && page.items.length === 0 && page.nextCursor !== undefined; count += 1)
    page = await api.listInteractions({ ...query, cursor: page.nextCursor });
  return page;
}
