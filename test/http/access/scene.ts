import type { ExecutionContext } from 'ava';
import type { Role } from '../../../src/domain/model/role.js';
import { ROLES } from '../../../src/domain/model/role.js';
import type { Clock } from '../../../src/ports/runtime.js';
import type { Config } from '../../../src/entry/config/config.js';
import { COURIER, anOrderBody, clientPhone, startService, type Reply, type Service } from '../../support.js';

export interface Scene {
  readonly service: Service;
  /** Secrets of tokens that were created, by role. */
  readonly tokens: Readonly<Record<Role, string>>;
  readonly sendAs: (role: Role, method: string, path: string, body?: unknown) => Promise<Reply>;
  /** Everything that must not be shown masked: phones, proxy numbers, names, mails and codes, as a full answer has them. */
  readonly personal: readonly string[];
}

/** Whether a text has a secret; of a number, also in a national spelling, with whatever people put between digits. */
export function shows(text: string, secret: string): boolean {
  if (text.includes(secret)) return true;
  if (!/^\+\d{9,}$/.test(secret)) return false;
  // The last digits are the same in every spelling.
  return text.replace(/(?<=\d)[ ./()-]+(?=\d)/g, '').includes(secret.slice(-8));
}

export async function createToken({ send }: Service, name: string, role: Role, more: object = {}): Promise<Reply> {
  return send('POST', '/tokens', { name, role, ...more });
}

/** A service with a token of each role, a client with a number of their own, and an order with a courier. */
export async function openScene(t: ExecutionContext, config: Partial<Config> = {}, clock?: Clock): Promise<Scene> {
  const service = await startService(config, clock);
  t.teardown(() => service.stop());
  const tokens = {} as Record<Role, string>;
  for (const role of ROLES) tokens[role] = String((await createToken(service, `a ${role}`, role)).json['token']);
  const { json: open } = await service.send('POST', '/orders', anOrderBody(1));
  const { json: paired } = await service.send('POST', '/orders', anOrderBody(2, { courier_phone: COURIER }));
  await service.send('POST', '/calls/simulate', { from: COURIER, to: open['client_proxy_number'] });
  await service.send('POST', '/calls/simulate', { from: COURIER, to: paired['courier_proxy_number'] });
  const numbers = [open, paired].flatMap((receipt) =>
    ['client_proxy_number', 'courier_proxy_number', 'order_code', 'order_code_long'].map((field) => receipt[field]),
  );
  const personal = [clientPhone(1), clientPhone(2), COURIER, 'Ada', 'Lovelace', 'ada1@', 'ada2@', ...numbers];
  const sendAs: Scene['sendAs'] = (role, method, path, body) =>
    service.send(method, path, body, { authorization: `Bearer ${tokens[role]}` });
  return { service, tokens, sendAs, personal: personal.filter((each) => typeof each === 'string') };
}
