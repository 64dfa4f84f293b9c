import type { ClientId } from '../domain/model/client.js';
import type { SkipReason } from '../domain/model/client-mail.js';
import type { MessageTemplate } from '../domain/model/message-templates/names.js';

export type { MessageTemplate, SkipReason };

/**
 * What became of the mail to one client. `sent`: the mail server accepted it. `skipped`: it was not sent. `sending`: another request under
 * the same key is sending it at this moment; the same request tells later what became of it. `unknown`: nobody can tell whether it was
 * sent, and the same request does not send it again.
 */
export interface MailedClient {
  readonly clientId: ClientId;
  readonly status: 'sent' | 'skipped' | 'sending' | 'unknown';
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
   * Sends a mail with a fixed text to each of these clients, in a language of the country of their phone, a few at the same time.
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
