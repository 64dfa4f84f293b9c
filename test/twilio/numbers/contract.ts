import test from 'ava';
import { numberProviderContract } from '../../../src/entry/testing/index.js';
import { openAccount } from '../account.js';
import { RENTED } from './examples.js';

for (const [index, { name }] of contractOf(() => Promise.reject(new Error('not opened'))).entries()) {
  test(`twilio provider: ${name}`, async (t) => {
    const cases = contractOf(async () => {
      const { standIn, provider } = await openAccount(t);
      const misdirected = { voice_url: 'https://elsewhere.example/voice', sms_url: 'https://elsewhere.example/sms' };
      return {
        provider,
        rentMisdirected: () => {
          standIn.rentOut(RENTED, misdirected);
          return Promise.resolve(RENTED);
        },
      };
    });
    await t.notThrowsAsync(async () => cases[index]?.run());
  });
}

function contractOf(open: Parameters<typeof numberProviderContract>[0]['open']) {
  return numberProviderContract({
    open,
    sold: { country: 'FR', type: 'mobile' },
    unsold: { country: 'FR', type: 'toll_free' },
  });
}
