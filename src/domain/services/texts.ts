import type { WebhookAnswer } from '../../ports/telephony.js';
import type { IncomingText, TextStatus } from '../model/carrier-event.js';
import type { TextInteraction } from '../model/interaction.js';
import { planMessage, type MessagePlan, type OutgoingMessage } from '../model/message.js';
import { put, retryOnConflict } from './commit.js';
import { routeIncoming, type Answered } from './incoming.js';
import type { Ports } from './ports.js';

export interface TextsService {
  incoming(event: IncomingText): Promise<Answered<MessagePlan>>;
  /** Records how a text ended; one that could not be delivered is sent once more. */
  ended(event: TextStatus): Promise<WebhookAnswer>;
}

export function createTextsService(ports: Ports): TextsService {
  const { store, clock, settings, telephony, logger } = ports;

  return {
    async incoming(event) {
      const { deliveryId: interactionId, from, to } = event;
      const { language } = settings;
      const { limits } = telephony;
      const answered = await routeIncoming<MessagePlan>(ports, event, {
        plan: ({ decided, number }) =>
          planMessage(decided, event, { interactionId, to, from, number, language, limits }),
        record: (base, refusal, plan) => ({
          ...base,
          channel: 'message',
          messageId: event.messageId,
          outcome: refusal ?? 'sent',
          failedParts: [],
          plan,
        }),
        planIn: (interaction) => (interaction.channel === 'message' ? interaction.plan : undefined),
      });
      // A carrier that takes no texts in its answers is asked to send them, by the delivery that was decided.
      if (!telephony.can.textInAnswer && answered.decided !== undefined) {
        for (const [part, message] of answered.plan.messages.entries()) await send(message, interactionId, part, 1);
      }
      return answered;
    },

    async ended(event) {
      const again = await retryOnConflict(ports, () => record(event));
      if (again !== undefined) {
        const { interactionId, part } = event;
        logger.warn('text.undelivered', { interaction: interactionId, part });
        await send(again, interactionId, part, 2);
      }
      return telephony.answer({ kind: 'acknowledge' });
    },
  };

  async function send(message: OutgoingMessage, interactionId: string, part: number, attempt: number): Promise<void> {
    const fields = { interaction: interactionId, part, attempt };
    try {
      const receipt = await telephony.sendMessage(message, { interactionId, part, attempt });
      if (receipt.kind === 'accepted') return;
      logger.warn('text.refused', { ...fields, reason: receipt.reason });
      const again = await retryOnConflict(ports, () => record({ interactionId, part, status: 'undelivered' }));
      if (again !== undefined && !receipt.isPermanent) await send(again, interactionId, part, attempt + 1);
    } catch (error) {
      logger.error('text.not_sent', error, fields);
    }
  }

  /** The text to send again: only for the report that first tells of its failure, however often it comes. */
  async function record({
    interactionId,
    part,
    status,
  }: Pick<TextStatus, 'interactionId' | 'part' | 'status'>): Promise<OutgoingMessage | undefined> {
    const read = await store.record('interaction', interactionId);
    if (read?.value.channel !== 'message') return undefined;
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
}
