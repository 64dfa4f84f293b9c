import type { IncomingMessage, MessageStatus } from '../../ports/telephony.js';
import type { Interaction } from '../model/interaction.js';
import { planMessage, type MessagePlan, type OutgoingMessage } from '../model/message.js';
import { readSender } from '../model/party.js';
import { put, retryOnConflict } from './commit.js';
import { routeDelivery } from './deliveries.js';
import type { Ports } from './ports.js';

export interface MessagesService {
  incoming(message: IncomingMessage): Promise<MessagePlan>;
  /** Records how a text ended; one that could not be delivered is sent once more. */
  ended(status: MessageStatus): Promise<void>;
}

export function createMessagesService(ports: Ports): MessagesService {
  const { store, clock, settings, telephony, logger } = ports;

  return {
    async incoming(message) {
      const party = readSender(message.from);
      const routed = await routeDelivery(
        ports,
        { ...message, channel: 'message', party },
        ({ decided, number }, to) => {
          const interactionId = message.deliveryId;
          if (to === undefined) return { interactionId, messages: [] };
          return planMessage(decided, message, { interactionId, to, from: party, number, language: settings.language });
        },
      );
      return routed.plan;
    },

    async ended(status) {
      const again = await retryOnConflict(ports, () => record(status));
      if (again === undefined) return;
      logger.warn('message.undelivered', { interaction: status.interactionId, part: status.part });
      try {
        await telephony.sendMessage(again);
      } catch (error) {
        logger.error('message.second_try_failed', error, { interaction: status.interactionId, part: status.part });
      }
    },
  };

  /** The text to send again: only for the delivery that first reports its failure, however often it is reported. */
  async function record({ interactionId, part, status }: MessageStatus): Promise<OutgoingMessage | undefined> {
    const read = await store.interaction(interactionId);
    if (read?.value.channel !== 'message') return undefined;
    const { value } = read;
    if (status === 'undelivered') {
      if (value.failedParts.includes(part)) return undefined;
      await commit({ ...value, outcome: 'undelivered', failedParts: [...value.failedParts, part] });
      return value.plan !== undefined && 'messages' in value.plan ? value.plan.messages[part] : undefined;
    }
    if (value.outcome === 'sent' && status === 'delivered') await commit({ ...value, outcome: 'delivered' });
    return undefined;

    async function commit(interaction: Interaction): Promise<void> {
      const ended = { ...interaction, endedAt: clock.now() };
      await store.commit({ puts: [put('interaction', interactionId, ended, read)] });
    }
  }
}
