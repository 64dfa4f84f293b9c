import type { Mailer } from '../../../ports/mailer.js';
import type { MailedClient, MailReport, SkipReason } from '../../../ports/messages-api.js';
import type { Actor, ProxyCallApi } from '../../../ports/proxycall-api.js';
import type { Client, ClientId } from '../../model/client.js';
import { mailAllowances } from '../../model/confirmation/counting.js';
import { languageOf } from '../../model/confirmation/writing.js';
import { invalidField, isProxyCallError, ProxyCallError } from '../../model/errors.js';
import { isMailAddress } from '../../model/mail.js';
import { MESSAGE_TEMPLATES, type MessageTemplate } from '../../model/message-templates/names.js';
import { writeTemplate } from '../../model/message-templates/templates.js';
import { DAY_MS } from '../../model/time.js';
import type { RecordAccess } from '../audit/record-access.js';
import { put, relyOn, retryOnConflict } from '../commit.js';
import { countingPuts } from '../confirmations/counters.js';
import { fingerprintOf, readKeyedRequest } from '../idempotency.js';
import { sendNotice } from '../notice.js';
import type { Ports } from '../ports.js';

const MOST_CLIENTS = 200;

type Request = Parameters<ProxyCallApi['mailClients']>[0];
type MailPorts = Ports & { readonly mailer: Mailer };

/**
 * Mails each of these clients, one after the other. Before a mail is handed to the mail server, a counter says that it is being sent: a crash
 * in between shows as `unknown` when the request is repeated under its key, and nothing is sent twice.
 * @param ports its commits are bookkeeping; the audit trail gets one entry with all clients, before anything is sent
 */
export async function mailClients(
  ports: Ports,
  { actor, recordAccess }: { readonly actor: Actor; readonly recordAccess: RecordAccess },
  request: Request,
  idempotencyKey: string | undefined,
): Promise<MailReport> {
  const { ids } = ports;
  const { template } = request;
  const clientIds = idsIn(request);
  const mailPorts = withMailer(ports, template);
  const key = idempotencyKey ?? ids.next();
  if (idempotencyKey !== undefined) await bind(ports, idempotencyKey, [clientIds, template]);
  await recordAccess(actor, {
    action: 'mailClients',
    records: clientIds.map((clientId) => ({ kind: 'client', key: clientId })),
  });
  const results: MailedClient[] = [];
  let deferred = 0;
  for (const clientId of clientIds) {
    // A server that takes nothing is left alone: the request would last for hours.
    const isGivenUp = deferred >= MOST_DEFERRED;
    const result = isGivenUp ? skipped('refused_for_now') : await mailOne(mailPorts, clientId, template, key);
    if (!isGivenUp) deferred = result.reason === 'refused_for_now' ? deferred + 1 : 0;
    results.push({ clientId, ...result });
  }
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

function withMailer(ports: Ports, template: MessageTemplate): MailPorts {
  const { mailer } = ports;
  if (mailer === undefined) throw unavailable('there is no mail server');
  if (template === 'activation' && activationPage(ports) === undefined) {
    throw unavailable('customers cannot register: that needs PROXYCALL_ACTIVATION=1 and a public URL');
  }
  return { ...ports, mailer };
}

function unavailable(reason: string): ProxyCallError {
  return new ProxyCallError('channel_unavailable', `nothing can be sent by email: ${reason}`);
}

function activationPage({ publicUrl, settings }: Ports): string | undefined {
  const base = settings.confirmations.activation ? publicUrl?.() : undefined;
  return base === undefined ? undefined : `${base.replace(/\/$/, '')}/activate`;
}

/** @throws `idempotency_key_reused` */
async function bind(ports: Ports, key: string, request: unknown): Promise<void> {
  const { store, clock, ids } = ports;
  const fingerprint = fingerprintOf(ids, ['mail', request]);
  await retryOnConflict(ports, async () => {
    if ((await readKeyedRequest(store, key, fingerprint)) !== undefined) return;
    const keyed = { key, fingerprint, clientId: undefined, at: clock.now(), purchases: [] };
    await store.commit({ puts: [put('request', keyed)] });
  });
}

type Result = Omit<MailedClient, 'clientId'>;

/** How many mails in a row a server may refuse for now before the rest of a request is left for another one. */
const MOST_DEFERRED = 3;

const skipped = (reason: SkipReason): Result => ({ status: 'skipped', reason });

/** The count of the counter of one mail says what became of it. */
const BEING_SENT = 1;
const SENT = 2;
const REFUSED = 3;
const DEFERRED = 4;

async function mailOne(ports: MailPorts, clientId: ClientId, template: MessageTemplate, key: string): Promise<Result> {
  const { ids, mailer } = ports;
  const hash = ids.keyedHash('limit', JSON.stringify([key, template, clientId]));
  const claimed = await retryOnConflict(ports, () => claim(ports, clientId, template, `message ${hash}`));
  if ('status' in claimed) return claimed;
  const { fate } = await sendNotice(mailer, {
    messageId: `message-${hash.slice(0, 32)}`,
    to: claimed.mail,
    ...writeTemplate(template, languageOf(claimed.realPhone, ports.settings.language), {
      shopName: ports.settings.shopName,
      number: claimed.proxyNumber,
      link: activationPage(ports),
    }),
  });
  // Of one whose fate is unknown the counter says that it is being sent, for ever.
  if (fate === 'unknown') return { status: 'unknown' };
  const count = { sent: SENT, refused: REFUSED, deferred: DEFERRED }[fate];
  await retryOnConflict(ports, () => settle(ports, `message ${hash}`, count));
  return resultOf(count);
}

function resultOf(count: number): Result {
  if (count === SENT) return { status: 'sent' };
  if (count === BEING_SENT) return { status: 'unknown' };
  return skipped(count === REFUSED ? 'refused' : 'refused_for_now');
}

/** @returns the client to write to, or why nothing is sent */
async function claim(
  ports: Ports,
  clientId: ClientId,
  template: MessageTemplate,
  key: string,
): Promise<Client | Result> {
  const { store, clock, ids, settings } = ports;
  const now = clock.now();
  const earlier = await store.record('counter', key);
  if (earlier !== undefined && earlier.value.until > now && earlier.value.count !== DEFERRED) {
    return resultOf(earlier.value.count);
  }
  const read = await store.record('client', clientId);
  if (read === undefined) return skipped('unknown_client');
  const { value: client } = read;
  if (!isMailAddress(client.mail)) return skipped('no_mail_address');
  if (template !== 'activation' && client.proxyNumber === undefined) return skipped('no_number');
  const mailHash = ids.keyedHash('limit', client.mail.toLowerCase());
  try {
    const allowances = mailAllowances({ mailHash, origin: 'token' }, settings.confirmations.limits);
    // One that was refused for now was counted when it was tried first.
    const isRepeated = earlier !== undefined && earlier.value.until > now;
    const counters = isRepeated ? [] : await countingPuts(ports, allowances);
    const state = put('counter', { key, count: BEING_SENT, until: now + DAY_MS }, earlier);
    // Whoever erases the client at the same time comes first: then this is decided again.
    await store.commit({ puts: [...counters, state], guards: [relyOn('client', read)] });
  } catch (error) {
    if (isProxyCallError(error, 'too_many_sends')) return skipped('limit');
    throw error;
  }
  return client;
}

async function settle({ store }: Ports, key: string, count: number): Promise<void> {
  const read = await store.record('counter', key);
  if (read !== undefined) await store.commit({ puts: [put('counter', { ...read.value, count }, read)] });
}
