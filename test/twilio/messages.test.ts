import test from 'ava';
import { createTwilio } from '../../src/adapters/twilio/index.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import { accountOf, openAccount } from './account.js';
import { startStandIn } from './stand-in.js';

const message = { from: fictionalMobile(1), to: fictionalMobile(2), body: 'hello & goodbye', media: [] };

test('a text is sent by one request, where TWILIO_BASE_URL says', async (t) => {
  const { standIn, telephony } = await openAccount(t);
  await telephony.sendMessage(message);
  await telephony.sendMessage({ ...message, media: ['https://m.example/1', 'https://m.example/2'] });
  t.deepEqual(standIn.log, ['POST /Messages.json', 'POST /Messages.json']);
  const [plain, picture] = standIn.requests;
  t.deepEqual(Object.fromEntries(plain?.form ?? []), { From: message.from, To: message.to, Body: message.body });
  t.deepEqual(picture?.form.getAll('MediaUrl'), ['https://m.example/1', 'https://m.example/2']);
});

for (const [what, status, code] of [
  ['a refusal', 400, 21_610],
  ['a wrong token', 401, 20_003],
  ['a fault', 500, undefined],
] as const) {
  test(`${what} of Twilio becomes an error of ours, without what was sent, and is not tried again`, async (t) => {
    const { standIn, telephony } = await openAccount(t);
    standIn.interfere = () => ({
      kind: 'refusal',
      status,
      ...(code === undefined ? {} : { code }),
      message: `To ${message.to}: ${message.body}`.replace('goodbye', ''),
    });
    const error = await t.throwsAsync(telephony.sendMessage(message));
    t.true(isProxyCallError(error, 'telephony_failed'));
    const said = `${error.message} ${error.stack ?? ''} ${String(error.cause)}`;
    for (const secret of ['3363998', 'goodbye', 'auth-secret']) t.false(said.includes(secret), said);
    t.true(error.message.includes((code ?? status).toString()));
    t.is(standIn.log.length, 1);
  });
}

test('an API that nobody answers for is an error of ours', async (t) => {
  const standIn = await startStandIn();
  standIn.close();
  const { telephony } = createTwilio(accountOf(standIn));
  const error = await t.throwsAsync(telephony.sendMessage(message));
  t.true(isProxyCallError(error, 'telephony_failed'));
  t.regex(error.message, /ECONNREFUSED/);
});
