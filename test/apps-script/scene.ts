import type { ExecutionContext } from 'ava';
import type { Role } from '../../src/domain/model/role.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import type { Settings } from '../../src/domain/model/settings.js';
import { createMemoryMailer } from '../../src/adapters/memory/index.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { put } from '../../src/domain/services/commit.js';
import { startServer } from '../../src/entry/http/server.js';
import type { E164 } from '../../src/domain/model/phone-number.js';
import type { NumberState } from '../../src/domain/model/proxy-number.js';
import type { ProxyCallApi } from '../../src/ports/proxycall-api.js';
import { clientPhone } from '../support.js';
import { openMenu, type Menu } from './menu.js';

const SECRET = 'a-token-of-the-environment';

type Harness = Awaited<ReturnType<typeof start>>;

export interface Scene {
  readonly harness: Harness;
  readonly menu: Menu;
  /** A new token of this role. */
  readonly tokenFor: (role: Role) => Promise<string>;
}

/** The running service, and the menu of somebody who has entered a token of this role. */
export async function openScene(t: ExecutionContext, role?: Role, settings: Partial<Settings> = {}): Promise<Scene> {
  const harness = await start(settings);
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

/** The real service in memory. */
async function start(settings: Partial<Settings>) {
  const mailer = createMemoryMailer();
  const server = await startServer(
    {
      listenPort: 0,
      publicUrls: [],
      apiTokens: [SECRET],
      store: { kind: 'memory' },
      telephony: { kind: 'simulated', authToken: undefined },
      settings: { ...DEFAULT_SETTINGS, ...settings },
      logLevel: 'silent',
    },
    { host: '127.0.0.1', mailer },
  );
  const { carrier, services, ports } = server.program;
  if (carrier === undefined) throw new TypeError('the service has no simulated carrier');
  const { store } = ports;
  const api: ProxyCallApi = services.api({ name: 'test', role: 'admin' });
  return {
    url: server.url,
    api,
    carrier,
    mailer,
    mails: mailer.mails,
    /** As somebody does in the spreadsheet, whose rows the service reads. */
    async mark(number: E164, state: NumberState) {
      const read = await store.record('number', number);
      if (read === undefined) throw new TypeError('it is no number of the pool');
      await store.commit({ puts: [put('number', { ...read.value, state }, read)] });
    },
    stop: () => server.stop(),
  };
}

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
