import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { ExecutionContext } from 'ava';
import { createMemoryMailer } from '../../src/adapters/memory/index.js';
import type { SimulatedCarrier } from '../../src/adapters/simulator/index.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import {
  DEFAULT_CONFIRMATION_LIMITS,
  DEFAULT_CONFIRMATION_SETTINGS,
  type ConfirmationLimits,
  type ConfirmationSettings,
} from '../../src/domain/model/confirmation/confirmation-settings.js';
import type { OutboxEntry } from '../../src/domain/model/outbox.js';
import { DEFAULT_SETTINGS, type Settings } from '../../src/domain/model/settings.js';
import { createServices, type Services } from '../../src/domain/services/services.js';
import { startServer } from '../../src/entry/http/server.js';
import { createFakeClock, type FakeClock } from '../../src/entry/testing/index.js';
import { everything } from '../../src/entry/testing/order-store-assertions.js';
import type { Mailer } from '../../src/ports/mailer.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import type { ProxyCallApi } from '../../src/ports/proxycall-api.js';
import type { Ids } from '../../src/ports/runtime.js';
import { FROM, startMailServer } from '../mail/mail-server.js';
import { temporaryFolder } from '../support.js';

export interface SceneOptions {
  readonly store?: 'memory' | 'sqlite';
  /** Default: mails are kept in memory. `smtp`: they go through a conversation with a mail server. */
  readonly mail?: 'memory' | 'smtp';
  readonly confirmations?: Partial<Omit<ConfirmationSettings, 'limits'>>;
  readonly limits?: Partial<ConfirmationLimits>;
  readonly settings?: Partial<Settings>;
}

/** A mail, text or call that has left. */
export interface Left {
  readonly entryId: string;
  readonly channel: OutboxEntry['channel'];
  readonly to: string;
  /** What a text or mail says. Of a call: look at the rings of the phone. */
  readonly body: string;
  readonly at: number;
}

export interface Instance {
  readonly api: ProxyCallApi;
  readonly services: Services;
}

export interface Scene {
  readonly clock: FakeClock;
  readonly store: OrderStore;
  readonly ids: Ids;
  /** Two instances on the same store. Webhooks and pages come to the first one. */
  readonly first: Instance;
  readonly second: Instance;
  readonly carrier: SimulatedCarrier;
  readonly mailer: Mailer;
  readonly url: string;
  /** What has left by text, call and mail, in order. */
  readonly left: readonly Left[];
  readonly log: () => string;
  /** All records, as JSON. */
  readonly records: () => Promise<string>;
  readonly fetch: (method: string, path: string, form?: Readonly<Record<string, string>>) => Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/** The real service on a loopback port, with a second instance on the same store. */
export async function startScene(t: Pick<ExecutionContext, 'teardown'>, options: SceneOptions = {}): Promise<Scene> {
  const { scene, stop } = await openScene(options);
  t.teardown(stop);
  return scene;
}

export async function openScene(options: SceneOptions): Promise<{ scene: Scene; stop: () => Promise<void> }> {
  const stops: (() => unknown)[] = [];
  const clock = createFakeClock();
  const left: Left[] = [];
  const lines: string[] = [];
  const logDestination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const folder = options.store === 'sqlite' ? temporaryFolder() : undefined;
  if (folder !== undefined) stops.push(folder.remove);
  const path = folder && join(folder.path, 'store.db');
  const mail = options.mail === 'smtp' ? await smtpAt(stops) : undefined;
  const memoryMailer = createMemoryMailer();
  const server = await startServer(
    {
      ...{ listenPort: 0, publicUrls: [], apiTokens: [], logLevel: 'debug', mail },
      store: path === undefined ? { kind: 'memory' } : { kind: 'sqlite', path },
      telephony: { kind: 'simulated', authToken: undefined },
      settings: { ...DEFAULT_SETTINGS, ...options.settings, confirmations: settingsOf(options) },
    },
    // Nothing happens by itself: on a busy machine a test may take longer than the interval between two runs.
    {
      host: '127.0.0.1',
      clock,
      logDestination,
      isMaintained: false,
      ...(mail === undefined ? { mailer: memoryMailer } : {}),
    },
  );
  const { ports, services, carrier } = server.program;
  if (carrier === undefined) throw new TypeError('there is a simulated carrier');
  watch(carrier, ports.mailer ?? memoryMailer, left, clock);
  const otherStore = path === undefined ? ports.store : await openSqliteStore({ path });
  const other = createServices({ ...ports, store: otherStore });
  stops.push(
    () => server.stop(),
    () => (otherStore === ports.store ? undefined : otherStore.close()),
  );
  const actor = { name: 'test', role: 'admin' } as const;
  const scene: Scene = {
    ...{ clock, store: ports.store, ids: ports.ids, carrier, url: server.url, left, log: () => lines.join('') },
    first: { api: services.api(actor), services },
    second: { api: other.api(actor), services: other },
    mailer: ports.mailer ?? memoryMailer,
    records: async () => JSON.stringify([...(await everything(ports.store)).values()]),
    fetch: (method, target, form) => ask(server.url + target, method, form),
  };
  return {
    scene,
    async stop() {
      for (const stop of stops.reverse()) await stop();
    },
  };
}

async function ask(url: string, method: string, form?: Readonly<Record<string, string>>): Promise<Answer> {
  const response = await fetch(url, { method, body: form === undefined ? null : new URLSearchParams(form) });
  return { status: response.status, text: await response.text() };
}

function settingsOf({ confirmations, limits }: SceneOptions): ConfirmationSettings {
  return {
    ...DEFAULT_CONFIRMATION_SETTINGS,
    ...confirmations,
    limits: { ...DEFAULT_CONFIRMATION_LIMITS, ...limits },
  };
}

async function smtpAt(stops: (() => unknown)[]) {
  const server = await startMailServer({ hideSTARTTLS: true });
  stops.push(() => server.close());
  return { host: '127.0.0.1', port: server.port, login: undefined, from: FROM, tls: 'off' } as const;
}

/** Notes what leaves, under the id of its entry, before the carrier or the mail server gets it. */
function watch({ telephony }: SimulatedCarrier, mailer: Mailer, left: Left[], clock: FakeClock): void {
  const note = (each: Omit<Left, 'at'>) => left.push({ ...each, at: clock.now() });
  const before = { ...telephony };
  const beforeMail = { ...mailer };
  const watched: Pick<typeof telephony, 'sendMessage' | 'placeCall'> = {
    sendMessage(message, subject) {
      note({ entryId: subject.interactionId, channel: 'sms', to: message.to, body: message.body });
      return before.sendMessage(message, subject);
    },
    placeCall(call) {
      note({ entryId: call.reference, channel: 'voice', to: call.to, body: '' });
      return before.placeCall(call);
    },
  };
  Object.assign(telephony, watched);
  const watchedMailer: Pick<Mailer, 'send'> = {
    send(mail) {
      note({ entryId: mail.messageId, channel: 'email', to: mail.to, body: JSON.stringify(mail) });
      return beforeMail.send(mail);
    },
  };
  Object.assign(mailer, watchedMailer);
}

/** The code in a text; `none` where there is none. */
export function codeIn(text: string | undefined): string {
  return /\b\d{6}\b/.exec(text ?? '')?.[0] ?? 'none';
}

/** Another code of the same length. */
export function otherThan(code: string): string {
  return code === '000000' ? '111111' : '000000';
}

/** The paths of the links in a text or mail, in order. */
export function linksIn(text: string): readonly string[] {
  return [...new Set(text.match(/\/c\/[\w.-]+/g) ?? [])];
}
