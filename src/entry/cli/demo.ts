import { setTimeout as pause } from 'node:timers/promises';
import { Command, Option } from 'clipanion';
import type { CallTrace, Phone, SimulatedCarrier } from '../../adapters/simulator/index.js';
import { BaseCommand } from './base-command.js';
import { InputError } from './failure.js';
import { msg, type Say } from './language.js';

export class DemoCommand extends BaseCommand {
  static override paths = [['demo']];
  static override usage = Command.Usage({
    category: msg('Service'),
    description: msg('Play a two-minute demo: an order, a courier, a call and a callback'),
    details: msg('Runs the real service in memory with a simulated carrier. No traffic leaves this computer.'),
  });

  pace = Option.String('--pace', { description: msg('Seconds between scenes: 10 on a terminal, 0 otherwise') });

  async execute(): Promise<number> {
    const isTerminal = 'isTTY' in this.context.stdout && this.context.stdout.isTTY === true;
    const seconds = Number(this.pace ?? (isTerminal ? 10 : 0));
    if (!(seconds >= 0 && seconds <= 60))
      throw new InputError('{name}: must be a whole number from {least} to {most}', {
        name: '--pace',
        least: 0,
        most: 60,
      });
    const { startServer } = await import('../http/server.js');
    const { DEMO_CONFIG } = await import('./live.js');
    const server = await startServer(DEMO_CONFIG, { host: '127.0.0.1' });
    try {
      const { carrier } = server.program;
      if (carrier === undefined) throw new TypeError('the demo runs on the simulated carrier');
      await play(server.url, carrier, this.context.say, async (...lines) => {
        this.print(`${lines.join('\n')}\n`);
        await pause(seconds * 1000);
      });
    } finally {
      await server.stop();
    }
    return 0;
  }
}

/** Prints what the simulated phones show and play; all requests and webhooks go over HTTP. */
async function play(
  url: string,
  carrier: SimulatedCarrier,
  say: Say,
  scene: (...lines: string[]) => Promise<void>,
): Promise<void> {
  const { DEMO_ORDER } = await import('./live.js');
  const { createRemoteApi } = await import('./remote.js');
  const api = createRemoteApi({ baseUrl: url, token: undefined });
  const ada = carrier.phone(DEMO_ORDER.clientRealPhone);
  const courier = carrier.phone('+33199001234');
  const foreigner = carrier.phone('+12025550123');

  await scene(
    say('ProxyCall runs on {url}, in memory, with a simulated carrier.', { url }),
    say('Ada is a customer. Her real phone number is {phone}, and only the shop may know it.', { phone: ada.number }),
  );

  const order = await api.createOrder(DEMO_ORDER);
  const proxy = order.clientProxyNumber;
  await scene(
    say('1. Ada orders. The shop sends POST /orders for {order}.', { order: order.orderId }),
    `   ${say('ProxyCall gives her the proxy number {proxy}, the only number the courier gets.', { proxy })}`,
  );

  const delivery = await courier.call(proxy);
  await scene(
    say('2. The courier ({courier}) calls {proxy}.', { courier: courier.number, proxy }),
    ...whatRang(ada, say("Ada's phone"), say),
    ...whatWasHeard(delivery, say('The courier'), say),
    `   ${say('The TwiML that connected them:')}`,
    `   ${delivery.documents[0] ?? ''}`,
  );

  await ada.call(proxy);
  await scene(
    say('3. Ada calls back the number on her display, {proxy}.', { proxy }),
    ...whatRang(courier, say("The courier's phone"), say),
    `   ${say("Neither of them has seen the other's real number.")}`,
  );

  await courier.text(proxy, say('I am at the door'));
  const [text] = ada.inbox;
  await scene(
    say('4. The courier sends a text message.'),
    `   ${say('Ada\'s phone: "{text}", from {from}.', { text: text?.body ?? '', from: text?.from ?? '' })}`,
  );

  const far = await foreigner.call(proxy);
  await scene(
    say('5. Somebody calls from a country that is not allowed.'),
    ...whatWasHeard(far, say('The caller'), say),
    `   ${say("Ada's phone did not ring.")}`,
  );

  ada.behaviour = 'does_not_answer';
  const missed = await courier.call(proxy);
  await scene(
    say('6. The courier calls again; Ada does not answer.'),
    ...whatWasHeard(missed, say('The courier'), say),
  );

  await api.closeOrder(order.orderId, { endSession: true });
  const late = await courier.call(proxy);
  await scene(
    say('7. The order is delivered and closed. The number is quarantined for a week.'),
    `   ${say('The courier calls the number once more.')}`,
    ...whatWasHeard(late, say('The courier'), say),
  );

  const { items } = await api.listInteractions({});
  await scene(
    say('The interaction log that the shop can read (GET /interactions), newest first:'),
    ...items.map(({ channel, from, outcome }) => `   ${channel.padEnd(8)} ${from}  ${outcome}`),
  );
}

function whatRang(phone: Phone, whose: string, say: Say): string[] {
  const ring = phone.rings.at(-1);
  const rings = say('{phone} rings and shows {number}.', { phone: whose, number: ring?.shown ?? '-' });
  return [`   ${rings} ${ring?.answered === true ? say('They talk.') : ''}`.trimEnd()];
}

function whatWasHeard({ heard }: CallTrace, who: string, say: Say): string[] {
  return heard.map((sentence) => `   ${say('{who} hears: "{sentence}"', { who, sentence })}`);
}
