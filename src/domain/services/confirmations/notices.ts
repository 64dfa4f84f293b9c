import type { Client } from '../../model/client.js';
import type { Confirmation } from '../../model/confirmation/confirmation.js';
import { refuseEntry } from '../../model/confirmation/ending.js';
import { mayBeTexted, type Delivery } from '../../model/confirmation/sending.js';
import { languageOf } from '../../model/confirmation/writing.js';
import { sameLine } from '../../model/line.js';
import { isMailAddress } from '../../model/mail.js';
import { newEntry, type OutboxEntry } from '../../model/outbox.js';
import type { Settings } from '../../model/settings.js';
import type { Ports } from '../ports.js';
import { sendable, type Sendable } from './senders.js';

const NOBODY = 'nothing that we can send reaches the former contact';

/**
 * Tells the former phone and mail address that they were replaced, with a page that says "it was not me". Whoever owned them is told in any
 * case: these messages are not counted. Where nothing reaches them, an entry that is refused says so.
 */
export async function noticesOf(
  ports: Ports,
  confirmation: Confirmation,
  before: Client,
  client: Client,
): Promise<readonly OutboxEntry[]> {
  const own = { ...confirmation, proxyNumber: before.proxyNumber };
  const about = noticesAbout(before, client);
  const notices = await sendable(ports, own, about);
  // A mobile phone that none of our numbers can text may be called.
  const called = notices.some(({ proof }) => proof === 'former_phone')
    ? []
    : await sendable(
        ports,
        own,
        about.flatMap((each) => (each.channel === 'sms' ? [{ ...each, channel: 'voice' } as const] : [])),
      );
  const entryOf = (notice: Sendable) => noticeEntry(ports, confirmation, before, client, notice);
  const entries = [...called, ...notices].map(entryOf);
  const [first] = about;
  if (entries.length > 0 || first === undefined) return entries;
  return [refuseEntry(entryOf({ ...first, from: undefined }), NOBODY, ports.clock.now())];
}

/** To whom a change of a phone or mail address is told: the phone by text, a landline by call. */
export function noticesAbout(before: Client, client: Client): readonly Delivery[] {
  if (sameLine(before.realPhone, client.realPhone) && before.mail === client.mail) return [];
  const { realPhone, mail } = before;
  return [
    { message: 'changed', channel: mayBeTexted(realPhone) ? 'sms' : 'voice', to: realPhone, proof: 'former_phone' },
    // What the merchant noted as a mail address need not be one.
    ...(isMailAddress(mail) ? [{ message: 'changed', channel: 'email', to: mail, proof: 'mail' } as const] : []),
  ];
}

/** What the entry of a notice is made with. */
export interface NoticePorts {
  readonly ids: Pick<Ports['ids'], 'next'>;
  readonly settings: Pick<Settings, 'language'>;
  readonly clock: Pick<Ports['clock'], 'now'>;
}

/** The entry is in the language of the former phone: whoever has it need not understand that of the new one. */
export function noticeEntry(
  { ids, settings, clock }: NoticePorts,
  { id: confirmationId, generation }: Confirmation,
  before: Client,
  client: Client,
  { message, channel, to, from }: Sendable,
): OutboxEntry {
  const language = languageOf(before.realPhone, settings.language);
  const digits = sameLine(before.realPhone, client.realPhone) ? undefined : client.realPhone.slice(-2);
  const address = { message, channel, generation, language, to, from, digits };
  return newEntry({ id: ids.next(), confirmationId, clientId: client.id, ...address }, clock.now());
}
