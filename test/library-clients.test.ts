import test from 'ava';
import { createMemoryStore } from '../src/adapters/memory/index.js';
import { createSimulatedCarrier } from '../src/adapters/simulator/index.js';
import { isProxyCallError, type ProxyCallError } from '../src/domain/model/errors.js';
import { phoneNumber } from '../src/domain/model/phone-number.js';
import { typedPhone } from '../src/domain/model/typed-phone.js';
import { createProxyCall, type ProxyCall } from '../src/entry/library.js';
import { fictionalMobile } from '../src/entry/testing/index.js';

// What a program may give as a client, which the HTTP API and the command line would have refused before.

function setUp(): ProxyCall {
  const carrier = createSimulatedCarrier({ authToken: 'x', webhookBaseUrl: () => 'http://shop.example' });
  return createProxyCall({ store: createMemoryStore(), ...carrier });
}

test('a client has a name and a mail in which something is left that can be said', async (t) => {
  const proxyCall = setUp();
  const client = {
    clientId: '2',
    clientName: 'Bob',
    clientMail: 'bob@shop.example',
    clientRealPhone: fictionalMobile(8),
  };
  await proxyCall.createClient({ ...client, clientId: '1', clientRealPhone: fictionalMobile(7) });
  for (const text of ['\u000b', '\u0000\ud800', '\uffff', '', ' \n', '\u200b']) {
    for (const field of ['clientName', 'clientMail'] as const) {
      for (const refused of [
        () => proxyCall.createClient({ ...client, [field]: text }),
        () => proxyCall.createOrder({ ...client, orderId: 'O-2', [field]: text }),
        () => proxyCall.updateClient('1', { [field]: text }),
      ]) {
        const error = await t.throwsAsync<ProxyCallError>(refused);
        t.true(isProxyCallError(error, 'invalid_request'));
        t.is(error.issues[0]?.pointer, `/${field}`);
      }
    }
  }
  await proxyCall.createClient({ ...client, clientName: '\u000bBob' });
  t.is((await proxyCall.getClient('2')).clientName, 'Bob');
});

test('a phone in digits alone is read by the use cases, by residency and default country', async (t) => {
  const proxyCall = setUp();
  const typed = (text: string) => {
    const read = typedPhone(text);
    if (!read.ok) throw new Error(read.fault);
    return read.phone;
  };
  const client = { clientId: '2', clientName: 'Bob', clientMail: 'bob@shop.example' };
  for (const digits of ['493012345', '465712345', '199001234']) {
    const error = await t.throwsAsync(proxyCall.createClient({ ...client, clientRealPhone: typed(digits) }));
    t.true(isProxyCallError(error, 'invalid_request'), digits);
    t.false(error.message.includes(digits));
  }
  await proxyCall.createClient({ ...client, clientRealPhone: typed('33639985556') });
  t.is((await proxyCall.getClient('2')).clientRealPhone, phoneNumber('+33639985556'));
  t.is(
    (await proxyCall.updateClient('2', { clientRealPhone: typed('33199005555') })).clientRealPhone,
    phoneNumber('+33199005555'),
  );
});
