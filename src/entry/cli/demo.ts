import { setTimeout as pause } from 'node:timers/promises';
import { Command, Option } from 'clipanion';
import type { CallTrace, Phone, SimulatedCarrier } from '../../adapters/simulator/index.js';
import type { CliContext } from './command.js';
import { InputError } from './failure.js';

export class DemoCommand extends Command<CliContext> {
  static override paths = [['demo']];
  static override usage = Command.Usage({
    category: 'Service',
    description: 'Watch a two-minute story: an order, a courier, a call and a call back',
    details: 'Runs the real service in memory with a simulated carrier. Nothing leaves this computer.',
  });

  pace = Option.String('--pace', { description: 'Seconds between scenes: 10 on a terminal, 0 elsewhere' });

  async execute(): Promise<number> {
    const isTerminal = 'isTTY' in this.context.stdout && this.context.stdout.isTTY === true;
    const seconds = Number(this.pace ?? (isTerminal ? 10 : 0));
    if (!(seconds >= 0 && seconds <= 60)) throw new InputError('--pace: a number of seconds from 0 to 60');
    const { startServer } = await import('../http/server.js');
    const { DEMO_CONFIG } = await import('./live.js');
    const server = await startServer(DEMO_CONFIG, { host: '127.0.0.1' });
    try {
      const { carrier } = server.program;
      if (carrier === undefined) throw new TypeError('the demo runs on the simulated carrier');
      await tell(server.url, carrier, async (...lines) => {
        this.context.stdout.write(`${lines.join('\n')}\n\n`);
        await pause(seconds * 1000);
      });
    } finally {
      await server.stop();
    }
    return 0;
  }
}

/** The story. Every line about a phone is what the simulated phone saw, and every call went over HTTP. */
async function tell(
  url: string,
  carrier: SimulatedCarrier,
  scene: (...lines: string[]) => Promise<void>,
): Promise<void> {
  const { DEMO_ORDER } = await import('./live.js');
  const { createRemoteApi } = await import('./remote.js');
  const api = createRemoteApi({ baseUrl: url, token: undefined });
  const ada = carrier.phone(DEMO_ORDER.clientRealPhone);
  const courier = carrier.phone('+33199001234');
  const stranger = carrier.phone('+12025550123');

  await scene(
    `ProxyCall runs on ${url}, in memory, with a simulated carrier.`,
    `Ada is a customer. Her real phone is ${ada.number}, and nobody but the shop is to know it.`,
  );

  const order = await api.createOrder(DEMO_ORDER);
  const proxy = order.clientProxyNumber;
  await scene(
    `1. Ada orders. The shop sends POST /orders for ${order.orderId}.`,
    `   ProxyCall gives her the proxy number ${proxy}. It is all that the courier is told.`,
  );

  const delivery = await courier.call(proxy);
  await scene(
    `2. The courier (${courier.number}) calls ${proxy}.`,
    ...whatRang(ada, "Ada's phone"),
    ...whatWasHeard(delivery, 'The courier'),
    '   The TwiML that connected them:',
    `   ${delivery.documents[0] ?? ''}`,
  );

  await ada.call(proxy);
  await scene(
    `3. Ada missed a word and calls the number on her display, ${proxy}.`,
    ...whatRang(courier, "The courier's phone"),
    "   The courier never saw her real number, and she never saw the courier's.",
  );

  await courier.text(proxy, 'I am at the door');
  const [text] = ada.inbox;
  await scene('4. The courier texts.', `   Ada's phone: "${text?.body ?? ''}", from ${text?.from ?? ''}.`);

  const far = await stranger.call(proxy);
  await scene(
    '5. Somebody calls from a country the shop does not deliver to.',
    ...whatWasHeard(far, 'The caller'),
    `   Ada's phone has rung ${ada.rings.length.toString()} time in all.`,
  );

  ada.behaviour = 'does_not_answer';
  const missed = await courier.call(proxy);
  await scene('6. The courier calls again; Ada does not answer.', ...whatWasHeard(missed, 'The courier'));

  await api.closeOrder(order.orderId, { endSession: true });
  const late = await courier.call(proxy);
  await scene(
    '7. The order is delivered and closed. A week of cooling off begins for the number.',
    '   The courier calls it once more.',
    ...whatWasHeard(late, 'The courier'),
  );

  const { items } = await api.listInteractions({});
  await scene(
    'What the shop can read afterwards (GET /interactions), newest first:',
    ...items.map(({ channel, from, outcome }) => `   ${channel.padEnd(8)} from ${from}  ${outcome}`),
  );
}

function whatRang(phone: Phone, whose: string): string[] {
  const ring = phone.rings.at(-1);
  return [`   ${whose} rings and shows ${ring?.shown ?? 'nothing'}. ${ring?.answered === true ? 'They talk.' : ''}`];
}

function whatWasHeard({ heard }: CallTrace, who: string): string[] {
  return heard.map((sentence) => `   ${who} hears: "${sentence}"`);
}
