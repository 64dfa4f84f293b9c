import type { ExecutionContext } from 'ava';
import type { Role } from '../../src/domain/model/role.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import type { Settings } from '../../src/domain/model/settings.js';
import { startHarness, type Harness } from '../../src/entry/testing/index.js';
import { clientPhone } from '../support.js';
import { openMenu, type Menu } from './menu.js';

const SECRET = 'a-token-of-the-environment';

export interface Scene {
  readonly harness: Harness;
  readonly menu: Menu;
  /** A new token of this role. */
  readonly tokenFor: (role: Role) => Promise<string>;
}

/** The running service, and the menu of somebody who has entered a token of this role. */
export async function openScene(t: ExecutionContext, role?: Role, settings: Partial<Settings> = {}): Promise<Scene> {
  const harness = await startHarness({ apiTokens: [SECRET], settings });
  t.teardown(() => harness.stop());
  const menu = openMenu(t, harness.url);
  const tokenFor = async (of: Role) => (await harness.api.createToken({ name: `menu ${of}`, role: of })).token;
  if (role !== undefined) t.like((await menu.configure(await tokenFor(role))).value, { isSaved: true });
  return { harness, menu, tokenFor };
}

export const BATCH = {
  countryIso: 'FR',
  numberType: 'mobile',
  candidatesLimit: 10,
  requireSmsCapability: true,
  requireVoiceCapability: true,
} as const;

/** Clients with these ids, who have no number any more. At least `free` numbers can be given to them. */
export async function clientsWithout({ api }: Harness, ids: readonly number[], free = ids.length): Promise<void> {
  for (const id of ids) {
    const clientId = id.toString();
    const person = { clientName: 'Ada', clientMail: 'ada@shop.example', clientRealPhone: phoneNumber(clientPhone(id)) };
    await api.createOrder({ orderId: `O-${clientId}`, clientId, ...person });
    await api.closeOrder(`O-${clientId}`, { endSession: true });
  }
  if (free > 0) await api.provisionNumbers({ ...BATCH, batchSize: free });
}
