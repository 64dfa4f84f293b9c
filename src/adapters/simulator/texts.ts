import type { OutgoingMessage } from '../../domain/model/message.js';
import type { MessageSubject, Receipt } from '../../ports/telephony.js';
import { textStatusUrl, WEBHOOK_PATHS } from '../twiml/index.js';
import type { Delivered } from './call.js';
import { ACCOUNT, newSid, type Network } from './network.js';
import type { TextOptions } from './phone.js';
import { parseTwiml, type Element } from './twiml-document.js';
import type { Params } from './webhooks.js';

/** A text on its way to a phone. The sender may be a name. */
type Text = Omit<OutgoingMessage, 'from' | 'to'> & { readonly from: string; readonly to: string };

/** A phone texts a number of the service. */
export async function textFrom(
  network: Network,
  phone: string,
  to: string,
  body: string,
  { showing = phone, media = [], deliveries = 1 }: TextOptions = {},
): Promise<Delivered> {
  const pictures = media.map((url, index) => [`MediaUrl${index.toString()}`, url] as const);
  const params = {
    ...messageParams(newSid(network.ids, 'SM'), showing, to),
    Body: body,
    NumMedia: media.length.toString(),
    ...Object.fromEntries(pictures),
  };
  const { status, body: document } = await network.send(
    network.webhookBaseUrl() + WEBHOOK_PATHS.sms,
    params,
    deliveries,
  );
  const verbs = status === 200 ? (parseTwiml(document) ?? []) : [];
  for (const verb of verbs.filter(({ name }) => name === 'Message')) {
    const message = messageOf(verb, { from: to, to: showing });
    await deliverAndReport(network, message, verb.attributes['action'], newSid(network.ids, 'SM'));
  }
  return { status, documents: [document] };
}

/** @param reply the sender and receiver that Twilio assumes when the verb names none */
function messageOf({ attributes, children, text }: Element, reply: Pick<Text, 'from' | 'to'>): Text {
  return {
    from: attributes['from'] ?? reply.from,
    to: attributes['to'] ?? reply.to,
    body: children.find(({ name }) => name === 'Body')?.text ?? text,
    media: children.filter(({ name }) => name === 'Media').map((picture) => picture.text),
  };
}

/**
 * The service texts a phone. The status is reported before this resolves. A text to a phone that is off is accepted, and
 * reported as undelivered.
 */
export async function sendMessage(
  network: Network,
  message: OutgoingMessage,
  { interactionId, part, attempt }: MessageSubject,
): Promise<Receipt> {
  const carrierId = newSid(network.ids, 'SM');
  const statusUrl = textStatusUrl(network.webhookBaseUrl(), interactionId, part, attempt);
  await deliverAndReport(network, message, statusUrl, carrierId);
  return { kind: 'accepted', carrierId };
}

/** Source: https://www.twilio.com/docs/api/errors/30003 */
const PHONE_IS_OFF = '30003';

async function deliverAndReport(
  network: Network,
  message: Text,
  statusUrl: string | undefined,
  messageSid: string,
): Promise<void> {
  const report: Params = deliver(network, message)
    ? { MessageStatus: 'delivered' }
    : { MessageStatus: 'undelivered', ErrorCode: PHONE_IS_OFF };
  if (statusUrl === undefined) return;
  await network.send(statusUrl, { ...messageParams(messageSid, message.from, message.to), ...report });
}

function deliver(network: Network, { from, to, body, media }: Text): boolean {
  const receiver = network.phone(to);
  if (receiver.behaviour === 'is_off') return false;
  receiver.inbox.push({ from, body, media });
  return true;
}

function messageParams(messageSid: string, from: string, to: string): Params {
  return { ...ACCOUNT, MessageSid: messageSid, SmsSid: messageSid, From: from, To: to, NumSegments: '1' };
}
