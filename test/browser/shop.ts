import type { ExecutionContext } from 'ava';
import type { Role } from '../../src/domain/model/role.js';
import { PAGES } from '../../src/entry/console/pages/index.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { createToken, openScene } from '../http/access/scene.js';
import { anOrderBody, COURIER, type Service } from '../support.js';

/** As long as ids and names may be, without a place to break the line. */
const LONG_ID = `O-${'1234567890'.repeat(9)}12345678`;
const LONG_CLIENT = `C-${'abcdefghij'.repeat(9)}12345678`;
const LONG_NAME = `Wolfeschlegelsteinhausen${'bergerdorff'.repeat(6)}`;

export interface Shop {
  readonly service: Service;
  readonly tokens: Readonly<Record<Role, string>>;
  /** All pages, below `/console`: those about something with ids that there are. */
  readonly addresses: readonly string[];
  /** Of those, the ones about something with a long id: like others of their kind, but wider. */
  readonly longOnes: readonly string[];
}

/** A service that has something to show on every page: orders of each kind, calls and texts of each outcome, a confirmation, tokens. */
export async function openShop(t: ExecutionContext): Promise<Shop> {
  const { service, tokens } = await openScene(t);
  const { send, carrier } = service;
  const client = { client_id: LONG_CLIENT, client_name: LONG_NAME, client_mail: `${'a'.repeat(60)}@shop.example` };
  const { json: long } = await send('POST', '/orders', { ...anOrderBody(3), ...client, order_id: LONG_ID });
  const number = String(long['client_proxy_number']);
  const courier = carrier.phone(phoneNumber(COURIER));
  const phone = carrier.phone(phoneNumber(String(anOrderBody(3)['client_real_phone'])));
  for (const behaviour of ['answers', 'is_busy', 'does_not_answer'] as const) {
    phone.behaviour = behaviour;
    await courier.call(number, { keys: [] });
  }
  await courier.text(number, 'The parcel is downstairs.');
  await carrier.phone(phoneNumber('+33199005555')).call('+33639989999', { keys: [] });
  await send('POST', '/orders', anOrderBody(4));
  await send('POST', '/orders/O-4/close', {});
  await send('POST', '/confirmations', { confirmation_id: 'CONFIRM-1', client_id: '1' });
  await createToken(service, 'till-in-the-shop-window-of-the-rue-de-la-republique', 'shop');
  const addresses = addressesOf(['CONFIRM-1']);
  const longOnes = addresses.filter((address) => address.includes(LONG_ID) || address.includes(LONG_CLIENT));
  return { service, tokens, addresses, longOnes };
}

/** A part of a page, for htmx. */
const PARTS = ['/pool/plan/curve'];

function addressesOf(confirmations: readonly string[]): readonly string[] {
  const samples: Readonly<Record<string, readonly string[]>> = {
    '/orders/:id': ['O-1', 'O-2', 'O-4', LONG_ID],
    '/clients/:id': ['1', LONG_CLIENT],
    '/confirmations/:id': confirmations,
  };
  return PAGES.filter(({ path }) => !PARTS.includes(path)).flatMap(({ path }) => {
    if (!path.includes(':')) return [path];
    const ids = samples[path];
    if (ids === undefined) throw new TypeError(`the browser tests know no example of ${path}`);
    return ids.map((id) => path.replace(':id', id));
  });
}
