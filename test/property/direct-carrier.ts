import { createSimulatedCarrier } from '../../src/adapters/simulator/index.js';
import type { CallPlan } from '../../src/domain/model/call-plan.js';
import type { CarrierEvent } from '../../src/domain/model/carrier-event.js';
import type { Identity } from '../../src/domain/model/identity.js';
import type { MessagePlan } from '../../src/domain/model/message.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import type { ProxyCall, ProxyCallOptions } from '../../src/entry/library.js';
import type { Logger } from '../../src/ports/runtime.js';

/** How a caller without a number is written in these tests. */
export const WITHHELD = 'anonymous';

const PATH = '/events';

/** A carrier without a dialect: its webhooks are events in JSON, and so are the plans that answer them. */
export function directCarrier(): Pick<ProxyCallOptions, 'telephony' | 'provider' | 'logger'> {
  const { telephony, provider } = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://localhost' });
  return {
    provider,
    logger: failingLogger,
    telephony: {
      ...telephony,
      webhookPaths: [PATH],
      receive: ({ body }) => ({ kind: 'event', event: JSON.parse(Buffer.from(body).toString()) as CarrierEvent }),
      answer: (plan) => ({ status: 200, contentType: 'application/json', body: JSON.stringify(plan) }),
    },
  };
}

/** A fault that a caller would only hear an announcement for ends the run. */
const failingLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: (event, cause) => {
    throw new Error(event, { cause });
  },
};

export interface Delivery {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

export async function deliverCall(
  proxyCall: ProxyCall,
  delivery: Delivery,
  entered?: { readonly digits: string; readonly attempt: number; readonly questionId: string },
): Promise<CallPlan> {
  const call = { ...common(delivery), callId: delivery.id } as const;
  const event: CarrierEvent =
    entered === undefined ? { kind: 'incoming_call', ...call } : { kind: 'digits', ...call, ...entered };
  return (await deliver(proxyCall, event)) as CallPlan;
}

export async function deliverText(proxyCall: ProxyCall, delivery: Delivery, body: string): Promise<MessagePlan> {
  const text = { ...common(delivery), messageId: delivery.id, body, media: [] } as const;
  return (await deliver(proxyCall, { kind: 'incoming_text', ...text })) as MessagePlan;
}

function common({ id, from, to }: Delivery) {
  const identity: Identity = from === WITHHELD ? { kind: 'withheld' } : { kind: 'number', number: from as E164 };
  return { deliveryId: id, carrier: 'simulated', from: identity, to: to as E164 };
}

async function deliver(proxyCall: ProxyCall, event: CarrierEvent): Promise<unknown> {
  const body = Buffer.from(JSON.stringify(event));
  const answer = await proxyCall.handle({ method: 'POST', target: PATH, headers: {}, body });
  if (answer.status !== 200) throw new Error(answer.body);
  return JSON.parse(answer.body);
}
