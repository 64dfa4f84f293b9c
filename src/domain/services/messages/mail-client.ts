import type { Put } from '../../../ports/order-store.js';
import type { Mailer } from '../../../ports/mailer.js';
import type { MailedClient } from '../../../ports/messages-api.js';
import type { Client, ClientId } from '../../model/client.js';
import { clientMailCounter, clientMailState, type ClientMailState, type SkipReason } from '../../model/client-mail.js';
import { clientMailAllowances, type Allowance } from '../../model/confirmation/counting.js';
import { languageOf } from '../../model/confirmation/writing.js';
import { isProxyCallError } from '../../model/errors.js';
import { isMailAddress } from '../../model/mail.js';
import type { MessageTemplate } from '../../model/message-templates/names.js';
import { writeTemplate } from '../../model/message-templates/templates.js';
import { put, relyOn, retryOnConflict } from '../commit.js';
import { countingPuts, returningPuts } from '../confirmations/counters.js';
import { sendNotice } from '../notice.js';
import type { ClaimingPorts } from '../pool/claims.js';

/** Ports with a mail server. */
export type MailPorts = ClaimingPorts & { readonly mailer: Mailer };

/** What became of the mail to one client. */
export type MailResult = Omit<MailedClient, 'clientId'>;

export const skipped = (reason: SkipReason): MailResult => ({ status: 'skipped', reason });

/** What all mails of a request have in common. */
export interface MailTerms {
  readonly template: MessageTemplate;
  /** Of the request. */
  readonly key: string;
  /** The page where customers register, for the template that says it. */
  readonly link: string | undefined;
}

/** The result, and whether the mail server refused it for a reason for which it would refuse every mail. */
export interface Mailed {
  readonly result: MailResult;
  readonly isAboutSender: boolean;
}

/** What a mail is known by. */
function nameOf({ ids }: MailPorts, clientId: ClientId, { key, template }: MailTerms) {
  const hash = ids.keyedHash('limit', JSON.stringify([key, template, clientId]));
  return { counter: `message ${hash}`, messageId: `message-${hash.slice(0, 32)}` };
}

/** Whether the mail server refused the mail for now, when it was last tried under this key. */
export async function wasDeferred(ports: MailPorts, clientId: ClientId, terms: MailTerms): Promise<boolean> {
  const read = await ports.store.record('counter', nameOf(ports, clientId, terms).counter);
  return clientMailState(read?.value, ports.clock.now()) === 'deferred';
}

/** Sends one mail, unless it was sent under this key. Before it is handed to the mail server, a counter says that it is being sent. */
export async function mailClient(ports: MailPorts, clientId: ClientId, terms: MailTerms): Promise<Mailed> {
  const { settings, clock } = ports;
  const { template, link } = terms;
  const { counter, messageId } = nameOf(ports, clientId, terms);
  const claimed = await retryOnConflict(ports, () => claim(ports, clientId, template, counter));
  if ('status' in claimed) return { result: claimed, isAboutSender: false };
  const { client, counted } = claimed;
  const { shopName, language } = settings;
  const words = { shopName, number: client.proxyNumber, link };
  const { state, isAboutSender } = await send(ports, {
    messageId,
    to: client.mail,
    ...writeTemplate(template, languageOf(client.realPhone, language), words),
  });
  await retryOnConflict(ports, async () => {
    const read = await ports.store.record('counter', counter);
    const fate = put('counter', clientMailCounter(counter, state, clock.now()), read);
    // One that was refused for now is counted when it is tried again.
    const returned = state === 'deferred' ? await returningPuts(ports, counted) : [];
    await ports.store.commit({ puts: [...returned, fate] });
  });
  return { result: resultOf(state), isAboutSender };
}

function allowancesOf({ ids, settings }: MailPorts, address: string): readonly Allowance[] {
  const mailHash = ids.keyedHash('limit', address.toLowerCase());
  return clientMailAllowances(mailHash, settings.confirmations.limits, settings.clientMailsPerDay);
}

async function send(
  { mailer, logger }: MailPorts,
  mail: Parameters<Mailer['send']>[0],
): Promise<{ readonly state: ClientMailState; readonly isAboutSender: boolean }> {
  try {
    const { fate, about } = await sendNotice(mailer, mail);
    // What may not be due to the mail may pass, whatever the server says.
    const mayPass = fate === 'refused' && about !== 'mail';
    return { state: mayPass ? 'deferred' : fate, isAboutSender: about === 'sender' };
  } catch (error) {
    logger.error('message.failed', error, { mail: mail.messageId });
    return { state: 'unknown', isAboutSender: false };
  }
}

function resultOf(state: ClientMailState): MailResult {
  if (state === 'refused') return skipped('refused');
  return state === 'deferred' ? skipped('refused_for_now') : { status: state };
}

/** A mail that is to be sent. */
interface ClaimedMail {
  readonly client: Client;
  /** The writes that have counted it. */
  readonly counted: readonly Put[];
}

/** @returns why nothing is sent, where nothing is */
async function claim(
  ports: MailPorts,
  clientId: ClientId,
  template: MessageTemplate,
  counter: string,
): Promise<ClaimedMail | MailResult> {
  const { store, clock } = ports;
  const now = clock.now();
  const read = await store.record('counter', counter);
  const state = clientMailState(read?.value, now);
  if (state !== undefined && state !== 'deferred') return resultOf(state);
  const known = await store.record('client', clientId);
  if (known === undefined) return skipped('unknown_client');
  const { value: client } = known;
  if (!isMailAddress(client.mail)) return skipped('no_mail_address');
  if (template !== 'activation' && client.proxyNumber === undefined) return skipped('no_number');
  try {
    const counted = await countingPuts(ports, allowancesOf(ports, client.mail));
    const sending = put('counter', clientMailCounter(counter, 'sending', now), read);
    // Whoever erases the client at the same time comes first: then this is decided again.
    await store.commit({ puts: [...counted, sending], guards: [relyOn('client', known)] });
    return { client, counted };
  } catch (error) {
    if (isProxyCallError(error, 'too_many_sends')) return skipped('limit');
    throw error;
  }
}
