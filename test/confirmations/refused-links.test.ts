import test from 'ava';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import type { MailReceipt } from '../../src/ports/mailer.js';
import { startScene } from './scene.js';

// A confirmation that begins with a mail, a text after an hour. The mail server refuses the mail.

const MINUTE = 60_000;
const STEPS = [
  { channel: 'email', afterMs: 0 },
  { channel: 'sms', afterMs: 60 * MINUTE },
] as const;
const phone = fictionalMobile(7654);
const client = { clientId: '1', clientName: 'Ada', clientMail: 'ada@shop.example' };

for (const [receipt, isHastened, tries] of [
  [{ isPermanent: true, about: 'mail', reason: '550 recipient' }, true, 1],
  [{ isPermanent: true, about: 'unclear', reason: '550 recipient' }, true, 2],
  [{ isPermanent: true, about: 'sender', reason: '535 login' }, true, 2],
  [{ isPermanent: false, about: 'mail', reason: '450 recipient' }, false, 2],
] as const) {
  const { isPermanent, about } = receipt;
  test(`a link that is refused ${isPermanent ? 'for good' : 'for now'}, about: ${about}`, async (t) => {
    const { first, mailer, carrier, clock } = await startScene(t, { confirmations: { steps: STEPS } });
    let sent = 0;
    const refusal: MailReceipt = { kind: 'refused', ...receipt };
    Object.assign(mailer, { send: () => ((sent += 1), Promise.resolve(refusal)) });
    await first.api.createConfirmation({ ...client, clientRealPhone: phone });
    await first.services.advanceConfirmations();
    t.is(carrier.phone(phone).inbox.length, isHastened ? 1 : 0, 'the next step is taken at once');
    clock.advance(MINUTE);
    await first.services.advanceConfirmations();
    t.is(sent, tries);
  });
}

for (const about of ['unclear', 'sender'] as const) {
  test(`a link that is refused again and again takes one step only, about: ${about}`, async (t) => {
    const steps = [...STEPS, { channel: 'voice', afterMs: 120 * MINUTE }] as const;
    const { first, mailer, carrier, clock } = await startScene(t, { confirmations: { steps } });
    let sent = 0;
    const refusal: MailReceipt = { kind: 'refused', isPermanent: true, about, reason: '550 recipient' };
    Object.assign(mailer, { send: () => ((sent += 1), Promise.resolve(refusal)) });
    await first.api.createConfirmation({ ...client, clientRealPhone: phone });
    for (let minute = 0; minute < 30; minute += 1) {
      clock.advance(MINUTE);
      await first.services.advanceConfirmations();
    }
    t.is(sent, 5);
    t.is(carrier.phone(phone).inbox.length, 1);
    t.deepEqual(carrier.phone(phone).rings, [], 'who got the text is not called for the mail');
    clock.advance(60 * MINUTE);
    await first.services.advanceConfirmations();
    t.is(carrier.phone(phone).rings.length, 1, 'in its time');
  });
}
