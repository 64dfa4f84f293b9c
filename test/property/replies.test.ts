import test from 'ava';
import fc from 'fast-check';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { DAY_MS, HOUR_MS } from '../../src/domain/model/time.js';
import { createProxyCall } from '../../src/entry/library.js';
import { createFakeClock, createSequentialIds, fictionalMobile } from '../../src/entry/testing/index.js';
import { deliverText, directCarrier, type Delivery } from './direct-carrier.js';

const CLIENTS = 3;
const clients = Array.from({ length: CLIENTS }, (_, index) => fictionalMobile(7000 + index));
const couriers = ['+33199001001', '+33199001002'].map((text) => phoneNumber(text));
const strangers = ['+33199002001', '+352621123456', '+447700900123'];
const people = [...clients, ...couriers, ...strangers];

const words = fc.constantFrom('hello', 'STOP', 'START', 'HELP', 'Arrêt.', 'out of office', 'stop it');
/** What a machine replies to every text, one after the other; nobody replies where there is none. */
const machines = fc.record(
  Object.fromEntries(people.map((phone) => [phone, fc.option(fc.array(words, { minLength: 1, maxLength: 3 }))])),
);
const begins = fc.array(
  fc.record({
    /** A person, or one of our numbers: a forgery, or a phone that diverts its texts. */
    from: fc.nat(people.length + 2 * CLIENTS),
    to: fc.nat(2 * CLIENTS),
    body: words,
    waitHours: fc.constantFrom(0, 0, 0, 1, 23, 25),
  }),
  { minLength: 1, maxLength: 25 },
);

/** Relayed texts between two machines are theirs to end: they are followed this far, and what we reply ourselves to its end. */
const MOST_RELAYED = 60;
/** More than a reply to each sender from each number. */
const ENDLESS = 500;

/** The client's own number, and both numbers of an order with a courier, for each client. */
async function setUp() {
  const clock = createFakeClock();
  const proxyCall = createProxyCall({
    ...directCarrier(),
    store: createMemoryStore(),
    ids: createSequentialIds(),
    clock,
    settings: { language: 'en', shopName: 'Ada & co', topUpSize: 2 },
  });
  const numbers: string[] = [];
  for (const [index, clientRealPhone] of clients.entries()) {
    const client = { clientId: index.toString(), clientName: 'Ada', clientMail: 'ada@shop.example', clientRealPhone };
    const open = await proxyCall.createOrder({ orderId: `open-${index.toString()}`, ...client });
    const courierPhone = couriers[index % couriers.length];
    const paired = await proxyCall.createOrder({ orderId: `paired-${index.toString()}`, ...client, courierPhone });
    numbers.push(open.clientProxyNumber, paired.clientProxyNumber, paired.courierProxyNumber ?? '');
  }
  return { proxyCall, clock, numbers: [...new Set(numbers)] };
}

test('whoever texts whom, and whatever machines reply, a sender gets one automatic reply from a number in a day', async (t) => {
  let replied = 0;
  await fc.assert(
    fc.asyncProperty(machines, begins, async (repliesOf, texts) => {
      const { proxyCall, clock, numbers } = await setUp();
      const lastReply = new Map<string, number>();
      const turns = new Map<string, number>();
      let delivered = 0;
      const deliver = async (from: string, to: string, body: string) => {
        const queue: (Omit<Delivery, 'id'> & { body: string })[] = [{ from, to, body }];
        for (let count = 0; ; count += 1) {
          const text = queue.shift();
          if (text === undefined) return;
          if (count > ENDLESS) throw new Error('the replies do not end');
          delivered += 1;
          const { messages } = await deliverText(proxyCall, { ...text, id: delivered.toString() }, text.body);
          for (const message of messages) {
            if (numbers.includes(text.from)) throw new Error('one of our numbers was texted for');
            const isReply = message.to === text.from;
            if (isReply) countReply(`${text.from} ${text.to}`);
            else if (count >= MOST_RELAYED) continue;
            // The carrier delivers it to us again, if it is for one of our numbers.
            if (numbers.includes(message.to)) queue.push({ from: message.from, to: message.to, body: message.body });
            const said = repliesOf[message.to];
            if (said === undefined || said === null) continue;
            const turn = turns.get(message.to) ?? 0;
            turns.set(message.to, turn + 1);
            queue.push({ from: message.to, to: message.from, body: said[turn % said.length] ?? '' });
          }
        }
      };
      const countReply = (pair: string) => {
        const before = lastReply.get(pair);
        if (before !== undefined && clock.now() < before + DAY_MS) throw new Error('a second reply within a day');
        lastReply.set(pair, clock.now());
        replied += 1;
      };
      const senders = [...people, ...numbers];
      for (const { from, to, body, waitHours } of texts) {
        clock.advance(waitHours * HOUR_MS);
        await deliver(senders[from % senders.length] ?? '', numbers[to % numbers.length] ?? '', body);
        if (waitHours > 0) await proxyCall.runMaintenance();
      }
      await proxyCall.close();
    }),
    { numRuns: 60 },
  );
  t.true(replied > 100);
});
