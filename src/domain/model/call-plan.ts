import type { CallLimits } from './pair.js';
import type { E164 } from './phone-number.js';
import { ANNOUNCEMENTS, CONNECTING_TO, WHISPERS, type Announcement, type Language } from './phrases.js';
import type { Route } from './routing.js';
import type { Settings } from './settings.js';

/** A sentence and the language it is in. */
export interface Spoken {
  readonly text: string;
  readonly language: Language;
}

interface Dial extends CallLimits {
  readonly kind: 'dial';
  readonly to: E164;
  readonly callerId: E164;
  readonly interactionId: string;
  /** Said to the caller first. */
  readonly announce?: Spoken | undefined;
  /** Said to whoever picks up, before the two are connected. */
  readonly whisper?: Spoken | undefined;
}

interface Say extends Spoken {
  readonly kind: 'say';
  readonly announcement: Announcement;
}

/** What the carrier is to do with a call. */
export type CallPlan =
  | Dial
  | Say
  /** Ask for the order's code by keypad. */
  | (Spoken & {
      readonly kind: 'ask_code';
      readonly announcement: 'code_wanted' | 'code_wrong';
      /** Counts the questions of one call, from 1. */
      readonly attempt: number;
      /** When no key is pressed. */
      readonly otherwise: Dial | Say;
    })
  /** To be said to whoever was called: the other one is connected when it is over. */
  | (Spoken & { readonly kind: 'whisper' })
  | { readonly kind: 'hang_up' };

export interface CallContext {
  readonly interactionId: string;
  /** The number that was dialled; undefined where it is not a telephone number. */
  readonly dialled: E164 | undefined;
  /** Which time the caller answered in this call; 0 before the first question. */
  readonly attempt: number;
  /** Whether the caller was let in by the order's code, just now. */
  readonly byCode: boolean;
  readonly settings: Settings;
}

export function planCall(decided: Route, context: CallContext): CallPlan {
  const { settings, attempt, interactionId, byCode } = context;
  const { language } = settings;
  switch (decided.kind) {
    case 'refuse':
      return turnAway(decided.reason, context);
    case 'ask_code': {
      const announcement = attempt === 0 ? 'code_wanted' : 'code_wrong';
      const otherwise = turnAway('code_missing', context);
      return {
        kind: 'ask_code',
        announcement,
        text: ANNOUNCEMENTS[language][announcement],
        language,
        attempt: attempt + 1,
        otherwise,
      };
    }
    case 'connect': {
      const { session, to, callerId, direction } = decided;
      const name = session.kind === 'paired' ? session.maskedName : undefined;
      const speak = (text: string): Spoken => ({ text: text.replace('{name}', name ?? ''), language });
      const { maxCallSeconds, ringSeconds } = session.kind === 'paired' ? session : settings;
      return {
        kind: 'dial',
        to,
        callerId,
        interactionId,
        ...(maxCallSeconds === undefined ? {} : { maxCallSeconds }),
        ...(ringSeconds === undefined ? {} : { ringSeconds }),
        ...(byCode && settings.sayName && direction === 'to_client'
          ? { announce: speak(CONNECTING_TO[language]) }
          : {}),
        ...(name !== undefined && settings.whisper ? { whisper: speak(WHISPERS[direction][language]) } : {}),
      };
    }
  }
}

/** Refusals that the merchant's own phone or message may answer instead of us. */
const FALLEN_BACK: ReadonlySet<Announcement> = new Set(['order_closed', 'code_missing', 'code_locked']);

function turnAway(reason: Announcement, { settings, dialled, interactionId }: CallContext): Dial | Say {
  const { fallback, language } = settings;
  const plain = say(reason, language);
  if (fallback === undefined || dialled === undefined || !FALLEN_BACK.has(reason)) return plain;
  return fallback.kind === 'phone'
    ? { kind: 'dial', to: fallback.number, callerId: dialled, interactionId }
    : { ...plain, text: fallback.text };
}

export function say(announcement: Announcement, language: Language): Say {
  return { kind: 'say', announcement, text: ANNOUNCEMENTS[language][announcement], language };
}
