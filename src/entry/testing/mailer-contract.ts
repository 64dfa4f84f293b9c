import assert from 'node:assert/strict';
import { isProxyCallError } from '../../domain/model/errors.js';
import type { MailBehaviour } from '../../adapters/memory/index.js';
import type { Mailer, MailReceipt, OutgoingMail } from '../../ports/mailer.js';
import { casesOf, type ContractCase, type Promises } from './contract.js';

/** A mailer, and what is behind it. */
export interface MailerUnderTest {
  readonly mailer: Mailer;
  /**
   * Says what the server does with mails from now on: `accepts`, `refuses` (for good, 5xx), `defers` (for now, 4xx), `loses` (takes the
   * content and does not answer).
   */
  readonly behave: (behaviour: MailBehaviour) => void;
  /** What has arrived, as its readers see it: decoded, in order. */
  readonly arrived: () => Promise<readonly ArrivedMail[]>;
  /** Closes both. */
  readonly close: () => Promise<void>;
}

/** A mail as its reader sees it. `messageId` is without a host that the mailer has added. */
export interface ArrivedMail extends OutgoingMail {
  /** The names of its headers, in lower case. Undefined where there are none, as in memory. */
  readonly headers?: readonly string[] | undefined;
}

/** How the suite opens mailers. */
export interface MailerContractOptions {
  /** Opens a mailer, and a server behind it that accepts everything. */
  readonly open: () => Promise<MailerUnderTest>;
}

/**
 * The contract suite of {@link Mailer}.
 *
 * @example With the test runner of Node.
 * ```ts
 * import test from 'node:test';
 * import { createMemoryMailer } from 'proxycall/memory';
 * import { mailerContract } from 'proxycall/testing';
 *
 * const open = async () => {
 *   const mailer = createMemoryMailer();
 *   return {
 *     mailer,
 *     behave: (behaviour: typeof mailer.behaviour) => void (mailer.behaviour = behaviour),
 *     arrived: async () => mailer.mails,
 *     close: () => mailer.close(),
 *   };
 * };
 *
 * for (const { name, run } of mailerContract({ open })) test(name, run);
 * ```
 */
export function mailerContract({ open }: MailerContractOptions): readonly ContractCase[] {
  return casesOf(PROMISES, async (check) => {
    const opened = await open();
    try {
      await check(opened);
    } finally {
      await opened.close();
    }
  });
}

const MAIL: OutgoingMail = {
  messageId: 'm-1.a_b',
  to: 'ada@shop.example',
  subject: 'Your number',
  text: 'Open https://shop.example/c/1',
  html: '<p>Open <a href="https://shop.example/c/1">this</a></p>',
};

/** What must not be in a reason or an error. */
const PERSONAL = /ada|shop|number|@|open/i;

