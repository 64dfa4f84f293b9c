/**
 * How far a script gets that guesses order codes on a shared number, day after day, over signed webhooks: a caller who shows a
 * number, one who withholds it, and one who shows a new number at every call.
 */
import { startHarness, createFakeClock, fictionalMobile, type FakeClock } from '../src/entry/testing/index.js';
import type { E164 } from '../src/domain/model/phone-number.js';

const DAYS = 14;
/** A guesser who is locked out tries again after this time. */
const PATIENCE_MS = 5 * 60_000;
const DAY = 86_400_000;
const SESSIONS = 100;

interface Guesser {
  readonly name: string;
  /** @param call counts from 1 */
  readonly shows: (call: number) => { readonly phone: string; readonly showing?: string };
}

const guessers: readonly Guesser[] = [
  { name: 'one caller', shows: () => ({ phone: '+33199008888' }) },
  { name: 'withheld', shows: () => ({ phone: '+33199008888', showing: 'anonymous' }) },
  { name: 'a new caller ID each call', shows: (call) => ({ phone: `+33199${(100_000 + call).toString().slice(-6)}` }) },
];

async function attack({ shows }: Guesser): Promise<{ perDay: number[]; reached: number }> {
  const clock: FakeClock = createFakeClock();
  const harness = await startHarness({ clock, settings: { language: 'en' } });
  const { api, carrier } = harness;
  try {
    let number = '';
    for (let index = 0; index < SESSIONS; index += 1) {
      const order = await api.createOrder({
        orderId: index.toString(),
        clientId: index.toString(),
        clientName: 'Ada',
        clientMail: 'ada@shop.example',
        clientRealPhone: fictionalMobile(5000 + index),
        courierPhone: `+3319900${(1000 + index).toString()}` as E164,
        expiresAt: new Date(clock.now() + (DAYS + 1) * DAY).toISOString(),
      });
      number = order.courierProxyNumber ?? '';
    }
    const perDay: number[] = [];
    let [code, calls, reached] = [0, 0, 0];
    const start = clock.now();
    for (let day = 0; day < DAYS; day += 1) {
      let guesses = 0;
      while (clock.now() < start + (day + 1) * DAY) {
        const { phone, ...shown } = shows((calls += 1));
        const keys = [0, 1, 2].map((step) => ((code + step * 7919) % 1_000_000).toString().padStart(6, '0'));
        const { heard, dialled } = await carrier.phone(phone).call(number, { ...shown, keys });
        const answered = heard.filter((sentence) => sentence.startsWith('This code is not')).length;
        const locked = heard.at(-1)?.startsWith('There were too many') === true;
        const made = answered + (locked && heard.length > 1 ? 1 : 0) + dialled.length;
        guesses += made;
        code += made * 104_729;
        reached += dialled.length;
        if (made === 0) clock.advance(PATIENCE_MS);
      }
      perDay.push(guesses);
    }
    return { perDay, reached };
  } finally {
    await harness.stop();
  }
}

process.stdout.write(
  `guesses on one number with ${SESSIONS.toString()} sessions and codes of 6 digits, by day, and the number of calls that were connected\n`,
);
for (const guesser of guessers) {
  const { perDay, reached } = await attack(guesser);
  process.stdout.write(
    `${guesser.name.padEnd(28)} ${perDay.map(String).join(' ')}   connected: ${reached.toString()}\n`,
  );
}
