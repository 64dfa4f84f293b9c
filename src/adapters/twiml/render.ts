// Only these modules of the package: the whole of it takes five times as long to load.
import MessagingResponse from 'twilio/lib/twiml/MessagingResponse.js';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import type { MessagePlan } from '../../domain/model/message.js';
import type { E164 } from '../../domain/model/phone-number.js';
import type { Language } from '../../domain/model/phrases.js';
import type { CallPlan } from '../../domain/model/routing.js';

/** Source: https://www.twilio.com/docs/voice/twiml/say#attributes-language */
const VOICES = {
  fr: 'fr-FR',
  en: 'en-GB',
  de: 'de-DE',
  es: 'es-ES',
  it: 'it-IT',
  nl: 'nl-NL',
  pt: 'pt-PT',
} as const satisfies Record<Language, string>;

/** Paths, below the public address, that this program answers webhooks on. */
export const WEBHOOK_PATHS = {
  voice: '/twilio/voice',
  voiceEnded: '/twilio/voice/ended',
  sms: '/twilio/sms',
  smsStatus: '/twilio/sms/status',
} as const;

/** Where calls and texts to a number of ours are to be reported, at this public address. */
export function webhookUrlsAt(publicUrl: string): { readonly voice: string; readonly sms: string } {
  return { voice: publicUrl + WEBHOOK_PATHS.voice, sms: publicUrl + WEBHOOK_PATHS.sms };
}

/** @param publicUrl where the carrier is to report how the dialled leg ended */
export function renderCall(plan: CallPlan, publicUrl: string): string {
  if (plan.kind !== 'dial') return document(plan, publicUrl);
  let template = dialTemplates.get(publicUrl);
  if (template === undefined) dialTemplates.set(publicUrl, (template = document(STAND_INS, publicUrl)));
  return template
    .replace(STAND_INS.to, plan.to)
    .replace(STAND_INS.callerId, plan.callerId)
    .replace(STAND_INS.interactionId, encodeURIComponent(plan.interactionId));
}

/**
 * Building a document takes longer than all else that a call needs together, and every connected call gets the same
 * one but for three values. Those are put into a document that the package built once: two telephone numbers and a
 * percent-encoded id, none of which can hold a character that XML or `replace` gives a meaning.
 */
const dialTemplates = new Map<string, string>();
const STAND_INS = {
  kind: 'dial',
  to: '__TO__' as E164,
  callerId: '__CALLER_ID__' as E164,
  interactionId: '__INTERACTION__',
} as const;

function document(plan: CallPlan, publicUrl: string): string {
  const response = new VoiceResponse();
  switch (plan.kind) {
    case 'dial': {
      const action = callback(publicUrl + WEBHOOK_PATHS.voiceEnded, { interaction: plan.interactionId });
      // The caller hears ringing, and is not charged, until the other phone is picked up.
      response.dial({ callerId: plan.callerId, answerOnBridge: true, action, method: 'POST' }).number(plan.to);
      break;
    }
    case 'say':
      response.say({ language: VOICES[plan.language] }, plan.text);
      response.hangup();
      break;
    case 'hang_up':
      response.hangup();
  }
  return response.toString();
}

/** @param publicUrl where the carrier is to report what became of each text */
export function renderMessage({ interactionId, messages }: MessagePlan, publicUrl: string): string {
  const response = new MessagingResponse();
  for (const [part, { from, to, body, media }] of messages.entries()) {
    const action = callback(publicUrl + WEBHOOK_PATHS.smsStatus, {
      interaction: interactionId,
      part: part.toString(),
    });
    const message = response.message({ to, from, action, method: 'POST' }, '');
    if (body !== '') message.body(body);
    for (const url of media) message.media(url);
  }
  return response.toString();
}

function callback(url: string, about: Readonly<Record<string, string>>): string {
  const query = Object.entries(about).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${url}?${query.join('&')}`;
}
