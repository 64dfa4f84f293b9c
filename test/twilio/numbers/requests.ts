import test from 'ava';
import { PUBLIC_URL, openAccount } from '../account.js';
import { MOBILE, RENTED } from './examples.js';

test('a purchase sends all parameters', async (t) => {
  const sids = { addressSid: `AD${'1'.repeat(32)}`, bundleSid: `BU${'2'.repeat(32)}` };
  const { standIn, provider } = await openAccount(t, sids);
  const [offer] = await provider.search({ ...MOBILE, require: { voice: true, sms: true } });
  if (offer === undefined) return t.fail();
  t.deepEqual(Object.fromEntries(standIn.requests[0]?.query ?? []), {
    VoiceEnabled: 'true',
    SmsEnabled: 'true',
    PageSize: '3',
  });
  await provider.buy(offer, { friendlyName: 'ProxyCall x' });
  t.deepEqual(Object.fromEntries(standIn.requests[1]?.form ?? []), {
    PhoneNumber: offer.number,
    FriendlyName: 'ProxyCall x',
    VoiceUrl: `${PUBLIC_URL}/twilio/voice`,
    VoiceMethod: 'POST',
    SmsUrl: `${PUBLIC_URL}/twilio/sms`,
    SmsMethod: 'POST',
    AddressSid: sids.addressSid,
    BundleSid: sids.bundleSid,
  });
});

test('find compares the whole number, although Twilio matches partial numbers', async (t) => {
  const { standIn, provider } = await openAccount(t);
  standIn.rentOut('+336399812345');
  t.is(await provider.find(RENTED), undefined);
  standIn.rentOut(RENTED);
  t.is((await provider.find(RENTED))?.number, RENTED);
});

test('5,000 numbers are read in five requests', async (t) => {
  const { standIn, provider } = await openAccount(t);
  for (let index = 0; index < 5000; index += 1) standIn.rentOut(`+3363998${index.toString().padStart(4, '0')}`);
  t.is(new Set((await provider.list()).map(({ number }) => number)).size, 5000);
  t.is(standIn.log.length, 5);
});
