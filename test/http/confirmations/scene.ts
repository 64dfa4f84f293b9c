import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import type { ExecutionContext } from 'ava';
import { DEFAULT_SETTINGS, type Settings } from '../../../src/domain/model/settings.js';
import type { Config } from '../../../src/entry/config/config.js';
import { createProgram } from '../../../src/entry/container.js';
import { createApp } from '../../../src/entry/http/app.js';
import type { ActivationRequest, ConfirmationPages, LinkView } from '../../../src/ports/confirmation-pages.js';
import type { ConfirmationReceipt, ConfirmationView, ProxyCallApi } from '../../../src/ports/proxycall-api.js';
import { phoneNumber } from '../../../src/domain/model/phone-number.js';
import { TOKEN } from '../../support.js';

export const HELD = phoneNumber('+33639980001');

export const RECEIPT: ConfirmationReceipt = {
  confirmationId: 'P-1',
  purpose: 'new_client',
  status: 'pending',
  channel: 'sms',
  sentTo: '+****1234',
  clientProxyNumber: HELD,
  expiresAt: '2026-11-27T10:00:00.000Z',
  nextStepAt: '2026-11-26T10:01:00.000Z',
};

export const VIEW: ConfirmationView = {
  confirmationId: 'P-1',
  purpose: 'new_client',
  status: 'pending',
  clientProxyNumber: HELD,
  proved: [],
  approved: false,
  attemptsLeft: 5,
  messages: [{ message: 'code', channel: 'sms', status: 'sent', createdAt: '2026-11-26T10:00:00.000Z' }],
  createdAt: '2026-11-26T10:00:00.000Z',
  expiresAt: '2026-11-27T10:00:00.000Z',
};

/** A call of the API or of the pages, with its arguments. */
export type Called = readonly [name: string, ...args: readonly unknown[]];

/** Operations that note how they were called. Those without an answer here must not be called. */
function noted<T extends object>(answers: Partial<T>, calls: Called[]): T {
  return new Proxy(answers as T, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (member !== undefined && typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        calls.push([String(name), ...args]);
        if (typeof member !== 'function') throw new TypeError(`${String(name)} is not expected`);
        return (member as (...all: unknown[]) => unknown)(...args);
      };
    },
  });
}

export interface Scene {
  readonly url: string;
  readonly calls: Called[];
  readonly log: () => string;
  /** A request without a token, unless its headers have one. Redirects are not followed. */
  readonly ask: (method: string, path: string, init?: RequestInit) => Promise<Response>;
  /** A form as browsers send it. */
  readonly post: (path: string, fields?: Record<string, string>, headers?: Record<string, string>) => Promise<Response>;
  /** JSON with the token of the API. */
  readonly send: (
    method: string,
    path: string,
    body?: unknown,
  ) => Promise<{ status: number; json: unknown; headers: Headers }>;
}

export interface SceneOptions {
  readonly api?: Partial<ProxyCallApi>;
  readonly pages?: Partial<ConfirmationPages>;
  readonly settings?: Partial<Settings>;
  readonly config?: Partial<Config>;
}

/** The real HTTP server in front of operations whose answers the test gives. */
export async function openScene(t: ExecutionContext, options: SceneOptions = {}): Promise<Scene> {
  const lines: string[] = [];
  const logDestination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const config: Config = {
    listenPort: 0,
    publicUrls: ['https://shop.example'],
    apiTokens: [TOKEN],
    store: { kind: 'memory' },
    telephony: { kind: 'simulated', authToken: undefined },
    settings: { ...DEFAULT_SETTINGS, language: 'en', ...options.settings },
    logLevel: 'debug',
    ...options.config,
  };
  const program = await createProgram(config, { logDestination });
  const calls: Called[] = [];
  const confirmationPages = noted<ConfirmationPages>({ hasActivation: true, ...options.pages }, calls);
  const services = { ...program.services, confirmationPages, api: () => noted<ProxyCallApi>(options.api ?? {}, calls) };
  const handle = createApp({ ...program, services }).callback();
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await program.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port.toString()}`;
  const ask: Scene['ask'] = (method, path, init = {}) => fetch(url + path, { method, redirect: 'manual', ...init });
  return {
    ...{ url, calls, ask, log: () => lines.join('') },
    post: (path, fields = {}, headers = {}) =>
      ask('POST', path, { body: new URLSearchParams(fields), headers: { 'accept-language': 'en', ...headers } }),
    async send(method, path, body) {
      const response = await ask(method, path, {
        headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        json: text.startsWith('{') ? (JSON.parse(text) as unknown) : text,
        headers: response.headers,
      };
    },
  };
}

export const PROVE: LinkView = { action: 'prove', state: 'open', language: 'en' };

export const PERSON: Omit<ActivationRequest, 'language'> = {
  name: 'Ada Lovelace',
  mail: 'ada@shop.example',
  phone: '+33 6 39 98 12 34',
};
