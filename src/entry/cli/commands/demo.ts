import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Command, Option } from 'clipanion';
import type { CallTrace, Phone, SimulatedCarrier } from '../../../adapters/simulator/index.js';
import type { ConfirmationReceipt, OrderReceipt, ProxyCallApi } from '../../../ports/proxycall-api.js';
import { BaseCommand } from '../runtime/base-command.js';
import { EXIT, OptionError } from '../runtime/failure.js';
import { untilInterrupted } from '../runtime/interruption.js';
import { msg, type Say } from '../runtime/language.js';
import { isTerminal } from '../runtime/terminal.js';

export class DemoCommand extends BaseCommand {
  static override paths = [['demo']];
  static override usage = Command.Usage({
    category: msg('Service'),
    description: msg('Play a two-minute demo: a code, an order, a call'),
    details: msg('Runs the real service in memory with a simulated carrier. No traffic leaves this computer.'),
  });

  pace = Option.String('--pace', {
    description: msg('Seconds between steps, 0 to 60 (default: 10 on a terminal, otherwise 0)'),
  });

  keep = Option.Boolean('--keep', false, {
    description: msg('Leave it running afterwards, with its console, until Ctrl-C'),
  });

  async execute(): Promise<number> {
    const seconds = Number(this.pace ?? (isTerminal(this.context.stdout) ? 10 : 0));
    if (!(seconds >= 0 && seconds <= 60))
      throw new OptionError('--pace', 'must be a number from {least} to {most}', { least: 0, most: 60 });
    const { startServer } = await import('../../http/server.js');
    const { DEMO_CONFIG } = await import('../runtime/local.js');
    const { settings } = DEMO_CONFIG;
    const confirmations = { ...settings.confirmations, required: true };
    const config = { ...DEMO_CONFIG, settings: { ...settings, language: this.context.say.language, confirmations } };
    const onConsoleUrl = (next: string) => {
      this.print(`${this.say('Once more: {url}', { url: next })}\n`);
    };
    const server = await startServer(config, { host: '127.0.0.1', onConsoleUrl });
    try {
      const { carrier } = server.program;
      if (carrier === undefined) throw new TypeError('the demo runs on the simulated carrier');
      const demo = await prepare(server.url, carrier, this.context.say);
      const url = await server.consoleUrl();
      // Nobody could open it in a demo that is over at once.
      if (seconds > 0)
        this.print(`${this.say('Watch it in a browser, with a link that opens once: {url}', { url })}\n`);
      for (const step of STEPS) {
        this.print(`${(await step(demo)).join('\n')}\n`);
        await pause(seconds * 1000);
      }
      if (this.keep) await this.keepOn(await server.consoleUrl());
    } finally {
      await server.stop();
    }
    return EXIT.ok;
  }

  private async keepOn(url: string): Promise<void> {
    this.print(this.say('It goes on until Ctrl-C. Its console, with a link that opens once: {url}', { url }));
    await untilInterrupted(this.context.interrupted, async (signal) => {
      if (!signal.aborted) await once(signal, 'abort');
    });
  }
}

interface Demo {
  readonly url: string;
  readonly say: Say;
  /** The API over HTTP, as the shop uses it. */
  readonly api: ProxyCallApi;
  readonly order: OrderReceipt;
  readonly confirmation: ConfirmationReceipt;
  readonly ada: Phone;
  readonly courier: Phone;
  /** In a country whose calls are not accepted. */
  readonly foreigner: Phone;
}

async function prepare(url: string, carrier: SimulatedCarrier, say: Say): Promise<Demo> {
  const { DEMO_ORDER } = await import('../runtime/local.js');
  const { createRemoteApi } = await import('../runtime/remote-api.js');
  const api = createRemoteApi({ baseUrl: url, token: undefined });
  const { orderId, ...client } = DEMO_ORDER;
  const confirmation = await api.createConfirmation({ ...client, language: say.language });
  return {
    url,
    say,
    api,
    confirmation,
    // Before she has replied: the order waits for her confirmation too.
    order: await api.createOrder({ orderId, ...client }),
    ada: carrier.phone(DEMO_ORDER.clientRealPhone),
    courier: carrier.phone('+33199001234'),
    foreigner: carrier.phone('+12025550123'),
  };
}

