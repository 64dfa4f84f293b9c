import test from 'ava';
import { MARK } from '../../src/domain/model/masking.js';
import { ROLES, type Role } from '../../src/domain/model/role.js';
import { withRole, type AccessHooks } from '../../src/domain/services/access/guard.js';
import { PERMISSIONS, rolesOf, type Operation } from '../../src/domain/services/access/permissions.js';
import type { ProxyCallApi } from '../../src/ports/proxycall-api.js';
import { setUp } from './set-up.js';

const OPERATIONS = Object.keys(PERMISSIONS) as Operation[];

test('the library has all rights, and as(actor) those of a role, for the same store', async (t) => {
  const { proxyCall, order, logger } = setUp();
  await order(1);
  t.is((await proxyCall.getClient('1')).clientName, 'Ada');
  const desk = proxyCall.as({ name: 'desk', role: 'operator' });
  const masked = await desk.getClient('1');
  t.like(masked, { clientName: `A${MARK.repeat(3)}`, clientMail: 'a•••@•••', clientId: '1' });
  await t.throwsAsync(desk.updateClient('1', masked), {
    code: 'invalid_request',
    message: /clientName.*clientRealPhone/,
  });
  t.is((await desk.revealClient('1', { reason: 'complaint' })).clientName, 'Ada');
  await t.throwsAsync(desk.revealClient('1', { reason: 'curious' as 'complaint' }), { code: 'invalid_request' });
  await t.throwsAsync(desk.eraseClient('1'), { code: 'not_allowed', message: /role operator .* role admin$/ });
  const { lines } = logger;
  const said = lines
    .filter(({ event }) => event.startsWith('access.'))
    .map(({ event, fields }) => ({ event, ...fields }));
  const who = { actor: 'desk', role: 'operator', requestId: undefined };
  t.deepEqual(said, [
    { event: 'access.revealed', ...who, record: 'client:1', reason: 'complaint' },
    { event: 'access.refused', ...who, operation: 'eraseClient' },
  ]);
});

test('an operation that a role may not do is not even begun, and roles that there are not may nothing', async (t) => {
  const begun: string[] = [];
  const refused: string[] = [];
  const api = Object.fromEntries(
    OPERATIONS.map((operation) => [operation, () => Promise.reject(new Error(String(begun.push(operation))))]),
  ) as unknown as ProxyCallApi;
  const hooks: AccessHooks = {
    onRefusal: (_, operation) => Promise.resolve(void refused.push(operation)),
    onReveal: () => Promise.resolve(),
  };
  const ask = async (role: string) => {
    begun.length = refused.length = 0;
    const guarded = withRole(api, { name: role, role: role as Role }, hooks);
    // With a request that no limit objects to.
    for (const operation of OPERATIONS) {
      const call = Reflect.get(guarded, operation) as (request: object) => Promise<unknown>;
      await t.throwsAsync(call({ orderId: '1' }));
    }
  };
  for (const role of ROLES) {
    await ask(role);
    t.deepEqual(
      begun,
      OPERATIONS.filter((operation) => rolesOf(operation).includes(role)),
      role,
    );
    t.deepEqual([...begun, ...refused].sort(), [...OPERATIONS].sort());
  }
  for (const role of ['', 'constructor', '__proto__', 'Admin']) {
    await ask(role);
    t.deepEqual(begun, [], role);
  }
});

test('what cannot be recorded is not shown', async (t) => {
  const { proxyCall, order } = setUp();
  await order(1);
  const fails = () => Promise.reject(new Error('the store is gone'));
  const guarded = withRole(proxyCall, { name: 'desk', role: 'operator' }, { onRefusal: fails, onReveal: fails });
  await t.throwsAsync(guarded.revealClient('1', { reason: 'complaint' }), { message: 'the store is gone' });
  await t.throwsAsync(guarded.eraseClient('1'), { message: 'the store is gone' });
  t.is((await proxyCall.getClient('1')).clientId, '1');
});

test('a program without types cannot ask around a limit', async (t) => {
  const { proxyCall, order } = setUp();
  await order(1);
  const desk = proxyCall.as({ name: 'desk', role: 'operator' });
  for (const buy of [true, 1, 'false', null, {}]) {
    const request = { clientId: '1', numberType: 'mobile', buy: buy as boolean } as const;
    await t.throwsAsync(desk.assignNumber(request), { code: 'not_allowed' }, JSON.stringify(buy));
  }
  const shop = proxyCall.as({ name: 'web shop', role: 'shop' });
  for (const orderId of [undefined, null, '', 1, {}])
    await t.throwsAsync(shop.listInteractions({ orderId: orderId as string }), { code: 'not_allowed' });
  await t.throwsAsync(shop.listInteractions({ orderId: 'none' }), { code: 'order_not_found' });
  for (const role of ['root', '', undefined, 'constructor'])
    await t.throwsAsync(proxyCall.createToken({ name: 'office', role: role as Role }), {
      code: 'invalid_request',
      message: /role: must be one of/,
    });
});
