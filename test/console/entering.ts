import type { ExecutionContext } from 'ava';
import type { Config } from '../../src/entry/config/config.js';
import { createFakeClock } from '../../src/entry/testing/index.js';
import { startService } from '../support.js';
import type { PageReply, Visitor } from './browser-less.js';

export const SIGN_IN = '/console/sign-in';

export async function openService(
  t: ExecutionContext,
  config: Partial<Config> = {},
  clock = createFakeClock(Date.now()),
) {
  const service = await startService(config, clock);
  t.teardown(() => service.stop());
  return { service, clock };
}

/** @returns the answer to the form, which is not followed */
export async function enter(visitor: Visitor, token: string, fields: Record<string, string> = {}): Promise<PageReply> {
  await visitor.get(SIGN_IN);
  return visitor.post(SIGN_IN, { token, next: '/console', ...fields });
}

export const isIn = async (visitor: Visitor) => (await visitor.get('/console')).status === 200;
