import test from 'ava';
import { inSmsAlphabet, smsParts } from '../../src/domain/model/confirmation/sms-alphabet.js';
import {
  languageOf,
  writeMail,
  writeQuestion,
  writeSpokenCode,
  writeText,
  type WritingTerms,
} from '../../src/domain/model/confirmation/writing.js';
import { MESSAGE_KINDS } from '../../src/domain/model/outbox.js';
import { phoneNumber } from '../../src/domain/model/phone-number.js';
import { LANGUAGES } from '../../src/domain/model/phrases.js';

const terms: WritingTerms = { shopName: 'Chez Zoë & Filles', minutes: 10 };
const code = '480213';
/** As long as ours: an id, a MAC, and a name of a host that is not short. */
const link = `https://proxycall-shop.onrender.com/c/${'3'.repeat(36)}.${'A'.repeat(43)}`;
const names = ['{code}', '{link} {digits}', '<script>alert(1)</script>', '" onclick="x', '$& $1 $$', "O'Neill & <b>"];

for (const language of LANGUAGES) {
  for (const message of MESSAGE_KINDS) {
    for (const digits of ['42', undefined]) {
      const entry = { message, language, digits };
      const title = `${language}: ${message}${digits === undefined ? ' without digits' : ''}`;
      // A change of a phone says which one; that of a mail address has no digits.
      const isPossible = digits !== undefined || message === 'changed' || message === 'code' || message === 'link';
      if (!isPossible) continue;

      test(`${title}: the text has no empty place and fits two parts`, (t) => {
        if (message === 'link' || message === 'former_link') return void t.pass('never sent as a text');
        for (const [hasLink, mayReply] of [
          [true, true],
          [false, true],
          [true, false],
        ]) {
          const words = { code, link: hasLink === true ? link : undefined, mayReply: mayReply === true };
          for (const shopName of [undefined, terms.shopName, 'Boulangerie "Ô"']) {
            const text = writeText(
              entry,
              { ...words, link: message === 'code' ? undefined : words.link },
              { ...terms, shopName },
            );
            t.notRegex(text, /[{}]|undefined|\s{2}|\(\)/);
            t.true(smsParts(text) <= 2, `${smsParts(text).toString()}: ${text}`);
            t.is(text.includes(code), message !== 'changed');
            if (message === 'former_code' || (message === 'changed' && digits !== undefined))
              t.true(text.includes('42'));
            if (words.link !== undefined && message !== 'code') t.true(text.endsWith(link));
          }
        }
        t.true(smsParts(writeText(entry, { code, mayReply: false }, { ...terms, shopName: undefined })) <= 2);
      });

      test(`${title}: the mail has a link, no code, and nothing of the shop's name as markup`, (t) => {
        const links = {
          prove: message === 'changed' ? undefined : 'https://shop.example/c/a?b="&c',
          notMe: message === 'link' ? undefined : 'https://shop.example/c/n',
        };
        for (const shopName of [undefined, terms.shopName, ...names]) {
          const { subject, text, html } = writeMail(entry, links, { ...terms, shopName });
          for (const part of [subject, text, html]) {
            t.notRegex(part, /undefined|\{\w+\}(?<!\{code\}|\{link\}|\{digits\})/);
            t.false(part.includes(code));
          }
          t.false(subject.includes('\n'));
          t.notRegex(html, /<script|onclick="x|<b>/);
          t.true(html.includes(`lang="${language}"`));
          for (const url of [links.prove, links.notMe]) if (url !== undefined) t.true(text.includes(url));
          t.true(links.prove === undefined || html.includes('href="https://shop.example/c/a?b=&quot;&amp;c"'));
        }
      });
    }
  }

  test(`${language}: a name of a shop is what it is`, (t) => {
    for (const shopName of names) {
      const own = { ...terms, shopName };
      const entry = { message: 'code', language, digits: '42' } as const;
      const text = writeText(entry, { code, mayReply: true }, own);
      t.true(text.startsWith(inSmsAlphabet(shopName)), text);
      t.is(text.split(code).length, 2);
      t.true(writeQuestion(entry, '7', own).includes(shopName));
      t.true(writeMail({ ...entry, message: 'link' }, { prove: link }, own).subject.includes(shopName));
    }
  });

  test(`${language}: a call asks for a key, and says digits one by one`, (t) => {
    for (const message of ['code', 'former_code'] as const) {
      const question = writeQuestion({ message, language, digits: '42' }, '7', terms);
      t.regex(question, /\b7\b/);
      t.notRegex(question, /[{}]|undefined/);
      t.is(question.includes('42'), message === 'former_code');
    }
    const spoken = writeSpokenCode(language, code, terms);
    t.true(spoken.includes('4, 8, 0, 2, 1, 3'));
    t.notRegex(spoken, /[{}]|\d{2}/);
  });
}

test('the length of a text is counted as carriers count it', (t) => {
  const parts = (text: string) => smsParts(text);
  t.deepEqual(['a'.repeat(160), 'a'.repeat(161), 'a'.repeat(306), 'a'.repeat(307)].map(parts), [1, 2, 2, 3]);
  t.deepEqual(['€'.repeat(80), '€'.repeat(81)].map(parts), [1, 2]);
  t.deepEqual(['ê'.repeat(70), 'ê'.repeat(71), 'ê'.repeat(134), 'ê'.repeat(135)].map(parts), [1, 2, 2, 3]);
  t.is(parts('😀'.repeat(35)), 1);
  t.is(parts('😀'.repeat(36)), 2);
});

test('texts are written with the signs that a telephone has, where all of them can be', (t) => {
  t.is(inSmsAlphabet('C’est à vous : « código » não – déjà…'), 'C\'est à vous : " codigo " nao - déjà...');
  t.is(inSmsAlphabet('ΔΦ €[]'), 'ΔΦ €[]');
  // Nothing is gained where one sign needs the room of all.
  t.is(inSmsAlphabet('Łódź’'), 'Łódź’');
});

test('the language is that of the phone’s country, else the usual one', (t) => {
  const of = (phone: string) => languageOf(phoneNumber(phone), 'en');
  t.deepEqual(['+33639981234', '+447700900123', '+12025550123'].map(of), ['fr', 'en', 'en']);
  t.is(languageOf(phoneNumber('+447700900123'), 'de'), 'en');
});
