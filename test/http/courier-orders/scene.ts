import type { ExecutionContext } from 'ava';
import { ANNOUNCEMENTS } from '../../../src/domain/model/phrases.js';
import { DEFAULT_SETTINGS, type Settings } from '../../../src/domain/model/settings.js';
import { createFakeClock, type FakeClock } from '../../../src/entry/testing/index.js';
import { COURIER, anOrderBody, clientPhone, startService, type Service } from '../../support.js';
import { testInTurn } from '../in-turn.js';

export const heardIn = ANNOUNCEMENTS.en;
export const OTHER_COURIER = '+33199005678';
export const UNKNOWN_CALLER = '+33199009999';

export interface Scene extends Service {
  readonly clock: FakeClock;
}

export function withService(
  name: string,
  settings: Partial<Settings>,
  run: (t: ExecutionContext, scene: Scene) => Promise<void>,
): void {
  testInTurn(name, async (t) => {
    const clock = createFakeClock();
    const service = await startService({ settings: { ...DEFAULT_SETTINGS, language: 'en', ...settings } }, clock);
    t.teardown(() => service.stop());
    const { carrier } = service;
    await run(t, { ...service, carrier, clock });
    for (const secret of [COURIER, OTHER_COURIER, UNKNOWN_CALLER, clientPhone(1), clientPhone(2)]) {
      t.false(service.log().includes(secret.slice(1)), 'no phone in the log');
    }
  });
}

export interface CourierOrder {
  readonly clientNumber: string;
  readonly courierNumber: string;
  readonly code: string;
  /** The code and four digits more. */
  readonly longCode: string;
  readonly orderId: string;
}

export async function courierOrder(
  t: ExecutionContext,
  { send }: Scene,
  client: number,
  fields: object = {},
  order = client,
): Promise<CourierOrder> {
  const body = { ...anOrderBody(client), order_id: `O-${order.toString()}`, courier_phone: COURIER, ...fields };
  const { status, json, text } = await send('POST', '/orders', body);
  t.is(status, 200, text);
  return {
    clientNumber: String(json['client_proxy_number']),
    courierNumber: String(json['courier_proxy_number']),
    code: String(json['order_code']),
    longCode: String(json['order_code_long']),
    orderId: String(json['order_id']),
  };
}

/** The proxy number of a client's own. */
export async function assigned({ send }: Scene, client = 1, fields: object = {}): Promise<string> {
  return String((await send('POST', '/orders', anOrderBody(client, fields))).json['client_proxy_number']);
}

export const bodies = ({ inbox }: { readonly inbox: readonly { readonly body: string }[] }) =>
  inbox.map(({ body }) => body);

/** How many persons have opted out, in all sessions. */
export async function optedOut({ program }: Scene): Promise<number> {
  const sessions = await program.ports.store.records('session', { limit: 50 });
  return sessions.reduce((sum, { value }) => sum + (value.closedAt === undefined ? value.optedOut.length : 0), 0);
}
