import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import test from 'ava';
import { runCall } from '../../src/adapters/simulator/call.js';
import { createWebhookSender } from '../../src/adapters/simulator/webhooks.js';
import { createTwilio } from '../../src/adapters/twilio/index.js';
import {
  createSequentialIds,
  createSimulatedCarrier,
  placedCallContract,
  type CalledPhone,
  type PlacedCallContractOptions,
  type PlacingCarrier,
} from '../../src/entry/testing/index.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import { accountAt } from '../twilio/account.js';
import { AUTH_TOKEN, startStandIn, type Request, type StandIn } from '../twilio/stand-in.js';

type Webhook = Parameters<PlacedCallContractOptions['open']>[0];

/** A server of this machine that hands webhooks on. */
async function receiver(webhook: Webhook) {
  const listener: RequestListener = (request, response) => {
    void buffer(request).then((body) => {
      const { method = '', url: target = '', headers } = request;
      const answer = webhook({ method, target, headers, body });
      response.writeHead(answer.status, { 'content-type': answer.contentType ?? 'text/plain' }).end(answer.body);
    });
  };
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}` };
}

async function simulated(webhook: Webhook): Promise<PlacingCarrier> {
  const { server, url } = await receiver(webhook);
  const carrier = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => url });
  return {
    telephony: carrier.telephony,
    phone: (number) => carrier.phone(number),
    heard: (number) => carrier.phone(number).rings.flatMap(({ heard = [] }) => heard),
    over: () => Promise.resolve(),
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}

/** Twilio's REST API and, behind it, its calls: it asks the addresses that it was given, signed, and carries out the answers. */
async function twilio(webhook: Webhook): Promise<PlacingCarrier> {
  const { server, url } = await receiver(webhook);
  const standIn = await startStandIn();
  const { telephony } = createTwilio({ ...accountAt(standIn.url), publicUrls: () => [url] });
  const phones = new Map<string, CalledPhone & { heard: string[] }>();
  const phone = (number: string) => {
    const known = phones.get(number) ?? { behaviour: 'answers', isMachine: false, react: undefined, heard: [] };
    phones.set(number, known);
    return known;
  };
  const running: Promise<void>[] = [];
  let placed = 0;
  return {
    telephony: {
      ...telephony,
      async placeCall(call) {
        const receipt = await telephony.placeCall(call);
        const request = standIn.requests.at(-1);
        if (receipt.kind === 'accepted' && request !== undefined && standIn.requests.length > placed) {
          placed = standIn.requests.length;
          running.push(carry(request, receipt.carrierId, phone(call.to)));
        }
        return receipt;
      },
    },
    phone: (number: E164) => phone(number),
    heard: (number) => phone(number).heard,
    async over() {
      await Promise.all(running);
    },
    async close() {
      closeChecked(standIn);
      server.close();
      await once(server, 'close');
    },
  };
}

function closeChecked(standIn: StandIn): void {
  standIn.close();
  const violations = standIn.violations();
  if (violations.length > 0) throw new Error(violations.join('\n'));
}

const OUTCOMES = { answers: 'completed', is_busy: 'busy', does_not_answer: 'no-answer', is_off: 'failed' } as const;

async function carry({ form }: Request, sid: string, phone: CalledPhone & { heard: string[] }): Promise<void> {
  const send = createWebhookSender({ authToken: AUTH_TOKEN, ids: createSequentialIds() });
  const params = { CallSid: sid, From: form.get('From') ?? '', To: form.get('To') ?? '', Direction: 'outbound-api' };
  if (phone.behaviour === 'answers') {
    const asked = { ...params, CallStatus: 'in-progress', AnsweredBy: phone.isMachine ? 'machine_start' : 'human' };
    const url = form.get('Url') ?? '';
    const press = (heard: string) => phone.react?.(heard);
    const context = { send, params: asked, press, ring: () => Promise.reject(new Error('nobody is dialled')) };
    const { heard } = await runCall(context, await send(url, asked), url);
    phone.heard.push(...heard);
  }
  const isReported = form.getAll('StatusCallbackEvent').includes('completed');
  if (isReported) await send(form.get('StatusCallback') ?? '', { ...params, CallStatus: OUTCOMES[phone.behaviour] });
}

for (const [name, open] of Object.entries({ simulator: simulated, twilio })) {
  for (const { name: promise, run } of placedCallContract({ open })) {
    test(`${name}: ${promise}`, (t) => t.notThrowsAsync(run()));
  }
}
