import type { E164 } from './phone-number.js';
import { ANNOUNCEMENTS, CONNECTING_TO, WHISPERS, type Announcement, type Language } from './phrases.js';
import type { Connection, Route } from './routing.js';
import type { CallLimits } from './session.js';
import type { Settings } from './settings.js';
import { clamp, type Range, type TelephonyAbilities, type TelephonyLimits } from './telephony-limits.js';

/** A text to be said, and its language. */
export interface Spoken {
  readonly text: string;
  readonly language: Language;
}

/** Connect the caller with a phone. The call leg to it is reported under `interactionId`. */
export interface Dial extends CallLimits {
  readonly kind: 'dial';
  readonly to: E164;
  /** The number that the callee is shown: a proxy number. */
  readonly callerId: E164;
  readonly interactionId: string;
  /** Said to the caller first. */
  readonly announce?: Spoken | undefined;
  /** Said to the callee before the two are connected. */
  readonly whisper?: Spoken | undefined;
}

/** Say an announcement to the caller, and hang up. */
export interface Say extends Spoken {
  readonly kind: 'say';
  readonly announcement: Announcement;
}

/**
 * What the carrier is to do with a call.
 *
 * - `dial`, `say`: see {@link Dial} and {@link Say}.
 * - `ask_code`: ask the caller to enter an order code, or a long code, on the keypad (up to 12 digits). `attempt` counts the questions of
 *   one call, from 1; `otherwise` is done when no key is pressed.
 * - `whisper`: said to the callee before the two are connected. Silence when the text is empty.
 * - `hang_up`: end the call.
 */
export type CallPlan =
  | Dial
  | Say
  | (Spoken & {
      readonly kind: 'ask_code';
      readonly announcement: 'code_wanted' | 'code_wrong' | 'long_code_wanted' | 'long_code_wrong';
      readonly attempt: number;
      readonly otherwise: Dial | Say;
    })
  | (Spoken & { readonly kind: 'whisper' })
  | { readonly kind: 'hang_up' };

export interface CallContext {
  readonly interactionId: string;
  /** The number that was dialled; undefined where it is not a telephone number. */
  readonly dialled: E164 | undefined;
  /** How many times the caller has answered in this call; 0 before the first question. */
  readonly attempt: number;
  /** What the caller pressed; undefined before the first question, empty when there was no digit in it. */
  readonly digits: string | undefined;
  /** Whether the caller has just been admitted by the order's code. */
  readonly byCode: boolean;
  readonly settings: Settings;
  readonly limits: TelephonyLimits;
  readonly can: TelephonyAbilities;
}

/** How often one call asks for an order code. */
const MOST_QUESTIONS = 3;

/** Plans a call within the abilities and limits of the carrier. */
export function planCall(decided: Route, context: CallContext): CallPlan {
  const { settings, attempt, digits, can } = context;
  const { language } = settings;
  switch (decided.kind) {
    case 'refuse':
      return turnAway(decided.reason, context);
    case 'ask_code': {
      const otherwise = turnAway('code_missing', context);
      if (!can.askCode || attempt >= MOST_QUESTIONS) return otherwise;
      // No digit is no code: the question is asked again, and nothing was wrong.
      const times = attempt === 0 || digits === '' ? 'first' : 'again';
      const announcement = QUESTIONS[decided.long === true ? 'long' : 'short'][times];
      const text = ANNOUNCEMENTS[language][announcement];
      return { kind: 'ask_code', announcement, text, language, attempt: attempt + 1, otherwise };
    }
    case 'connect':
      return dial(decided, context);
  }
}

const QUESTIONS = {
  short: { first: 'code_wanted', again: 'code_wrong' },
  long: { first: 'long_code_wanted', again: 'long_code_wrong' },
} as const;

function dial({ session, to, callerId, direction }: Connection, context: CallContext): Dial {
  const { settings, interactionId, byCode, can } = context;
  const { language } = settings;
  const name = session.kind === 'paired' ? session.maskedName : undefined;
  const speak = (text: string): Spoken => ({ text: text.replace('{name}', () => name ?? ''), language });
  return {
    kind: 'dial',
    to,
    callerId,
    interactionId,
    ...limitsOf(session.kind === 'paired' ? session : settings, context),
    announce: byCode && settings.sayName && direction === 'to_client' ? speak(CONNECTING_TO[language]) : undefined,
    whisper: name !== undefined && settings.whisper && can.whisper ? speak(WHISPERS[direction][language]) : undefined,
  };
}

/** A conversation always has an end: the shop pays for it. */
function limitsOf(chosen: CallLimits, { settings, limits }: CallContext): CallLimits {
  const maxCallSeconds = chosen.maxCallSeconds ?? settings.maxCallSeconds;
  return {
    maxCallSeconds: clamp(maxCallSeconds, limits.callSeconds),
    ringSeconds: within(limits.ringSeconds, chosen.ringSeconds),
  };
}

function within(range: Range, seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : clamp(seconds, range);
}

/** Refusals for which the merchant's own phone or message may replace our announcement. */
const REASONS_WITH_FALLBACK: ReadonlySet<Announcement> = new Set([
  'order_closed',
  'code_missing',
  'code_refused',
  'code_locked',
]);

function turnAway(reason: Announcement, context: CallContext): Dial | Say {
  const { settings, dialled: callerId, interactionId } = context;
  const { fallback, language } = settings;
  const plain = say(reason, language);
  if (fallback === undefined || callerId === undefined || !REASONS_WITH_FALLBACK.has(reason)) return plain;
  if (fallback.kind === 'message') return { ...plain, text: fallback.text };
  return { kind: 'dial', to: fallback.number, callerId, interactionId, ...limitsOf(settings, context) };
}

/** Whether callers may reach the fallback: those who are refused for one of these reasons, or asked for a code and press no key. */
export function mayFallBack(decided: Route): boolean {
  return decided.kind === 'ask_code' || (decided.kind === 'refuse' && REASONS_WITH_FALLBACK.has(decided.reason));
}

export function say(announcement: Announcement, language: Language): Say {
  return { kind: 'say', announcement, text: ANNOUNCEMENTS[language][announcement], language };
}
