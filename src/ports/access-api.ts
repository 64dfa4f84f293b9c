import type { ClientId } from '../domain/model/client.js';
import type { RevealReason } from '../domain/model/reveal.js';
import type { Role } from '../domain/model/role.js';
import type { ClientView, IsoTime, OrderView } from './orders-api.js';

// Who may use the API, and what they are shown: see ProxyCallApi.

/** Who uses the API. */
export interface Actor {
  /** A name for the log, such as `cli`, `library` or the name of an API token. No secret, and nothing personal. */
  readonly name: string;
  /** What they may do, and whether they are shown people's data masked. */
  readonly role: Role;
  /** Where the request comes from, as far as it is kept: `203.0.113.0/24`, or the first 48 bits of an IPv6 address. */
  readonly address?: string | undefined;
  readonly requestId?: string | undefined;
}

/** A token to create. */
export interface NewToken {
  /**
   * 1 to 60 letters, digits, spaces and `._/-`: a program or a place, and nothing personal, as it is in the log. No two tokens
   * have the same name.
   */
  readonly name: string;
  readonly role: Role;
  /** Within ten years from now. Default: it does not expire. */
  readonly expiresAt?: IsoTime | undefined;
}

/** A token, without its secret. */
export interface TokenView {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAt: IsoTime;
  readonly expiresAt?: IsoTime | undefined;
  /** To the hour. Undefined when it was never used. */
  readonly lastUsedAt?: IsoTime | undefined;
}

/** A token that was just created. */
export interface CreatedToken extends TokenView {
  /** The secret, which is shown this once: `pc_`, 32 random characters, and 6 by which a typing error is noticed. */
  readonly token: string;
}

/** The tokens of the store. */
export interface TokenList {
  readonly tokens: readonly TokenView[];
  /** Records that somebody else than ProxyCall wrote or changed: nobody is admitted by them. `revokeToken` removes them. */
  readonly ignored: readonly { readonly id: string; readonly name: string }[];
}

/** The operations about who may use the API, and what they are shown. */
export interface AccessApi {
  /**
   * Creates a token for the HTTP API. What is kept of it is a digest.
   * @throws ProxyCallError with code `invalid_request` when there is a token of this name
   */
  createToken(token: NewToken): Promise<CreatedToken>;
  /** Lists the tokens that were created and not revoked, by name. Those in the environment are not among them. */
  listTokens(): Promise<TokenList>;
  /**
   * Revokes a token: within five seconds no instance accepts it any more.
   * @throws ProxyCallError with code `token_not_found`
   */
  revokeToken(tokenId: string): Promise<{ readonly id: string }>;
  /**
   * Shows a client in clear to a role to which clients are masked.
   * @throws ProxyCallError with code `client_not_found`
   */
  revealClient(clientId: ClientId, request: { readonly reason: RevealReason }): Promise<ClientView>;
  /**
   * Shows an order in clear to a role to which orders are masked.
   * @throws ProxyCallError with code `order_not_found`
   */
  revealOrder(orderId: string, request: { readonly reason: RevealReason }): Promise<OrderView>;
}
