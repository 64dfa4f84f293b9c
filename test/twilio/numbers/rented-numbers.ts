import test from 'ava';
import { isProxyCallError } from '../../../src/domain/model/errors.js';
import { PUBLIC_URL, openAccount } from '../account.js';
import { RENTED } from './examples.js';

test('country, type and capabilities of a rented number are its own', async (t) => {
  const { standIn, provider } = await openAccount(t);
  standIn.rentOut('+14165550123', { type: '', capabilities: { voice: true, sms: false, mms: true } });
  standIn.rentOut('+18005550123', { type: 'toll-free' });
  standIn.rentOut('+33199001234', { type: 'anything' });
  const [canadian, tollFree, french] = await provider.list();
  t.like(canadian, { country: 'CA', type: 'local', capabilities: { voice: true, sms: false, mms: true } });
  t.like(tollFree, { type: 'toll_free' });
  t.like(french, { country: 'FR', type: 'local' });
});

for (const [what, fields] of [
  ['an application', { voice_application_sid: `AP${'a'.repeat(32)}`, sms_application_sid: `AP${'b'.repeat(32)}` }],
  ['a trunk', { trunk_sid: `TK${'c'.repeat(32)}` }],
] as const) {
  test(`a number that ${what} handles does not point to this service and cannot be reconfigured`, async (t) => {
    const { standIn, provider } = await openAccount(t);
    const { sid } = standIn.rentOut(RENTED, fields);
    const [number] = await provider.list();
    t.false(number?.webhooks.voice.isOurs);
    t.regex(number?.webhooks.voice.url ?? '', /handled by/);
    const error = await t.throwsAsync(provider.configure(sid, { webhooks: ['voice'] }));
    t.true(isProxyCallError(error, 'provider_failed'));
    t.regex(error.message, /the Twilio console/);
  });
}

test('a webhook with the method GET does not count as ours', async (t) => {
  const { standIn, provider } = await openAccount(t);
  standIn.rentOut(RENTED, { voice_url: `${PUBLIC_URL}/twilio/voice`, voice_method: 'GET' });
  t.false((await provider.list())[0]?.webhooks.voice.isOurs);
});
