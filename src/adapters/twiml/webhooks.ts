import { deliveryKey, type DialStatus } from '../../domain/model/interaction.js';
import type {
  EndedDial,
  IncomingCall,
  IncomingMessage,
  MessageStatus,
  WebhookParams,
  WebhookRequest,
} from '../../ports/telephony.js';

/** Parameters: https://www.twilio.com/docs/voice/twiml#request-parameters */
export function readCall({ params, target, idempotencyToken }: WebhookRequest): IncomingCall | undefined {
  const carrierId = text(params, 'CallSid');
  const to = text(params, 'To');
  if (carrierId === undefined || to === undefined) return undefined;
  const digits = text(params, 'Digits');
  const attempt = Number(query(target).get('attempt') ?? 0);
  const isAnswer = Number.isSafeInteger(attempt) && attempt > 0;
  const step = isAnswer ? `voice-${attempt.toString()}` : 'voice';
  return {
    deliveryId: deliveryKey({ token: idempotencyToken, carrierId, step, digits }),
    carrierId,
    to,
    from: text(params, 'From') ?? '',
    ...(isAnswer ? { attempt, digits } : {}),
  };
}

/** Parameters: https://www.twilio.com/docs/messaging/guides/webhook-request */
export function readMessage({ params, idempotencyToken }: WebhookRequest): IncomingMessage | undefined {
  const carrierId = text(params, 'MessageSid');
  const to = text(params, 'To');
  if (carrierId === undefined || to === undefined) return undefined;
  const pictures = Number(text(params, 'NumMedia') ?? 0);
  const media = Array.from({ length: Math.min(pictures, MOST_MEDIA) }, (_, index) =>
    text(params, `MediaUrl${index.toString()}`),
  );
  return {
    deliveryId: deliveryKey({ token: idempotencyToken, carrierId, step: 'sms' }),
    carrierId,
    to,
    from: text(params, 'From') ?? '',
    body: text(params, 'Body') ?? '',
    media: media.filter((url) => url !== undefined),
  };
}

/** Twilio's limit of pictures in one message. */
const MOST_MEDIA = 10;

const DIAL_STATUSES: Readonly<Record<string, DialStatus>> = {
  completed: 'answered',
  answered: 'answered',
  busy: 'busy',
  'no-answer': 'no_answer',
  failed: 'failed',
  canceled: 'canceled',
};

/** Parameters: https://www.twilio.com/docs/voice/twiml/dial#dialcallstatus-values */
export function readEndedDial({ params, target }: WebhookRequest): EndedDial | undefined {
  const interactionId = query(target).get('interaction');
  const status = DIAL_STATUSES[text(params, 'DialCallStatus') ?? ''];
  if (interactionId === null || status === undefined) return undefined;
  const seconds = Number(text(params, 'DialCallDuration'));
  return { interactionId, status, durationSeconds: Number.isSafeInteger(seconds) ? seconds : undefined };
}

/** Whoever was called has picked up: parameters as of a call, and which interaction it is about. */
export function readWhisper({ target }: WebhookRequest): string | undefined {
  return query(target).get('interaction') ?? undefined;
}

const MESSAGE_STATUSES: Readonly<Record<string, MessageStatus['status']>> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'delivered',
  undelivered: 'undelivered',
  failed: 'undelivered',
};

/** Values: https://www.twilio.com/docs/messaging/guides/outbound-message-status-in-status-callbacks */
export function readMessageStatus({ params, target }: WebhookRequest): MessageStatus | undefined {
  const about = query(target);
  const interactionId = about.get('interaction');
  const part = Number(about.get('part') ?? Number.NaN);
  const status = MESSAGE_STATUSES[text(params, 'MessageStatus') ?? ''];
  if (interactionId === null || status === undefined || !Number.isSafeInteger(part)) return undefined;
  return { interactionId, part, status };
}

/** The value of a parameter that is there, once, and not empty. */
function text(params: WebhookParams, name: string): string | undefined {
  const value = params[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function query(target: string): URLSearchParams {
  return new URL(target, 'http://localhost').searchParams;
}
