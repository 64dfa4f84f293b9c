import { DAY_MS } from '../../src/domain/model/time.js';
import type { Announcement } from '../../src/domain/model/phrases.js';
import type { Reached } from './session-drivers.js';
import type { World } from './session-world.js';

export interface Text {
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly now: number;
}

/** The session that an opt-out of the sender is about. */
export interface About {
  readonly optedOut: Set<string>;
}

const SILENCE: Reached = { silence: true };

/** What comes of a text that would reach this phone, or be answered with this announcement. */
export function afterText(text: Text, reached: Reached, about: About | undefined, world: World): Reached {
  const { from, body } = text;
  if (body !== 'hello' && about !== undefined) {
    about.optedOut[body === 'STOP' ? 'add' : 'delete'](from);
    return reply(text, body === 'STOP' ? 'texts_stopped' : 'texts_resumed', world);
  }
  const told = 'phone' in reached && about?.optedOut.has(reached.phone) === true ? 'texts_refused' : undefined;
  if (told === undefined && !('told' in reached)) return reached;
  // Nobody who wants no texts is told why.
  if (body === 'STOP' || about?.optedOut.has(from) === true) return SILENCE;
  return reply(text, told ?? ('told' in reached ? reached.told : 'not_recognised'), world);
}

/** One automatic reply to a sender and from a number in a day. */
function reply({ from, to, now }: Text, told: Announcement, { replies }: World): Reached {
  const key = `${from} ${to}`;
  const before = replies.get(key);
  if (before !== undefined && now < before + DAY_MS) return SILENCE;
  replies.set(key, now);
  return { told };
}
