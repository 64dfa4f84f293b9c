import test from 'ava';
import { endpoints } from '../../src/entry/http/openapi.js';
import { createRemoteApi } from '../../src/entry/cli/runtime/remote-api.js';
import type { ProxyCallApi } from '../../src/ports/proxycall-api.js';
import { TOKEN, startService } from '../support.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';

interface Document {
  readonly openapi: string;
  readonly paths: Record<
    string,
    Record<string, { operationId?: string; responses: Record<string, unknown>; security?: unknown[] }>
  >;
  readonly components: { readonly schemas: Record<string, unknown> };
}

test('the document describes every operation, its answer and its refusals', async (t) => {
  const service = await startService();
  t.teardown(() => service.stop());
  const document = (await service.send('GET', '/openapi.json')).json as unknown as Document;
  t.is(document.openapi, '3.1.0');
  for (const { path, method, operationId, earlierName, status: done = 200 } of endpoints) {
    const operation = document.paths[path]?.[method];
    t.is(operation?.operationId, earlierName ?? operationId);
    for (const status of [done.toString(), '400', '401', '403', '500', '503'])
      t.truthy(operation?.responses[status], `${path} ${status}`);
  }
  for (const path of [
    '/twilio/voice',
    '/twilio/sms',
    '/twilio/voice/ended',
    '/twilio/sms/status',
    '/healthz',
    '/readyz',
    '/c/{token}',
    '/activate',
    '/confirmations/verify',
  ]) {
    const [operation] = Object.values(document.paths[path] ?? {});
    t.deepEqual(operation?.security, [], path);
  }
  t.deepEqual(document.paths['/metrics']?.['get']?.security, [{}, { bearer: [] }]);
  t.regex(JSON.stringify(document), /"pattern":"\^\\\\\+/);
  t.truthy(document.components.schemas['Problem']);
});

test('every operation has one place in the API', (t) => {
  const names = endpoints.map(({ operationId, earlierName }) => earlierName ?? operationId);
  t.is(new Set(names).size, names.length);
  const operations = endpoints
    .filter(({ earlierName }) => earlierName === undefined)
    .map(({ operationId }) => operationId);
  t.is(new Set(operations).size, operations.length);
  const api = createRemoteApi({ baseUrl: 'http://127.0.0.1:1', token: undefined });
  t.deepEqual([...operations].sort(), Object.keys(api).sort());
});

test('the remote API and the services answer alike', async (t) => {
  const service = await startService();
  t.teardown(() => service.stop());
  const remote = createRemoteApi({ baseUrl: service.url, token: TOKEN });
  const local = service.program.services.api({ name: 'test', role: 'admin' });
  const order = {
    orderId: 'O/1 ä',
    clientId: '1',
    clientName: 'Ada',
    clientMail: 'ada@shop.example',
    clientRealPhone: phoneNumber('+33639985001'),
  };
  const receipt = await remote.createOrder(order, { idempotencyKey: 'k' });
  t.deepEqual(await local.createOrder(order), receipt);
  const questions: readonly ((api: ProxyCallApi) => Promise<unknown>)[] = [
    (api) => api.getOrder(order.orderId),
    (api) => api.listOrders({ clientId: '1', limit: 5 }),
    (api) => api.closeOrder(order.orderId),
    (api) => api.nextClientId(),
    (api) => api.getClient('1'),
    (api) => api.getClientByProxy(receipt.clientProxyNumber),
    (api) => api.updateClient('1', { clientName: 'Grace' }),
    (api) => api.listAvailableNumbers({ countryIso: 'FR' }),
    (api) => api.assignNumber({ clientId: '1', countryIso: 'FR', numberType: 'mobile' }),
    (api) => api.poolStats(),
    (api) => api.storeFindings(),
    (api) => api.checkSetup({}),
    (api) => api.search({ text: order.orderId }),
    (api) => api.search({ text: order.clientRealPhone }),
    (api) => api.interactionCounts({ from: '2026-01-01T00:00:00.000Z', until: '2026-01-02T00:00:00.000Z' }),
    async (api) => ({ ...(await api.listNumbers({ countryIso: 'FR', limit: 2 })), nextCursor: undefined }),
    (api) => api.listInteractions({ outcome: 'answered', channel: 'call', direction: 'to_client' }),
    async (api) => ({ ...(await api.weeklyReport({})), countedAt: undefined, keptSince: undefined }),
    (api) => api.listTokens(),
    (api) => api.revealClient('1', { reason: 'complaint' }),
    (api) => api.revealOrder(order.orderId, { reason: 'legal_request' }),
    async (api) => ({ ...(await api.exportPerson({ phone: order.clientRealPhone })), exportedAt: undefined }),
    async (api) => ({ ...(await api.erasePerson({ phone: phoneNumber('+33199009999') })), erasedAt: undefined }),
    (api) => api.listAudit({ recordKind: 'order', recordId: order.orderId }),
    async (api) => ({ ...(await api.verifyAudit({ head: '1:abcdef' })), verifiedAt: undefined }),
    (api) => api.listInteractions({ orderId: order.orderId, from: '2000-01-01T00:00:00.000Z' }),
  ];
  for (const question of questions) t.deepEqual(await question(remote), await question(local));
  const { orderId: _, ...client } = order;
  const second = { ...client, clientId: '2', clientRealPhone: phoneNumber('+33639985002') };
  t.is((await remote.createClient(second)).clientId, '2');
  t.is(
    (await remote.simulateCall({ to: receipt.clientProxyNumber, from: phoneNumber('+33199001234') })).recorded,
    true,
  );
  const { id, token } = await remote.createToken({ name: 'desk', role: 'viewer' });
  t.regex(token, /^pc_/);
  t.deepEqual(await remote.listTokens(), await local.listTokens());
  t.deepEqual(await remote.revokeToken(id), { id });
  t.is((await remote.eraseClient('2')).sessionsClosed, 1);
});
