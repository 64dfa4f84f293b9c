import { setTimeout as pause } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import { createFakeClock, type FakeClock } from '../../src/entry/testing/index.js';
import { openStream, type Stream } from '../http/streams/scene.js';
import { anOrderBody, COURIER, startService, type Reply, type Service } from '../support.js';
import { eventually } from '../watch/collect.js';
import type { Visitor } from './browser-less.js';

export function cookieOf({ cookies }: Visitor): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

/** The feed of a page that somebody has open. @param service where it is, if not where they have signed in */
export async function follow(
  t: ExecutionContext,
  visitor: Visitor,
  service: Pick<Service, 'url'>,
  headers: Record<string, string> = {},
  path = '/console/feed',
) {
  const stream = await openStream(t, service, {
    ...{
      token: '',
      path,
      headers: { cookie: cookieOf(visitor), 'accept-language': 'en', ...headers },
    },
  });
  const html = () => stream.events.filter(({ event }) => event === 'interaction').map(({ data }) => data ?? '');
  return {
    ...stream,
    html,
    seen: async (count: number) => {
      await eventually(`${count.toString()} events`, () => html().length >= count);
      return html();
    },
  };
}

/** Goes on by half a second at a time until the feed has ended. @returns whether that was within so many milliseconds */
export async function endsWithin(
  milliseconds: number,
  { isOver }: Pick<Stream, 'isOver'>,
  clock: FakeClock,
): Promise<boolean> {
  for (let passed = 0; passed < milliseconds && !isOver(); passed += 500) {
    clock.advance(500);
    await pause(30);
  }
  await eventually('the end', isOver).catch(() => undefined);
  return isOver();
}

export const idIn = (html = '') => /^<li id="([^"]*)"/.exec(html)?.[1];
export const secretOf = (reply: Reply) => String(reply.json['token']);

export async function orderNumber(service: Service, index = 1): Promise<string> {
  return String((await service.send('POST', '/orders', anOrderBody(index))).json['client_proxy_number']);
}

export const call = (service: Service, to: string) => service.send('POST', '/calls/simulate', { from: COURIER, to });

export async function open(t: ExecutionContext) {
  const clock = createFakeClock(Date.now());
  const service = await startService({}, clock);
  t.teardown(() => service.stop());
  return { clock, service };
}
