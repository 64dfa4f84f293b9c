import test from 'ava';
import { createTwilio } from '../../../src/adapters/twilio/index.js';
import { isProxyCallError } from '../../../src/domain/model/errors.js';
import { PUBLIC_URL, accountOf, openAccount } from '../account.js';
import { ACCOUNT_SID, startStandIn } from '../stand-in.js';
import { RENTED } from './examples.js';

test('an unreachable Twilio and a wrong token are reported as such', async (t) => {
  const standIn = await startStandIn();
  standIn.close();
  const { provider } = createTwilio(accountOf(standIn));
  t.regex((await t.throwsAsync(provider.list())).message, /cannot be reached \(ECONNREFUSED\)/);
  const other = await startStandIn();
  t.teardown(() => {
    other.close();
  });
  const { provider: rejected } = createTwilio({ ...accountOf(other), authToken: 'wrong' });
  t.regex((await t.throwsAsync(rejected.list())).message, /20003.*check TWILIO_ACCOUNT_SID/);
});

for (const body of [
  '{}',
  '[]',
  '"text"',
  '{"foo":[]}',
  '{"incoming_phone_numbers":{}}',
  '{"incoming_phone_numbers":[{}]}',
  'null',
  '',
]) {
  test(`a listing of ${body} is not read as empty`, async (t) => {
    const { createServer } = await import('node:http');
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    t.teardown(() => server.close());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const { provider } = createTwilio({
      accountSid: ACCOUNT_SID,
      authToken: 'x',
      authTokens: ['x'],
      publicUrls: () => [PUBLIC_URL],
      baseUrl: `http://127.0.0.1:${String(port)}`,
      pauseMs: 1,
    });
    for (const asked of [provider.list(), provider.find(RENTED)]) {
      t.true(isProxyCallError(await t.throwsAsync(asked), 'provider_unavailable'));
    }
  });
}

test("a rejection keeps Twilio's code and message, but no phone number", async (t) => {
  const { standIn, provider } = await openAccount(t);
  const message = `PhoneNumber ${RENTED} (+33 6 39 98 12 34) of PN${'a'.repeat(32)} requires an address.`;
  standIn.interfere = () => ({ kind: 'refusal', status: 400, code: 21_631, message });
  const number = RENTED;
  const error = await t.throwsAsync(provider.buy({ number, country: 'FR', type: 'mobile' }, { friendlyName: 'x' }));
  t.true(isProxyCallError(error, 'provider_failed'));
  t.regex(error.message, /requires an address \(error 21631\)/);
  const said = `${error.message} ${error.stack ?? ''} ${String(error.cause)}`;
  for (const secret of ['639981234', '39 98 12', 'aaaaaaaa']) t.false(said.includes(secret), said);
});