/** Each step does something and returns the lines that describe it: what the simulated phones show and play. */
const STEPS: readonly ((demo: Demo) => readonly string[] | Promise<readonly string[]>)[] = [
  ({ url, ada, say }) => [
    say('ProxyCall runs on {url}, in memory, with a simulated carrier.', { url }),
    say('Ada is a customer. Her real phone number is {phone}, and only the shop may know it.', { phone: ada.number }),
  ],

  ({ order: { orderId: order, clientProxyNumber: proxy }, confirmation, ada, say }) => {
    const [text] = ada.inbox;
    return [
      say('1. Ada orders. The shop sends POST /orders for {order}.', { order }),
      `   ${say('ProxyCall gives her the proxy number {proxy}, the only number the courier gets.', { proxy })}`,
      `   ${say('First she has to confirm that the phone {phone} is hers.', { phone: confirmation.sentTo })}`,
      `   ${say('Ada\'s phone: "{text}", from {from}.', { text: text?.body ?? '', from: text?.from ?? '' })}`,
    ];
  },

  async ({ order: { clientProxyNumber: proxy }, courier, say }) => [
    say('2. The courier calls too early.'),
    ...whatWasHeard(await courier.call(proxy), say('The courier'), say),
  ],

  async ({ order: { clientProxyNumber: proxy }, confirmation, api, ada, say }) => {
    const code = /\d{6}/.exec(ada.inbox[0]?.body ?? '')?.[0] ?? '';
    await ada.text(proxy, code);
    const reply = ada.inbox.at(-1);
    const { status } = await api.getConfirmation(confirmation.confirmationId);
    return [
      say('3. Ada replies with the code, {code}.', { code }),
      `   ${say('Ada\'s phone: "{text}", from {from}.', { text: reply?.body ?? '', from: reply?.from ?? '' })}`,
      `   ${say('GET /confirmations/… says: {status}. The number is in service.', { status })}`,
    ];
  },

  async ({ order: { clientProxyNumber: proxy }, ada, courier, say }) => {
    const call = await courier.call(proxy);
    return [
      say('4. The courier ({courier}) calls {proxy}.', { courier: courier.number, proxy }),
      ...whatRang(ada, say("Ada's phone"), say),
      ...whatWasHeard(call, say('The courier'), say),
      `   ${say('The TwiML that connected them:')}`,
      `   ${call.documents[0] ?? ''}`,
    ];
  },

  async ({ order: { clientProxyNumber: proxy }, ada, courier, say }) => {
    await ada.call(proxy);
    return [
      say('5. Ada calls back the number on her display, {proxy}.', { proxy }),
      ...whatRang(courier, say("The courier's phone"), say),
      `   ${say("Neither of them has seen the other's real number.")}`,
    ];
  },

  async ({ order, ada, courier, say }) => {
    await courier.text(order.clientProxyNumber, say('I am at the door'));
    const text = ada.inbox.at(-1);
    return [
      say('6. The courier sends a text message.'),
      `   ${say('Ada\'s phone: "{text}", from {from}.', { text: text?.body ?? '', from: text?.from ?? '' })}`,
    ];
  },

  async ({ order, foreigner, say }) => [
    say('7. Somebody calls from a country that is not allowed.'),
    ...whatWasHeard(await foreigner.call(order.clientProxyNumber), say('The caller'), say),
    `   ${say("Ada's phone did not ring.")}`,
  ],

  async ({ order, ada, courier, say }) => {
    ada.behaviour = 'does_not_answer';
    return [
      say('8. The courier calls again; Ada does not answer.'),
      ...whatWasHeard(await courier.call(order.clientProxyNumber), say('The courier'), say),
    ];
  },

  async ({ order, api, courier, say }) => {
    await api.closeOrder(order.orderId, { endSession: true });
    return [
      say('9. The order is delivered and closed. The number is quarantined for a week.'),
      `   ${say('The courier calls the number once more.')}`,
      ...whatWasHeard(await courier.call(order.clientProxyNumber), say('The courier'), say),
    ];
  },

  async ({ api, say }) => {
    const { items } = await api.listInteractions({});
    return [
      say('The interaction log that the shop can read (GET /interactions), newest first:'),
      ...items.map(({ channel, from, outcome }) => `   ${channel.padEnd(8)} ${from}  ${outcome}`),
    ];
  },
];

function whatRang(phone: Phone, whose: string, say: Say): string[] {
  const ring = phone.rings.at(-1);
  const rings = say('{phone} rings and shows {number}.', { phone: whose, number: ring?.shown ?? '-' });
  return [`   ${rings} ${ring?.answered === true ? say('They talk.') : ''}`.trimEnd()];
}

function whatWasHeard({ heard }: CallTrace, who: string, say: Say): string[] {
  return heard.map((sentence) => `   ${say('{who} hears: "{sentence}"', { who, sentence })}`);
}
