import test from 'ava';
import { refusalOf } from '../../src/adapters/smtp/faults.js';
import type { MailReceipt } from '../../src/ports/mailer.js';

// What an answer of a mail server is about: this mail, every mail of this sender, or nobody can tell.

type About = Extract<MailReceipt, { kind: 'refused' }>['about'];

function aboutOf(command: 'RCPT TO' | 'DATA' | 'MAIL FROM', response: string): About {
  const responseCode = Number(response.slice(0, 3));
  return refusalOf({ code: 'EENVELOPE', command, responseCode, response }, false).about;
}

for (const [about, response] of [
  ['mail', '550 ada@client.example: no such person'],
  ['mail', '550 5.1.1 no such user'],
  ['mail', '550 5.1.1: no such user'],
  ['mail', '550-5.1.1 no such user\r\n550 5.1.1 really'],
  ['mail', '450 4.2.1 try again'],
  ['mail', '550 5.4.1 Recipient address rejected: Access denied. AS(201806281)'],
  ['mail', '550 5.4.4 Unable to route'],
  ['unclear', '550 5.7.1 denied'],
  ['unclear', '550 5.7.1: denied'],
  ['unclear', '450 4.7.1 greylisted'],
  ['unclear', '555 5.5.2 syntax error'],
  ['unclear', '550 5.0.0 rejected'],
  ['sender', '550 5.1.8 bad sender'],
  ['sender', '550 5.1.7: bad sender'],
  ['sender', '452 4.3.1 system full'],
  ['sender', '550 5.4.5 daily limit'],
  ['sender', '550 5.4.5: daily limit'],
  ['sender', '421 closing'],
  ['sender', '421 4.7.0 too many'],
] as const) {
  test(`a refused recipient: ${JSON.stringify(response)} is about: ${about}`, (t) => {
    t.is(aboutOf('RCPT TO', response), about);
  });
}

test('5.4.1 says something of a recipient only where that is refused', (t) => {
  t.is(aboutOf('DATA', '550 5.4.1 no answer from host'), 'unclear');
  t.is(aboutOf('DATA', '554 5.6.0 content rejected'), 'mail');
  t.is(aboutOf('DATA', '552 5.3.4 too big'), 'mail');
});

test('a refused sender, login or connection is every mail’s', (t) => {
  t.is(aboutOf('MAIL FROM', '550 5.1.1 no such user'), 'sender');
  for (const error of [{ code: 'EAUTH', responseCode: 535 }, { code: 'ECONNECTION' }, { code: 'ETIMEDOUT' }])
    t.is(refusalOf(error, false).about, 'sender');
});

test('what is refused for good is so by the class of the answer, whatever it is about', (t) => {
  for (const [responseCode, isPermanent] of [
    [550, true],
    [535, true],
    [421, false],
    [450, false],
  ] as const) {
    t.is(
      refusalOf({ command: 'RCPT TO', responseCode, response: `${responseCode.toString()} 5.7.1 x` }, false)
        .isPermanent,
      isPermanent,
    );
    t.is(refusalOf({ code: 'EAUTH', responseCode }, false).isPermanent, isPermanent);
  }
  t.false(refusalOf({ code: 'ECONNECTION' }, false).isPermanent);
});
