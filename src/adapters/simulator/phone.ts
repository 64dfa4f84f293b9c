import type { Delivered, CallTrace } from './call.js';

/** What a simulated phone does when it rings. */
export type Behaviour = 'answers' | 'is_busy' | 'does_not_answer' | 'is_off';

/** One time that a phone rang. */
export interface Ring {
  /** The caller ID. */
  readonly shown: string;
  readonly answered: boolean;
  /** What was heard before the two were connected or, in a call that the service placed, in the whole call. Absent when nothing was said. */
  readonly heard?: readonly string[];
}

/** A text that a phone has received. */
export interface ReceivedText {
  readonly from: string;
  readonly body: string;
  /** URLs of its pictures. */
  readonly media: readonly string[];
}

/** How a phone calls. */
export interface CallOptions {
  /** The caller ID instead of the phone's number: `anonymous` for a withheld one, for instance. */
  readonly showing?: string;
  /** Keys to press, such as `1234#`: one string for each time that the call asks for digits. Default: none. */
  readonly keys?: readonly string[];
  /** How many times the carrier delivers the first webhook: 2 for a repeated delivery. Default: 1. */
  readonly deliveries?: number;
}

/** How a phone sends a text. */
export interface TextOptions {
  /** The sender instead of the phone's number: `SHOP` for a named one, for instance. */
  readonly showing?: string;
  /** URLs of pictures. Default: none. */
  readonly media?: readonly string[];
  /** How many times the carrier delivers the webhook. Default: 1. */
  readonly deliveries?: number;
}

/** A phone on the simulated network, and what its owner saw and heard. */
export interface Phone {
  readonly number: string;
  /** May be changed at any time. Default: `answers`. */
  behaviour: Behaviour;
  /** Whether voicemail answers the calls that the service places, and not a person. May be changed at any time. Default: false. */
  isMachine: boolean;
  /**
   * The keys that its owner presses in a call that the service has placed, each time that it asks for some: `7`, for instance, having
   * heard this question. Undefined: none. May be changed at any time. Default: nobody presses anything.
   */
  react: ((heard: string) => string | undefined) | undefined;
  /** In the order in which they happened. Not those while the phone was off. */
  readonly rings: readonly Ring[];
  readonly inbox: readonly ReceivedText[];
  /** Calls a number. Resolves when the call is over. */
  call(to: string, options?: CallOptions): Promise<CallTrace>;
  /** Sends a text. Resolves when the texts that it caused have been delivered. */
  text(to: string, body: string, options?: TextOptions): Promise<Delivered>;
}

/** A phone as the carrier sees it, which records what happens to it. */
export type RecordingPhone = Omit<Phone, 'rings' | 'inbox'> & {
  readonly rings: Ring[];
  readonly inbox: ReceivedText[];
};

/**
 * The phone with a number; the same one each time.
 * @param abilitiesOf how the phone with this number calls and texts
 */
export function createPhones(
  abilitiesOf: (number: string) => Pick<Phone, 'call' | 'text'>,
): (number: string) => RecordingPhone {
  const phones = new Map<string, RecordingPhone>();
  return (number) => {
    const known = phones.get(number);
    if (known !== undefined) return known;
    const phone: RecordingPhone = {
      number,
      behaviour: 'answers',
      isMachine: false,
      react: undefined,
      rings: [],
      inbox: [],
      ...abilitiesOf(number),
    };
    phones.set(number, phone);
    return phone;
  };
}
