import test from 'ava';
import type { E164 } from '../../src/domain/model/phone-number.js';
import { toWire } from '../../src/entry/wire.js';
import { phones, play, setScene } from './scene.js';

/** They end like the phone of somebody who called or texted. */
const SAME_LAST_FOUR = Object.values(phones).map((phone) => `+4420${phone.slice(-8)}` as E164);

test('whoever has the same last four digits is not shown what others wrote, and to whom', async (t) => {
  const scene = await setScene('memory');
  t.teardown(() => scene.close());
  const { adaNumber } = await play(scene);
  await scene.text(phones.dora, adaNumber, 'my door code is 4417');
  // The last caller is somebody else by now.
  await scene.call(phones.carl, adaNumber);
  for (const phone of SAME_LAST_FOUR) {
    const exported = await scene.proxyCall.exportPerson({ phone });
    t.deepEqual(exported.clients.length + exported.sessions.length + exported.participants.length, 0);
    for (const interaction of exported.interactions) {
      t.like(interaction, { answer: undefined, clientId: undefined, sessionId: undefined, carrierId: undefined });
    }
    t.false(JSON.stringify(toWire(exported)).includes('door code'));
  }
  t.true((await scene.proxyCall.exportPerson({ phone: SAME_LAST_FOUR[0] ?? phones.ada })).interactions.length > 0);
});

test('a proxy number is no person, to export or to erase', async (t) => {
  const scene = await setScene('memory');
  t.teardown(() => scene.close());
  const { adaNumber, open } = await play(scene);
  for (const phone of [adaNumber, open.clientNumber, open.courierNumber] as E164[]) {
    await t.throwsAsync(scene.proxyCall.exportPerson({ phone }), { code: 'invalid_request' });
    await t.throwsAsync(scene.proxyCall.erasePerson({ phone }), { code: 'invalid_request' });
  }
});
