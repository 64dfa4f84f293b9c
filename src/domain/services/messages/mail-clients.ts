import type { MailReport } from '../../../ports/messages-api.js';
import type { Actor, ProxyCallApi } from '../../../ports/proxycall-api.js';
import type { ClientId } from '../../model/client.js';
import { invalidField, ProxyCallError } from '../../model/errors.js';
import { MESSAGE_TEMPLATES } from '../../model/message-templates/names.js';
import type { RecordAccess } from '../audit/record-access.js';
import { put, retryOnConflict } from '../commit.js';
import { runAll } from '../due.js';
import { fingerprintOf, readKeyedRequest } from '../idempotency.js';
import type { ClaimingPorts } from '../pool/claims.js';
import type { Ports } from '../ports.js';
import { mailClient, skipped, wasDeferred, type MailPorts, type MailResult, type MailTerms } from './mail-client.js';

const MOST_CLIENTS = 200;
/** How many mails of a request are under way: confirmations need some of the connections to the mail server. */
const AT_ONCE = 3;
/** How many mails in a row a server may refuse because of the sender before the rest of a request is left for another one. */
const MOST_ABOUT_SENDER = 3;

type Request = Parameters<ProxyCallApi['mailClients']>[0];

/**
 * Mails each of these clients. Under a key nobody gets it twice, also when the request is cut off by a crash or a stop of the service and
 * repeated.
 * @param ports its commits are bookkeeping; the audit trail gets one entry with all clients, before anything is sent
 */
export async function mailClients(
  ports: ClaimingPorts,
  { actor, recordAccess }: { readonly actor: Actor; readonly recordAccess: RecordAccess },
  request: Request,
  idempotencyKey: string | undefined,
): Promise<MailReport> {
  const { template } = request;
  const clientIds = idsIn(request);
  const link = template === 'activation' ? activationPage(ports) : undefined;
  const mailPorts = withMailer(ports);
  const isRepeated = idempotencyKey !== undefined && (await bind(ports, idempotencyKey, [clientIds, template]));
  await recordAccess(actor, {
    action: 'mailClients',
    records: clientIds.map((clientId) => ({ kind: 'client', key: clientId })),
  });
  const terms = { template, link, key: idempotencyKey ?? ports.ids.next() };
  const results = await mailEach(mailPorts, clientIds, terms, isRepeated);
  return { template, sent: results.filter(({ status }) => status === 'sent').length, results };
}

function idsIn({ clientIds, template }: Request): readonly ClientId[] {
  if (clientIds.length === 0 || clientIds.length > MOST_CLIENTS) {
    throw invalidField('clientIds', `must have 1 to ${MOST_CLIENTS.toString()} ids`);
  }
  if (!MESSAGE_TEMPLATES.includes(template)) {
    throw invalidField('template', `must be one of: ${MESSAGE_TEMPLATES.join(', ')}`);
  }
  return [...new Set(clientIds)];
}

function withMailer(ports: ClaimingPorts): MailPorts {
  const { mailer } = ports;
  if (mailer === undefined) throw unavailable('there is no mail server');
  return { ...ports, mailer };
}

function unavailable(reason: string): ProxyCallError {
  return new ProxyCallError('channel_unavailable', `nothing can be sent by email: ${reason}`);
}

function activationPage({ publicUrl, settings }: Ports): string {
  const base = settings.confirmations.activation ? publicUrl?.() : undefined;
  if (base === undefined) {
    throw unavailable('customers cannot register: that needs PROXYCALL_ACTIVATION=1 and a public URL');
  }
  return `${base.replace(/\/$/, '')}/activate`;
}

/** @returns whether it was before: some of it may have been tried. @throws `idempotency_key_reused` */
async function bind(ports: Ports, key: string, request: unknown): Promise<boolean> {
  const { store, clock, ids } = ports;
  const fingerprint = fingerprintOf(ids, ['mail', request]);
  return retryOnConflict(ports, async () => {
    if ((await readKeyedRequest(store, key, fingerprint)) !== undefined) return true;
    const keyed = { key, fingerprint, clientId: undefined, at: clock.now(), purchases: [] };
    await store.commit({ puts: [put('request', keyed)] });
    return false;
  });
}

/**
 * @param isRepeated whether some of it may have been tried before
 * @returns what became of each, in their order
 */
async function mailEach(
  ports: MailPorts,
  clientIds: readonly ClientId[],
  terms: MailTerms,
  isRepeated: boolean,
): Promise<MailReport['results']> {
  const results = new Map<ClientId, MailResult>();
  let aboutSender = 0;
  const mail = async (clientId: ClientId) => {
    // A server that takes nothing is left alone: the request would last for hours.
    if (aboutSender >= MOST_ABOUT_SENDER) return skipped('refused_for_now');
    const mailed = await ports.underWay.mails.run(() => mailClient(ports, clientId, terms));
    aboutSender = mailed?.isAboutSender === true ? aboutSender + 1 : 0;
    return mailed?.result ?? skipped('interrupted');
  };
  const ordered = isRepeated ? await deferredLast(ports, clientIds, terms) : clientIds;
  await runAll(
    ordered.map((clientId) => async () => results.set(clientId, await mail(clientId))),
    AT_ONCE,
  );
  return clientIds.map((clientId) => ({ clientId, ...(results.get(clientId) ?? skipped('interrupted')) }));
}

/** Those that were refused for now wait until all others had their turn. */
async function deferredLast(
  ports: MailPorts,
  clientIds: readonly ClientId[],
  terms: MailTerms,
): Promise<readonly ClientId[]> {
  const deferred = new Set<ClientId>();
  for (const clientId of clientIds) if (await wasDeferred(ports, clientId, terms)) deferred.add(clientId);
  return [...clientIds.filter((id) => !deferred.has(id)), ...deferred];
}
