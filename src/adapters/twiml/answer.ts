// Only this module of the package: the whole of it takes five times as long to load.
import MessagingResponse from 'twilio/lib/twiml/MessagingResponse.js';
import type { MessagePlan } from '../../domain/model/message.js';
import type { AnswerPlan, WebhookAnswer } from '../../ports/telephony.js';
import { callDocument } from './call-document.js';
import { textStatusUrl } from './paths.js';

/** @param publicUrl where the carrier sends its reports about the call or text */
export function answer(plan: AnswerPlan, publicUrl: string): WebhookAnswer {
  switch (plan.kind) {
    case 'acknowledge':
      return { status: 200, contentType: undefined, body: '' };
    case 'ignore':
      return xml(emptyDocument());
    case 'texts':
      return xml(messageDocument(plan, publicUrl));
    default:
      return xml(callDocument(plan, publicUrl));
  }
}

function xml(body: string): WebhookAnswer {
  return { status: 200, contentType: 'text/xml; charset=utf-8', body };
}

/** An empty body would make the carrier say that an application error has occurred. */
function emptyDocument(): string {
  return new MessagingResponse().toString();
}

function messageDocument({ interactionId, messages }: MessagePlan, publicUrl: string): string {
  const response = new MessagingResponse();
  for (const [part, { from, to, body, media }] of messages.entries()) {
    const action = textStatusUrl(publicUrl, interactionId, part);
    const message = response.message({ to, from, action, method: 'POST' }, '');
    if (body !== '') message.body(body);
    for (const url of media) message.media(url);
  }
  return response.toString();
}
