// Only this module of the package: the whole of it takes five times as long to load.
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse.js';
import type { CallPlan, Dial, Spoken } from '../../domain/model/call-plan.js';
import { MOST_DIGITS } from '../../domain/model/order-code.js';
import type { Language } from '../../domain/model/phrases.js';
import type { AskKey, PlacedCallPlan, SayTexts } from '../../domain/model/placed-call.js';
import { dialDocument } from './dial-template.js';
import { callbackUrl, WEBHOOK_PATHS } from './paths.js';

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

const SECONDS_TO_TYPE = 10;

/**
 * Renders the plan of a call as a TwiML document.
 * @param publicUrl where the carrier sends its reports about the call
 */
export function callDocument(plan: CallPlan | PlacedCallPlan, publicUrl: string): string {
  return plan.kind === 'dial' ? dialDocument(plan, publicUrl, buildDocument) : buildDocument(plan, publicUrl);
}

function buildDocument(plan: CallPlan | PlacedCallPlan, publicUrl: string): string {
  const response = new VoiceResponse();
  perform(plan, response, publicUrl);
  return response.toString();
}

function perform(plan: CallPlan | PlacedCallPlan, response: VoiceResponse, publicUrl: string): void {
  switch (plan.kind) {
    case 'dial':
      dial(plan, response, publicUrl);
      return;
    case 'say':
      speak(plan, response);
      response.hangup();
      return;
    case 'ask_code': {
      const action = callbackUrl(publicUrl + WEBHOOK_PATHS.voice, { attempt: plan.attempt.toString() });
      const gather = response.gather({
        input: ['dtmf'],
        action,
        method: 'POST',
        finishOnKey: '#',
        // After as many, the caller does not have to press #.
        numDigits: MOST_DIGITS,
        timeout: SECONDS_TO_TYPE,
      });
      speak(plan, gather);
      // Runs when no key was pressed.
      perform(plan.otherwise, response, publicUrl);
      return;
    }
    case 'whisper':
      if (plan.text !== '') speak(plan, response);
      return;
    case 'ask_key':
      askKey(plan, response, publicUrl);
      return;
    case 'say_text':
      speakAll(plan, response);
      response.hangup();
      return;
    case 'hang_up':
      response.hangup();
  }
}

/** Source: https://www.twilio.com/docs/voice/twiml/dial and /number */
function dial(plan: Dial, response: VoiceResponse, publicUrl: string): void {
  const { to, callerId, interactionId, announce, whisper, maxCallSeconds, ringSeconds } = plan;
  const about = { interaction: interactionId };
  if (announce !== undefined) speak(announce, response);
  const dialled = response.dial({
    callerId,
    // The caller hears ringing, and is not charged, until the other phone is picked up.
    answerOnBridge: true,
    action: callbackUrl(publicUrl + WEBHOOK_PATHS.voiceEnded, about),
    method: 'POST',
    ...(ringSeconds === undefined ? {} : { timeout: ringSeconds }),
    ...(maxCallSeconds === undefined ? {} : { timeLimit: maxCallSeconds }),
  });
  if (whisper === undefined) dialled.number(to);
  else dialled.number({ url: callbackUrl(publicUrl + WEBHOOK_PATHS.whisper, about), method: 'POST' }, to);
}

/** Source: https://www.twilio.com/docs/voice/twiml/gather */
function askKey(plan: AskKey, response: VoiceResponse, publicUrl: string): void {
  const { reference, step, timeoutSeconds } = plan;
  const gather = response.gather({
    input: ['dtmf'],
    action: callbackUrl(publicUrl + WEBHOOK_PATHS.placedKey, { reference, step: step.toString() }),
    method: 'POST',
    numDigits: 1,
    // The keys that mean something are digits: # is one too, and no end of them.
    finishOnKey: '',
    timeout: timeoutSeconds,
    // Without a key too: what happens then is decided by the use case.
    actionOnEmptyResult: true,
  });
  speakAll(plan, gather);
  response.hangup();
}

function speakAll(
  { texts, language, pauseSeconds }: AskKey | SayTexts,
  into: Pick<VoiceResponse, 'say' | 'pause'>,
): void {
  for (const [index, text] of texts.entries()) {
    if (index > 0 && pauseSeconds > 0) into.pause({ length: pauseSeconds });
    speak({ text, language }, into);
  }
}

function speak({ text, language }: Spoken, into: Pick<VoiceResponse, 'say'>): void {
  into.say({ language: VOICES[language] }, text);
}
