import { createSimulatedCarrier } from '../../src/adapters/simulator/index.js';
import { sign, WEBHOOK_PATHS } from '../../src/adapters/twiml/index.js';
import type { ConfirmationSettings } from '../../src/domain/model/confirmation/confirmation-settings.js';
import { DEFAULT_CONFIRMATION_SETTINGS } from '../../src/domain/model/confirmation/confirmation-settings.js';
import type { OutgoingMail } from '../../src/domain/model/mail.js';
import type { OutgoingMessage } from '../../src/domain/model/message.js';
import type { Settings } from '../../src/domain/model/settings.js';
import { put } from '../../src/domain/services/commit.js';
import { aNumber, fictionalMobile } from '../../src/entry/testing/index.js';
import type { MessageSubject, OutgoingCall, WebhookRequest } from '../../src/ports/telephony.js';
import {
  CARRIER_TOKEN,
  PUBLIC_URL,
  type Commands,
  type Instance,
  type Outside,
  type StorePlace,
  type Time,
} from './instance.js';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** A text, call or mail that was accepted. `id`: of the entry in the outbox, as the request names it. */
export interface Left {
  readonly channel: 'sms' | 'voice' | 'email';
  readonly id: string;
  readonly to: string;
  readonly content: string;
}

/** The carrier, the mail server, the provider and the time, which outlive every instance. */
export interface World extends Time {
  readonly place: StorePlace;
  readonly settings: Partial<Settings>;
  readonly left: readonly Left[];
  /** The labels at the provider, by number. */
  readonly labels: () => Promise<ReadonlyMap<string, string>>;
  readonly advance: (milliseconds: number) => void;
  /** How the instances that serve it reach it. */
  readonly outside: Outside;
  /** What is asked of the instance that is in service. It ends with `Killed` when that was killed. */
  readonly api: Commands;
  readonly use: (instance: Instance) => void;
  /** A text from a phone to a number of ours. */
  readonly text: (from: string, to: string, body: string, sid: string) => Promise<void>;
  /** The code in the last text to this phone. */
  readonly codeSentTo: (phone: string) => string;
  /** The token of the last link that was sent to this phone or mail address. */
  readonly linkSentTo: (to: string) => string;
}

const BEGINNING = Date.UTC(2026, 0, 5, 10);

/** @param numbers how many are free in the pool */
export async function createWorld(
  place: StorePlace,
  first: Instance,
  chosen: Partial<ConfirmationSettings>,
  numbers: number,
): Promise<World> {
  let now = BEGINNING;
  let current = first;
  const left: Left[] = [];
  const carrier = createSimulatedCarrier({ authToken: CARRIER_TOKEN, webhookBaseUrl: () => PUBLIC_URL });
  const rented = Array.from({ length: numbers }, (_, index) => aNumber(fictionalMobile(index)));
  const { provider } = carrier;
  carrier.adopt(rented.map(({ state: _, boughtAt: __, carrier: ___, ...each }) => each));
  const settings: Partial<Settings> = {
    language: 'en',
    topUpSize: 2,
    confirmations: { ...DEFAULT_CONFIRMATION_SETTINGS, ...chosen },
  };
  const lastTo = (receiver: string, pattern: RegExp) =>
    left
      .flatMap(({ to, content }) => (to === receiver ? [pattern.exec(content)] : []))
      .findLast((found) => found !== null);

  const outside: Outside = async (port, method, args) => {
    if (port === 'provider')
      return { result: await (Reflect.get(provider, method) as (...args: unknown[]) => unknown)(...args) };
    left.push(leftBy(method, args));
    const accepted = { kind: 'accepted', carrierId: `C${left.length.toString()}` };
    return { result: accepted };
  };
  const world: World = {
    ...{ place, settings, left, outside },
    labels: async () => new Map((await provider.list()).map(({ number, friendlyName }) => [number, friendlyName])),
    now: () => now,
    reach(time) {
      now = Math.max(now, time);
    },
    advance(milliseconds) {
      now += milliseconds;
    },
    get api() {
      return current.do;
    },
    use(instance) {
      current = instance;
    },
    async text(from, to, body, sid) {
      await current.do.handle(textWebhook({ MessageSid: sid, From: from, To: to, Body: body }));
    },
    codeSentTo: (phone) => lastTo(phone, /\b\d{6}\b/)?.[0] ?? 'none',
    linkSentTo: (to) => lastTo(to, /\/c\/([\w.-]+)/)?.[1] ?? 'none',
  };
  first.serve(outside, world);
  await world.api.open({ store: place, settings });
  await world.api.commit(rented.map((number) => put('number', number)));
  await world.api.close();
  return world;
}

function leftBy(method: string, args: readonly unknown[]): Left {
  switch (method) {
    case 'sendMessage': {
      const [{ to, body }, { interactionId }] = args as [OutgoingMessage, MessageSubject];
      return { channel: 'sms', id: interactionId, to, content: body };
    }
    case 'placeCall': {
      const [{ to, reference }] = args as [OutgoingCall];
      return { channel: 'voice', id: reference, to, content: '' };
    }
    default: {
      const [{ to, messageId, subject, text, html }] = args as [OutgoingMail];
      return { channel: 'email', id: messageId, to, content: [subject, text, html].join('\n') };
    }
  }
}

/** What the carrier sends when a text has arrived. */
export function textWebhook(text: Readonly<Record<'MessageSid' | 'From' | 'To' | 'Body', string>>): WebhookRequest {
  const params = { ...text, NumMedia: '0' };
  const target = WEBHOOK_PATHS.sms;
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': sign(CARRIER_TOKEN, PUBLIC_URL + target, params),
  };
  return { method: 'POST', target, headers, body: Buffer.from(new URLSearchParams(params).toString()) };
}