const PROMISES: Promises<MailerUnderTest> = {
  'hands over a mail as it is, with its text, its HTML and its message id': async ({ mailer, arrived }) => {
    assert.deepEqual(await mailer.send(MAIL), { kind: 'accepted' });
    const answered = { ...MAIL, messageId: 'm-2@host.example', replyTo: 'help@shop.example' };
    assert.deepEqual(await mailer.send(answered), { kind: 'accepted' });
    assert.deepEqual((await arrived()).map(withoutHeaders), [MAIL, answered]);
  },

  'hands over every character': async ({ mailer, arrived }) => {
    const unusual = {
      ...MAIL,
      subject: 'Zoë’s 号码 📦 "quoted", =?utf-8?Q?not_encoded?= & <b>',
      text: `.\n..\nÀ très bientôt, 李\n.\nFrom here\n${'long '.repeat(300)}\n=3D %0A {x}`,
      html: `<p>À &amp; “${'é'.repeat(400)}” 📦</p>\n.\n<p>.</p>`,
    };
    assert.deepEqual(await mailer.send(unusual), { kind: 'accepted' });
    assert.deepEqual((await arrived()).map(withoutHeaders), [unusual]);
  },

  'sends a mail again under the same message id': async ({ mailer, arrived }) => {
    await mailer.send(MAIL);
    await mailer.send(MAIL);
    assert.deepEqual(
      (await arrived()).map(({ messageId }) => messageId),
      [MAIL.messageId, MAIL.messageId],
    );
  },

  'says that it was refused for good, or for now, without an address': async ({ mailer, behave, arrived }) => {
    for (const [behaviour, isPermanent] of [
      ['refuses', true],
      ['defers', false],
    ] as const) {
      behave(behaviour);
      const { reason, about, ...receipt } = refused(await mailer.send(MAIL));
      assert.deepEqual(receipt, { kind: 'refused', isPermanent });
      assert.ok(['mail', 'sender', 'unclear'].includes(about), about);
      assert.match(reason, isPermanent ? /^5\d\d \w+$/ : /^4\d\d \w+$/);
      assert.doesNotMatch(reason, PERSONAL);
    }
    assert.deepEqual(await arrived(), []);
    behave('accepts');
    assert.equal((await mailer.send(MAIL)).kind, 'accepted');
  },

  'says that nobody can tell when there is no answer to the content': async ({ mailer, behave }) => {
    behave('loses');
    await assert.rejects(mailer.send(MAIL), (error) => {
      assert.ok(isProxyCallError(error, 'outcome_unknown'));
      assert.doesNotMatch(`${error.message} ${String(error.cause)}`, PERSONAL);
      return true;
    });
  },

  'refuses what would add a recipient or a header': async ({ mailer, arrived }) => {
    const attempts: readonly Partial<OutgoingMail>[] = [
      ...FORGED_ADDRESSES.flatMap((address) => [{ to: address }, { replyTo: address }]),
      ...['\r\nBcc: eve@evil.example', '\nBcc: eve@evil.example', '\r', '\0'].map((end) => ({
        subject: `Hello${end}`,
      })),
      ...['', 'a>\r\nBcc: eve@evil.example', 'a b', '<a>', 'a@b@c', 'x'.repeat(65), 'ä'].map((messageId) => ({
        messageId,
      })),
    ];
    for (const attempt of attempts) {
      const receipt = refused(await mailer.send({ ...MAIL, ...attempt }));
      assert.equal(receipt.isPermanent, true, JSON.stringify(attempt));
      assert.match(receipt.reason, /^[a-z_]+$/);
    }
    assert.deepEqual(await arrived(), []);
  },

  'takes what looks like a header, or like a file, in a text for text': async ({ mailer, arrived }) => {
    const text = 'Bcc: eve@evil.example\r\n\r\nhttp://127.0.0.1/ file:///etc/passwd\n\nTo: eve@evil.example';
    assert.deepEqual(await mailer.send({ ...MAIL, text, html: text }), { kind: 'accepted' });
    const [mail] = await arrived();
    assert.deepEqual([mail?.to, mail?.subject], [MAIL.to, MAIL.subject]);
    assert.equal(mail?.headers?.includes('bcc') ?? false, false);
    assert.ok(mail?.text.includes('file:///etc/passwd'));
  },

  'can be asked whether the server can be used': async ({ mailer, arrived }) => {
    await mailer.check();
    assert.deepEqual(await arrived(), []);
  },
};

const FORGED_ADDRESSES = [
  '',
  'ada',
  '@shop.example',
  'ada@',
  'ada@shop.example,eve@evil.example',
  'ada@shop.example; eve@evil.example',
  'ada@shop.example eve@evil.example',
  'ada@shop.example\r\nBcc: eve@evil.example',
  'ada@shop.example\nRCPT TO:<eve@evil.example>',
  'ada@shop.example>\r\nRCPT TO:<eve@evil.example',
  'Ada <ada@shop.example>',
  '<ada@shop.example>',
  'ada@shop.example (eve@evil.example)',
  'ada(comment)@shop.example',
  '"ada"@shop.example',
  '"eve@evil.example, x"@shop.example',
  'ada@shop.example@evil.example',
  'friends: ada@shop.example, eve@evil.example;',
  'ada@[127.0.0.1]',
  'ada@shop..example',
  'ada@-shop.example',
  'ada\u0000@shop.example',
  'ada\u200b@shop.example',
  `${'a'.repeat(65)}@shop.example`,
  `ada@${'a.'.repeat(130)}example`,
];

function refused(receipt: MailReceipt): Extract<MailReceipt, { kind: 'refused' }> {
  assert.equal(receipt.kind, 'refused');
  return receipt;
}

function withoutHeaders({ headers: _, ...mail }: ArrivedMail): OutgoingMail {
  return mail;
}
