import test from 'ava';
import { createFakeClock, fictionalMobile, startHarness, type HarnessOptions } from '../../src/entry/testing/index.js';
import {
  DEFAULT_CONFIRMATION_SETTINGS,
  type ConfirmationSettings,
} from '../../src/domain/model/confirmation/confirmation-settings.js';
import { isProxyCallError } from '../../src/domain/model/errors.js';

const MINUTE = 60_000;
const phone = fictionalMobile(7654);
const client = { clientId: '1', clientName: 'Ada', clientMail: 'ada@shop.example', clientRealPhone: phone };
const courier = '+33199001234';

async function start(chosen: Partial<ConfirmationSettings> = {}, options: HarnessOptions = {}) {
  const clock = createFakeClock();
  const confirmations = { ...DEFAULT_CONFIRMATION_SETTINGS, ...chosen };
  const harness = await startHarness({ clock, ...options, settings: { ...options.settings, confirmations } });
  const { api, carrier, mails } = harness;
  return {
    ...{ clock, api, carrier, mails },
    advanceConfirmations: () => harness.advanceConfirmations(),
    stop: () => harness.stop(),
  };
}

function codeIn(text: string | undefined): string {
  return /\b\d{6}\b/.exec(text ?? '')?.[0] ?? 'none';
}

test('a new client whose phone is confirmed by a reply to the text gets the number that was held', async (t) => {
  const { api, carrier, stop } = await start();
  const begun = await api.createConfirmation(client);
  t.like(begun, { purpose: 'new_client', status: 'pending', channel: 'sms', sentTo: '+****7654' });
  const held = begun.clientProxyNumber ?? '';
  const [text] = carrier.phone(phone).inbox;
  t.is(text?.from, held);

  await carrier.phone(courier).call(held);
  t.deepEqual(carrier.phone(phone).rings, []);
  await carrier.phone(courier).text(held, codeIn(text?.body));
  t.is((await api.getConfirmation(begun.confirmationId)).status, 'pending');

  await carrier.phone(phone).text(held, `Mon code : ${codeIn(text?.body)}`);
  t.like(await api.getConfirmation(begun.confirmationId), { status: 'confirmed', proved: ['phone'] });
  t.like(await api.getClient('1'), { clientRealPhone: phone, clientProxyNumber: held });
  t.is(carrier.phone(phone).inbox.at(-1)?.body, 'Votre numéro est confirmé.');
  await carrier.phone(courier).call(held);
  t.is(carrier.phone(phone).rings.length, 1);
  await stop();
});

test('the cascade goes on to a call, which says the code to a person who presses the key, and to a mail', async (t) => {
  const { api, carrier, clock, mails, advanceConfirmations, stop } = await start();
  const begun = await api.createConfirmation(client);
  const [text] = carrier.phone(phone).inbox;
  carrier.phone(phone).react = (heard) => /touche (\d)/.exec(heard)?.[1];
  clock.advance(MINUTE);
  await advanceConfirmations();
  const [ring] = carrier.phone(phone).rings;
  t.true(
    ring?.heard?.some((heard) => heard.replaceAll(/\D/g, '').includes(codeIn(text?.body))),
    JSON.stringify(ring),
  );
  clock.advance(2 * MINUTE);
  await advanceConfirmations();
  t.is(mails.length, 1);
  t.notRegex(JSON.stringify(mails), new RegExp(codeIn(text?.body)));
  t.deepEqual(
    (await api.getConfirmation(begun.confirmationId)).messages.map(({ channel, status }) => [channel, status]),
    [
      ['sms', 'sent'],
      ['voice', 'sent'],
      ['email', 'sent'],
    ],
  );
  await stop();
});

test('five wrong codes are looked at', async (t) => {
  const { api, carrier, stop } = await start();
  const { confirmationId } = await api.createConfirmation(client);
  const right = codeIn(carrier.phone(phone).inbox[0]?.body);
  const wrong = right === '000000' ? '111111' : '000000';
  for (const left of [4, 3, 2, 1, 0]) {
    const error = await t.throwsAsync(api.verifyConfirmation(confirmationId, { code: wrong }));
    t.true(isProxyCallError(error, 'code_wrong'));
    t.like(error, { attemptsLeft: left });
  }
  const locked = await t.throwsAsync(api.verifyConfirmation(confirmationId, { code: right }));
  t.true(isProxyCallError(locked, 'code_locked'));
  await stop();
});
