import test from 'ava';
import type { TextOptions } from '../../src/adapters/simulator/index.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import { codeIn, startScene } from './scene.js';

// Texts to the number that is held for a client who is to be confirmed.

const ada = fictionalMobile(7654);
const mallory = fictionalMobile(6661);
const client = { clientId: '1', clientName: 'Ada', clientMail: 'ada@shop.example', clientRealPhone: ada };

const texts: Readonly<Record<string, readonly [(code: string) => string, boolean, TextOptions?]>> = {
  'the code alone': [(code) => code, true],
  'the code in a sentence': [(code) => `Bonjour, mon code est ${code}.`, true],
  'a year and a house number beside it': [(code) => `le 12 mars 2026, ${code}`, true],
  'two groups of six digits': [(code) => `${code} 123456`, false],
  'the code in two groups': [(code) => `${code.slice(0, 3)} ${code.slice(3)}`, false],
  'the code inside a longer number': [(code) => `9${code}9`, false],
  'Arabic-Indic digits': [(code) => code.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit))), false],
  'full-width digits': [(code) => code.replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))), false],
  'STOP and nothing more': [() => 'STOP', false],
  nothing: [() => ' ', false],
  'a withheld sender': [(code) => code, false, { showing: 'anonymous' }],
  'a named sender': [(code) => code, false, { showing: 'ADA' }],
  'another phone': [(code) => code, false, { showing: mallory }],
  'a phone that differs in one digit': [(code) => code, false, { showing: fictionalMobile(7655) }],
};

for (const [what, [body, isProof, options]] of Object.entries(texts)) {
  test(`a text to the held number with ${what} is ${isProof ? 'the' : 'no'} proof`, async (t) => {
    const scene = await startScene(t);
    const { confirmationId, clientProxyNumber = '' } = await scene.first.api.createConfirmation(client);
    await scene.carrier
      .phone(ada)
      .text(clientProxyNumber, body(codeIn(scene.carrier.phone(ada).inbox.at(-1)?.body)), options);
    const { status, attemptsLeft } = await scene.first.api.getConfirmation(confirmationId);
    t.deepEqual([status, attemptsLeft], [isProof ? 'confirmed' : 'pending', 5]);
    // The same text again costs nothing, and nothing is answered to STOP.
    if (what.startsWith('STOP')) t.is(scene.carrier.phone(ada).inbox.length, 1);
  });
}
