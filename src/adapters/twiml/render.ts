// Only these modules of the package: the whole of it takes five times as long to load.
import MessagingResponse from 'twilio/lib/twiml/MessagingResponse.js';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import type { CallPlan, Spoken } from '../../domain/model/call-plan.js';
import type { MessagePlan } from '../../domain/model/message.js';
import type { E164 } from '../../domain/model/phone-number.js';
import type { Language } from '../../domain/model/phrases.js';

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
  whisper: '/twilio/voice/whisper',
  sms: '/twilio/sms',
  smsStatus: '/twilio/sms/status',
} as const;

/** Where calls and texts to a number of ours are to be reported, at this public address. */
export function webhookUrlsAt(publicUrl: string): { readonly voice: string; readonly sms: string } {
  return { voice: publicUrl + WEBHOOK_PATHS.voice, sms: publicUrl + WEBHOOK_PATHS.sms };
}

/** @param publicUrl where the carrier is to report how the call goes on */
export function renderCall(plan: CallPlan, publicUrl: string): string {
  const isPlain = plan.kind === 'dial' && Object.keys(plan).length === Object.keys(STAND_INS).length;
  if (!isPlain) return document(plan, publicUrl);
  let template = dialTemplates.get(publicUrl);
  if (template === undefined) dialTemplates.set(publicUrl, (template = document(STAND_INS, publicUrl)));
  return template
    .replace(STAND_INS.to, plan.to)
    .replace(STAND_INS.callerId, plan.callerId)
    .replace(STAND_INS.interactionId, encodeURIComponent(plan.interactionId));
}

/**
 * Building a document takes longer than all else that a call needs together, and nearly every connected call gets the
 * same one but for three values. Those are put into a document that the package built once: two telephone numbers and a
 * percent-encoded id, none of which can hold a character that XML or `replace` gives a meaning.
 */
const dialTemplates = new Map<string, string>();
const STAND_INS = {
  kind: 'dial',
  to: '__TO__' as E164,
  callerId: '__CALLER_ID__' as E164,
  interactionId: '__INTERACTION__',
} as const;

/** A code has up to eight digits; who has pressed so many need not press the hash key. */
const MOST_DIGITS = 8;
const SECONDS_TO_TYPE = 10;

function document(plan: CallPlan, publicUrl: string): string {
  const response = new VoiceResponse();
  perform(plan, response, publicUrl);
  return response.toString();
}

function perform(plan: CallPlan, response: VoiceResponse, publicUrl: string): void {
  switch (plan.kind) {
    case 'dial':
      dial(plan, response, publicUrl);
      return;
    case 'say':
      speak(plan, response);
      response.hangup();
      return;
    case 'ask_code': {
      const action = callback(publicUrl + WEBHOOK_PATHS.voice, { attempt: plan.attempt.toString() });
      const gather = response.gather({
        input: ['dtmf'],
        action,
        method: 'POST',
        finishOnKey: '#',
        numDigits: MOST_DIGITS,
        timeout: SECONDS_TO_TYPE,
      });
      speak(plan, gather);
      // The carrier comes to this when no key was pressed.
      perform(plan.otherwise, response, publicUrl);
      return;
    }
    case 'whisper':
      if (plan.text !== '') speak(plan, response);
      return;
    case 'hang_up':
      response.hangup();
  }
}

/** Source: https://www.twilio.com/docs/voice/twiml/dial and /number */
function dial(plan: Extract<CallPlan, { kind: 'dial' }>, response: VoiceResponse, publicUrl: string): void {
  const { to, callerId, interactionId, announce, whisper, maxCallSeconds, ringSeconds } = plan;
  const about = { interaction: interactionId };
  if (announce !== undefined) speak(announce, response);
  const dialled = response.dial({
    callerId,
    // The caller hears ringing, and is not charged, until the other phone is picked up.
    answerOnBridge: true,
    action: callback(publicUrl + WEBHOOK_PATHS.voiceEnded, about),
    method: 'POST',
    ...(ringSeconds === undefined ? {} : { timeout: ringSeconds }),
    ...(maxCallSeconds === undefined ? {} : { timeLimit: maxCallSeconds }),
  });
  if (whisper === undefined) dialled.number(to);
  else dialled.number({ url: callback(publicUrl + WEBHOOK_PATHS.whisper, about), method: 'POST' }, to);
}

function speak({ text, language }: Spoken, into: Pick<VoiceResponse, 'say'>): void {
  into.say({ language: VOICES[language] }, text);
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
