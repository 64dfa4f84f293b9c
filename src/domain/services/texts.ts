import type { WebhookAnswer } from '../../ports/telephony.js';
import type { IncomingText, TextStatus } from '../model/carrier-event.js';
import type { TextInteraction } from '../model/interaction.js';
import { planMessage, type MessagePlan, type OutgoingMessage } from '../model/message.js';
import { put, retryOnConflict } from './commit.js';
import { routeIncoming, type Answered } from './incoming.js';
import type { Ports } from './ports.js';

export interface TextsService {
  incoming(event: IncomingText): Promise<Answered<MessagePlan>>;
  /** Records the final status of a text. One that could not be delivered is sent once more. */
  ended(event: TextStatus): Promise<WebhookAnswer>;
}

export function createTextsService(ports: Ports): TextsService {
  return {
    incoming: (event) => incoming(ports, event),
    ended: (event) => ended(ports, event),
  };
}

async function incoming(ports: Ports, event: IncomingText): Promise<Answered<MessagePlan>> {
  const { settings, telephony } = ports;
  const { deliveryId: interactionId, from, to } = event;
  const { language } = settings;
  const { limits } = telephony;
  const answered = await routeIncoming<MessagePlan>(ports, event, {
    plan: ({ decided, number, reply }) =>
      planMessage(decided, event, { interactionId, to, from, number, reply, language, limits }),
    record: (base, refusal, plan) => ({
      ...base,
      channel: 'message',
      messageId: event.messageId,
      outcome: refusal ?? 'sent',
      failedParts: [],
      plan,
    }),
    planIn: (interaction) => (interaction.channel === 'message' ? interaction.plan : undefined),
    planGone: { kind: 'texts', interactionId, messages: [] },
  });
  // A carrier that takes no texts in its answers is sent them here, and only by the delivery that was decided.
  if (!telephony.can.textInAnswer && answered.decided !== undefined) {
    for (const [part, message] of answered.plan.messages.entries()) await send(ports, message, interactionId, part, 1);
  }
  return answered;
}

async function ended(ports: Ports, event: TextStatus): Promise<WebhookAnswer> {
  const { telephony, logger } = ports;
  const again = await retryOnConflict(ports, () => recordStatus(ports, event));
  if (again !== undefined) {
    const { interactionId, part } = event;
    logger.warn('text.undelivered', { interaction: interactionId, part });
    await send(ports, again, interactionId, part, 2);
  }
  return telephony.answer({ kind: 'acknowledge' });
}

async function send(
  ports: Ports,
  message: OutgoingMessage,
  interactionId: string,
  part: number,
  attempt: number,
): Promise<void> {
  const { telephony, logger } = ports;
  const fields = { interaction: interactionId, part, attempt };
  try {
    const receipt = await telephony.sendMessage(message, { interactionId, part, attempt });
    if (receipt.kind === 'accepted') return;
    logger.warn('text.refused', { ...fields, reason: receipt.reason });
    const undelivered = { carrier: telephony.carrier, interactionId, part, status: 'undelivered' } as const;
    const again = await retryOnConflict(ports, () => recordStatus(ports, undelivered));
    if (again !== undefined && !receipt.isPermanent) await send(ports, again, interactionId, part, attempt + 1);
  } catch (error) {
    logger.error('text.not_sent', error, fields);
  }
}

/** @returns the text to send again, when this is the first report that it failed, however often the report is delivered */
async function recordStatus(
  { store, clock }: Ports,
  { carrier, interactionId, part, status }: Omit<TextStatus, 'kind'>,
): Promise<OutgoingMessage | undefined> {
  const read = await store.record('interaction', interactionId);
  if (read?.value.channel !== 'message' || read.value.carrier !== carrier) return undefined;
  const { value } = read;
  const commit = (interaction: TextInteraction) =>
    store.commit({ puts: [put('interaction', { ...interaction, endedAt: clock.now() }, read)] });
  if (status === 'undelivered') {
    if (value.failedParts.includes(part)) return undefined;
    await commit({ ...value, outcome: 'undelivered', failedParts: [...value.failedParts, part] });
    return value.plan?.messages[part];
  }
  if (value.outcome === 'sent') await commit({ ...value, outcome: 'delivered' });
  return undefined;
}
