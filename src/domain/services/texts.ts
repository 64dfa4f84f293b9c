import type { WebhookAnswer } from '../../ports/telephony.js';
import type { IncomingText, TextStatus } from '../model/carrier-event.js';
import { withReport, type TextInteraction } from '../model/interaction.js';
import { planMessage, type MessagePlan, type OutgoingMessage } from '../model/message.js';
import { maySendAgain } from '../model/second-try.js';
import { put, retryOnConflict } from './commit.js';
import { recordUnreached } from './confirmations/outbox.js';
import { routeIncoming, type Answered } from './incoming.js';
import { pseudonymizer } from './persons.js';
import type { Ports } from './ports.js';
import { renderAnswer } from './render.js';

export interface TextsService {
  incoming(event: IncomingText): Promise<Answered<MessagePlan>>;
  /** Records the final status of a text. One that could not be delivered, for a reason that may pass, is sent once more. */
  ended(event: TextStatus): Promise<WebhookAnswer>;
}

/** What is recorded of a text in which there was nothing to relay. */
const NOBODY_REACHED = { outcome: 'empty', direction: undefined } as const;

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
      ...(refusal === undefined && plan.messages.length === 0 ? NOBODY_REACHED : { outcome: refusal ?? 'sent' }),
      failedParts: [],
      retriedParts: [],
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
  return renderAnswer(telephony, { kind: 'acknowledge' });
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
    const subject = { carrier: telephony.carrier, interactionId, part, attempt };
    const report = { ...subject, status: 'undelivered', mayPass: !receipt.isPermanent } as const;
    const again = await retryOnConflict(ports, () => recordStatus(ports, report));
    if (again !== undefined) await send(ports, again, interactionId, part, attempt + 1);
  } catch (error) {
    logger.error('text.not_sent', error, fields);
  }
}

/**
 * @returns the text to send again: when this is the first report that its first attempt failed, for a reason that may pass. There is
 *   no third attempt, however often the reports are delivered
 */
async function recordStatus(ports: Ports, report: Omit<TextStatus, 'kind'>): Promise<OutgoingMessage | undefined> {
  const { store, clock } = ports;
  const read = await store.record('interaction', report.interactionId);
  // A text of our own: an entry of the outbox has the same kind of id.
  if (read === undefined && report.status === 'undelivered') {
    await recordUnreached(ports, report.interactionId, 'undelivered');
  }
  if (read?.value.channel !== 'message' || read.value.carrier !== report.carrier) return undefined;
  const mayPass = report.mayPass && report.attempt === 1 && (await isStillWanted(ports, read.value, report.part));
  const next = withReport(read.value, { ...report, mayPass });
  if (next === read.value) return undefined;
  await store.commit({ puts: [put('interaction', { ...next, endedAt: clock.now() }, read)] });
  const isRetried = next.retriedParts.length > read.value.retriedParts.length;
  return isRetried ? next.plan?.messages[report.part] : undefined;
}

async function isStillWanted(
  { store, settings, clock, ids }: Ports,
  { sessionId, plan }: TextInteraction,
  part: number,
): Promise<boolean> {
  const message = plan?.messages[part];
  if (message === undefined || sessionId === undefined) return false;
  const [session, participants] = await Promise.all([
    store.record('session', sessionId),
    store.participants({ by: 'session', sessionId }),
  ]);
  const relayedIn = {
    session: session?.value,
    participants: participants.map(({ value }) => value),
    receiver: pseudonymizer(ids)(message.to),
  };
  return maySendAgain(message, relayedIn, { ...settings, now: clock.now() });
}
