import type { ExecutionContext } from 'ava';
import { DEFAULT_SETTINGS, type Settings } from '../../../src/domain/model/settings.js';
import { postWebhook } from '../../signed-webhook.js';
import { COURIER, anOrderBody, clientPhone, startService, type Reply, type Service } from '../../support.js';
import { testInTurn } from '../in-turn.js';

export const AUTH = 'carrier-secret-0815';
export const ADA = clientPhone(1);

export interface Scene extends Service {
  readonly proxy: string;
  readonly text: (params: Record<string, string>) => Promise<Response>;
  readonly interactions: () => Promise<readonly Record<string, unknown>[]>;
}

export function withAda(
  title: string,
  body: (t: ExecutionContext, scene: Scene) => Promise<void>,
  settings: Partial<Settings> = {},
): void {
  testInTurn(title, async (t) => {
    const service = await startService({
      telephony: { kind: 'simulated', authToken: AUTH },
      settings: { ...DEFAULT_SETTINGS, language: 'en', ...settings },
    });
    t.teardown(() => service.stop());
    const proxy = String((await service.send('POST', '/orders', anOrderBody(1))).json['client_proxy_number']);
    let sent = 0;
    await body(t, {
      ...service,
      carrier: service.carrier,
      proxy,
      text: (params) => {
        const MessageSid = `SM${(sent += 1).toString()}`;
        return postWebhook(service.url, AUTH, '/twilio/sms', { MessageSid, From: COURIER, To: proxy, ...params });
      },
      interactions: async () => itemsOf(await service.send('GET', '/interactions')),
    });
    for (const secret of [COURIER, ADA]) t.false(service.log().includes(secret.slice(1)), 'no phone in the log');
  });
}

function itemsOf({ json }: Reply): readonly Record<string, unknown>[] {
  return json['items'] as Record<string, unknown>[];
}
