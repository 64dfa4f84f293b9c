import type { Side } from './leg.js';
import { phoneOf, type PairedSession } from './pair.js';
import type { E164 } from './phone-number.js';
import type { OpenSession, Session } from './session.js';

/** What a party may text to have no more texts through a session, and to have them again. */
const WORDS: ReadonlyMap<string, TextWish> = new Map([
  ['STOP', 'stop'],
  ['ARRET', 'stop'],
  ['ARRÊT', 'stop'],
  ['START', 'start'],
]);

export type TextWish = 'stop' | 'start';

/** A text that is one of the words and nothing else; anything longer is for the other person to read. */
export function readTextWish(body: string): TextWish | undefined {
  return WORDS.get(body.normalize('NFC').trim().toUpperCase());
}

/** Whether the person with this phone has asked for no more texts through this session. */
export function refusesTexts(session: Session, phone: E164): boolean {
  return session.kind === 'open'
    ? session.textsStopped.includes(phone)
    : session.textsStopped.some((side) => phoneOf(session, side) === phone);
}

/** The session after a party's wish. A stranger who was let in by the code gets no texts to begin with. */
export function withTextWish(session: OpenSession, phone: E164, wish: TextWish): OpenSession;
export function withTextWish(session: PairedSession, phone: E164, wish: TextWish): PairedSession;
export function withTextWish(session: Session, phone: E164, wish: TextWish): Session {
  if (session.kind === 'open') return { ...session, textsStopped: toggle(session.textsStopped, phone, wish) };
  const sides = (['client', 'counterpart'] as const).filter((side: Side) => phoneOf(session, side) === phone);
  return {
    ...session,
    textsStopped: sides.reduce((stopped, side) => toggle(stopped, side, wish), session.textsStopped),
  };
}

function toggle<T>(list: readonly T[], item: T, wish: TextWish): readonly T[] {
  const others = list.filter((other) => other !== item);
  return wish === 'stop' ? [...others, item] : others;
}
