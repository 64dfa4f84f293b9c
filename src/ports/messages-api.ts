import type { ClientId } from '../domain/model/client.js';
import type { MessageTemplate } from '../domain/model/message-templates/names.js';

export type { MessageTemplate };

/**
 * Why a client got no mail. `unknown_client`: there is no client with this id, or they were erased. `no_mail_address`: what is on record is
 * none. `no_number`: the template needs a number of their own. `limit`: too many mails were sent in a day, to this address or in all.
 * `refused`: by the mail server, for good. `refused_for_now`: the same request may succeed later.
 */
export type SkipReason = 'unknown_client' | 'no_mail_address' | 'no_number' | 'limit' | 'refused' | 'refused_for_now';

/**
 * What became of the mail to one client. `sent`: the mail server accepted it. `skipped`: it was not sent. `unknown`: nobody can tell whether
 * it was sent, and the same request does not send it again.
 */
export interface MailedClient {
  readonly clientId: ClientId;
  readonly status: 'sent' | 'skipped' | 'unknown';
  /** Of `skipped`. */
  readonly reason?: SkipReason | undefined;
}

/** The answer of `mailClients`, in the order of the request. */
export interface MailReport {
  readonly template: MessageTemplate;
  readonly sent: number;
  readonly results: readonly MailedClient[];
}

/** Mails to clients. */
export interface MessagesApi {
  /**
   * Sends a mail with a fixed text to each of these clients, in a language of the country of their phone, one after the other.
   * @param request.clientIds 1 to 200; one that is there twice counts once
   * @param options.idempotencyKey 1 to 200 characters, bound to this request for a day: no client gets the mail of one key twice
   * @throws ProxyCallError with code `channel_unavailable` when there is no mail server or, for `activation`, no page to register on;
   *   `idempotency_key_reused`
   */
  mailClients(
    request: { readonly clientIds: readonly ClientId[]; readonly template: MessageTemplate },
    options?: { idempotencyKey?: string | undefined },
  ): Promise<MailReport>;
}
