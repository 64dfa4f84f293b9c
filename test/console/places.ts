import type { ExecutionContext } from 'ava';
import { PAGES } from '../../src/entry/console/pages/index.js';
import type { Page } from '../../src/entry/console/view.js';
import { openConsole, type ConsoleScene } from './browser-less.js';

/** A page that is about something that exists, or a list. */
export interface Place {
  readonly page: Page;
  /** Below `/console`. */
  readonly path: string;
}

/** Everything that every role could be shown: orders, clients, calls, a confirmation that waits, numbers that nobody has. */
export interface FullScene extends ConsoleScene {
  /** All pages of the console, with ids of records that exist. */
  readonly places: readonly Place[];
  /** Numbers of the pool that nobody has. */
  readonly free: readonly string[];
  /** What somebody could have changed. */
  readonly state: () => Promise<string>;
}

/** What a shop's software may have passed on from a form of its own. */
const HOSTILE = `"><script>alert('x')</script>`;

export async function openFull(t: ExecutionContext): Promise<FullScene> {
  const scene = await openConsole(t);
  const { send } = scene.service;
  const bought = await send('POST', '/pool/provision', { country_iso: 'FR', batch_size: 2 });
  t.is(bought.status, 200, bought.text);
  const asked = await send('POST', '/confirmations', {
    ...{ client_id: 'C-3', client_name: 'Grace Hopper', client_mail: 'grace3@shop.example' },
    client_real_phone: '+33639985003',
  });
  t.is(asked.status, 201, asked.text);
  const hostile = await send('POST', '/orders', {
    ...{ order_id: HOSTILE, client_id: HOSTILE, client_name: HOSTILE, client_mail: 'x3@shop.example' },
    client_real_phone: '+33639985004',
  });
  t.is(hostile.status, 200, hostile.text);
  await send('POST', '/calls/simulate', { from: '+33639985004', to: hostile.json['client_proxy_number'] });
  const ids: Readonly<Record<string, readonly string[]>> = {
    '/orders/:id': ['O-1', 'O-2', encodeURIComponent(HOSTILE)],
    '/clients/:id': ['1', '2', encodeURIComponent(HOSTILE)],
    '/confirmations/:id': [String(asked.json['confirmation_id'])],
  };
  const places = PAGES.flatMap((page) => {
    const known = Object.entries(ids).find(([path]) => page.path === path || page.path.startsWith(`${path}/`));
    if (!page.path.includes(':')) return [{ page, path: page.path }];
    if (known === undefined) throw new TypeError(`say which ids ${page.path} has`);
    return known[1].map((id) => ({ page, path: page.path.replace(':id', id) }));
  });
  const { json } = await send('GET', '/pool/available?country_iso=FR');
  return {
    ...scene,
    places,
    personal: [...scene.personal, '+33639985003', '+33639985004', 'Grace', 'Hopper', 'grace3@'],
    free: [...JSON.stringify(json).matchAll(/\+\d{8,15}/g)].map(([number]) => number),
    async state() {
      const lists = ['/orders', '/clients', '/interactions', '/confirmations', '/pool/stats', '/tokens'];
      const replies = await Promise.all(lists.map((path) => send('GET', path)));
      // When a token was used is written later.
      return replies.map(({ text }) => text.replaceAll(/"last_used_at":[^,}]*/g, '')).join('\n');
    },
  };
}
