import type { Delivered, CallTrace } from './call.js';

/** What a simulated phone does when it rings. */
export type Behaviour = 'answers' | 'is_busy' | 'does_not_answer' | 'is_off';

export interface Ring {
  /** The number that the display showed. */
  readonly shown: string;
  readonly answered: boolean;
  /** What was said to whoever picked up before the two were connected. */
  readonly heard?: readonly string[];
}

export interface ReceivedText {
  readonly from: string;
  readonly body: string;
  readonly media: readonly string[];
}

export interface CallOptions {
  /** What to show instead of the phone's own number: a word for a withheld one, for instance. */
  readonly showing?: string;
  /** Keys to press, a string for each time that the call asks for some. */
  readonly keys?: readonly string[];
  /** How many times the carrier delivers the first webhook: 2 for a delivery that comes twice. */
  readonly deliveries?: number;
}

export interface TextOptions {
  readonly showing?: string;
  readonly media?: readonly string[];
  readonly deliveries?: number;
}

/** A telephone on the simulated network, and what its owner saw and heard. */
export interface Phone {
  readonly number: string;
  behaviour: Behaviour;
  readonly rings: readonly Ring[];
  readonly inbox: readonly ReceivedText[];
  /** Resolves when the call is over. */
  call(to: string, options?: CallOptions): Promise<CallTrace>;
  /** Resolves when the text and whatever it caused has been delivered. */
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
    const phone: RecordingPhone = { number, behaviour: 'answers', rings: [], inbox: [], ...abilitiesOf(number) };
    phones.set(number, phone);
    return phone;
  };
}
