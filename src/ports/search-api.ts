import type { ClientView, OrderView } from './orders-api.js';

// Finding orders and clients by what a caller says: see ProxyCallApi.

/** What to look for. */
export interface SearchRequest {
  /**
   * 1 to 100 characters, as a person types them: the id of an order or a client, a proxy number, or the phone of a client or a courier.
   * Numbers may be written in any way, `06 39 98 12 34` where that is a national number of the default country or a country of the pool.
   */
  readonly text: string;
}

/** What was found: everything of which the text is exactly the id or the number. */
export interface SearchResult {
  /**
   * Newest first, 20 at most: the order with this id, the orders of the clients that were found, and those whose session has a courier
   * with this phone, or has this number. A session that ended is found for as long as its participants cool off.
   */
  readonly orders: readonly OrderView[];
  /** Newest first, 20 at most. */
  readonly clients: readonly ClientView[];
  /** Whether there are more orders than are listed. */
  readonly moreOrders: boolean;
  /** Whether there are more clients than are listed. */
  readonly moreClients: boolean;
}

/** The operation of `ProxyCallApi` that finds. */
export interface SearchApi {
  /**
   * Finds orders and clients by an id, a proxy number or a phone, exactly. Two spellings of one telephone line are the same phone.
   *
   * A role that may not call `getClientByProxy` may search by ids only, as it would find out masked numbers by trying.
   * @throws ProxyCallError with code `not_allowed` when such a role searches by what may be a number, and it is no id
   */
  search(request: SearchRequest): Promise<SearchResult>;
}
