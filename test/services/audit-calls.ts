import type { E164 } from '../../src/domain/model/phone-number.js';
import type { ProxyCall } from '../../src/entry/library.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import type { ProxyCallApi } from '../../src/ports/proxycall-api.js';
import type { setUp } from './set-up.js';

export const client = { clientName: 'Grace Hopper', clientMail: 'grace@shop.example' };
export const courierPhone = fictionalMobile(9100);

async function free(api: ProxyCall): Promise<readonly E164[]> {
  return (await api.listAvailableNumbers({ countryIso: 'FR' })).available.map(({ phoneNumber }) => phoneNumber);
}

type Scene = Pick<ReturnType<typeof setUp>, 'carrier' | 'clock'>;
type Perform = (api: ProxyCall, scene: Scene) => Promise<unknown>;

/** Another confirmation than those before: one of each client waits at a time. */
function confirm(confirmationId: string, index: number): Perform {
  return (api) =>
    api.createConfirmation({ confirmationId, ...client, clientRealPhone: fictionalMobile(index), channel: 'sms' });
}

/** What comes before an operation and is none of its changes. */
export const BEFORE: Partial<Record<keyof ProxyCallApi, Perform>> = {
  sendConfirmation: (_, { clock }) => {
    clock.advance(60_000);
    return Promise.resolve();
  },
  // The code is sent.
  verifyConfirmation: (api) => api.advanceConfirmations(),
  approveConfirmation: confirm('q', 9005),
  cancelConfirmation: confirm('r', 9006),
  expireConfirmations: async (api, scene) => {
    await confirm('s', 9007)(api, scene);
    scene.clock.advance(1);
  },
};

/** One call of every operation that succeeds after those before it. A new operation without one does not compile. */
export const CALLS: { readonly [O in keyof ProxyCallApi]: Perform } = {
  createClient: (api) => api.createClient({ clientId: '7', ...client, clientRealPhone: fictionalMobile(9001) }),
  createOrder: (api) =>
    api.createOrder({ orderId: 'o', clientId: '8', ...client, clientRealPhone: fictionalMobile(9002) }),
  getOrder: (api) => api.getOrder('o'),
  listOrders: (api) => api.listOrders({}),
  closeOrder: (api) => api.closeOrder('o'),
  provisionNumbers: (api) =>
    api.provisionNumbers({
      ...{ countryIso: 'FR', batchSize: 3, numberType: 'mobile', candidatesLimit: 9 },
      ...{ requireSmsCapability: false, requireVoiceCapability: true },
    }),
  shareNumbers: async (api) => {
    return api.shareNumbers({ numbers: (await free(api)).slice(0, 2), shared: true });
  },
  changeCourier: async (api) => {
    await api.createOrder({
      orderId: 'c',
      clientId: '8',
      ...client,
      clientRealPhone: fictionalMobile(9002),
      courierPhone,
    });
    return api.changeCourier('c', { courierPhone: fictionalMobile(9101) });
  },
  extendOrder: (api, { clock }) =>
    api.extendOrder('c', { expiresAt: new Date(clock.now() + 90_000_000).toISOString() }),
  nextClientId: (api) => api.nextClientId(),
  listClients: (api) => api.listClients({}),
  getClient: (api) => api.getClient('7'),
  getClientByProxy: async (api) => api.getClientByProxy((await api.getClient('7')).clientProxyNumber ?? ''),
  updateClient: (api) => api.updateClient('7', { clientName: 'Ada' }),
  exportPerson: (api) => api.exportPerson({ phone: fictionalMobile(9001) }),
  simulateCall: async (api) => {
    const { clientProxyNumber: to } = await api.getClient('7');
    return to && api.simulateCall({ to, from: courierPhone });
  },
  eraseClient: (api) => api.eraseClient('7'),
  erasePerson: (api) => api.erasePerson({ phone: fictionalMobile(9002) }),
  listAvailableNumbers: (api) => api.listAvailableNumbers({ countryIso: 'FR' }),
  assignNumber: async (api) => {
    await api.createOrder({ orderId: 'n', clientId: '9', ...client, clientRealPhone: fictionalMobile(9003) });
    await api.closeOrder('n', { endSession: true });
    return api.assignNumber({ clientId: '9', countryIso: 'FR', numberType: 'mobile', buy: true });
  },
  syncPool: (api) => api.syncPool({ apply: true }),
  fixWebhooks: (api) => api.fixWebhooks({ dryRun: false, fixSms: true }),
  purgeWithoutSms: (api) => api.purgeWithoutSms({ dryRun: false }),
  releaseNumbers: async (api, scene) => {
    await CALLS.provisionNumbers(api, scene);
    return api.releaseNumbers({ numbers: await free(api), force: false });
  },
  listNumbers: (api) => api.listNumbers({}),
  poolStats: (api) => api.poolStats(),
  planPool: (api) => api.planPool({}),
  watchInteractions: (api) => api.watchInteractions({ signal: AbortSignal.abort() }),
  listInteractions: (api) => api.listInteractions({}),
  interactionCounts: (api) => api.interactionCounts({}),
  search: (api) => api.search({ text: 'o' }),
  checkSetup: (api) => api.checkSetup({ fresh: true }),
  storeFindings: (api) => api.storeFindings(),
  createToken: (api) => api.createToken({ name: 'shop', role: 'shop' }),
  listTokens: (api) => api.listTokens(),
  revokeToken: async (api) => {
    const [token] = (await api.listTokens()).tokens;
    return api.revokeToken(token?.id ?? '');
  },
  revealClient: (api) => api.revealClient('9', { reason: 'complaint' }),
  revealOrder: (api) => api.revealOrder('o', { reason: 'delivery_problem' }),
  createConfirmation: (api) =>
    api.createConfirmation({ confirmationId: 'p', ...client, clientRealPhone: fictionalMobile(9004), channel: 'sms' }),
  listConfirmations: (api) => api.listConfirmations({}),
  getConfirmation: (api) => api.getConfirmation('p'),
  sendConfirmation: (api) => api.sendConfirmation('p', { channel: 'sms' }),
  verifyConfirmation: (api, { carrier }) => {
    const [code = ''] = /\b\d{6}\b/.exec(carrier.phone(fictionalMobile(9004)).inbox.at(-1)?.body ?? '') ?? [];
    return api.verifyConfirmation('p', { code });
  },
  approveConfirmation: (api) => api.approveConfirmation('q'),
  cancelConfirmation: (api) => api.cancelConfirmation('r'),
  expireConfirmations: (api) => api.expireConfirmations({ olderThanHours: 0 }),
  mailClients: (api) => api.mailClients({ clientIds: ['9', 'none'], template: 'number_ready' }),
  weeklyReport: (api) => api.weeklyReport({}),
  listAudit: (api) => api.listAudit({}),
  verifyAudit: (api) => api.verifyAudit({}),
};
