import test from 'ava';
import fc from 'fast-check';
import {
  CONFIRMATION_STATUSES,
  confirmationDueAt,
  isPending,
  type Confirmation,
} from '../../src/domain/model/confirmation/confirmation.js';
import {
  hasConfirmationMac,
  scrubConfirmation,
  signConfirmation,
} from '../../src/domain/model/confirmation/confirmation-mac.js';
import { endConfirmation, refuseEntry, type EndStatus } from '../../src/domain/model/confirmation/ending.js';
import { claimsOf, referencesOf } from '../../src/domain/model/invariants.js';
import { hasOutboxMac, scrubOutboxEntry, signOutboxEntry } from '../../src/domain/model/outbox-mac.js';
import type { OutboxEntry } from '../../src/domain/model/outbox.js';
import { rulesOf } from '../../src/domain/model/records.js';
import {
  aConfirmation,
  anOutboxEntry,
  aWantedContact,
  fictionalMobile as phone,
  personOf,
} from '../../src/entry/testing/records.js';
import { createSequentialIds } from '../../src/entry/testing/runtime.js';

const ids = createSequentialIds();
const keyedHash = (purpose: 'record', text: string) => ids.keyedHash(purpose, text);
const otherHash = (purpose: 'record', text: string) => `other ${ids.keyedHash(purpose, text)}`;

const maybe = <T>(value: T) => fc.constantFrom(value, undefined);
const when = fc.nat(1_000);
const confirmations: fc.Arbitrary<Confirmation> = fc
  .record({
    clientId: maybe('1'),
    wanted: maybe(aWantedContact(phone(9100))),
    personKey: maybe(personOf(9100).personKey),
    formerPhone: maybe(phone(9000)),
    heldNumber: maybe(phone(1)),
    proxyNumber: maybe(phone(1)),
    fingerprint: maybe('digest'),
    nextStepAt: fc.option(when, { nil: undefined }),
    expiresAt: when,
    createdAt: when,
    attempts: fc.nat(5),
    approved: fc.boolean(),
  })
  .map((fields) => aConfirmation('c', fields));
const entries: fc.Arbitrary<OutboxEntry> = fc
  .record({
    to: maybe('ada@shop.example'),
    digits: maybe('01'),
    from: maybe(phone(1)),
    createdAt: when,
    tries: fc.nat(3),
  })
  .map((fields) => anOutboxEntry('e', 'c', fields));
const endings = fc.constantFrom(...CONFIRMATION_STATUSES.filter((each): each is EndStatus => each !== 'pending'));

test('a confirmation that has ended wants, holds, claims and needs nothing, and is due no more', (t) => {
  fc.assert(
    fc.property(confirmations, endings, endings, when, when, (confirmation, status, then, now, later) => {
      const ended = endConfirmation(confirmation, status, now);
      t.like(ended, { status, endedAt: now, id: 'c', createdAt: confirmation.createdAt });
      for (const field of ['wanted', 'personKey', 'formerPhone', 'heldNumber', 'nextStepAt'] as const)
        t.is(ended[field], undefined);
      t.is(ended.proxyNumber, confirmation.proxyNumber);
      t.false(isPending(ended));
      t.is(confirmationDueAt(ended), undefined);
      t.deepEqual(claimsOf({ kind: 'confirmation', value: ended }), []);
      t.deepEqual(referencesOf({ kind: 'confirmation', value: ended }), []);
      t.is(rulesOf('confirmation').retention?.since(ended), now);
      t.true(rulesOf('confirmation').writeOrder(ended) < rulesOf('number').writeOrder({}));
      // A repeated request gets an answer only while it is confirmed.
      const fingerprint = then === 'confirmed' ? ended.fingerprint : undefined;
      t.deepEqual(endConfirmation(ended, then, later), { ...ended, status: then, fingerprint });
    }),
  );
});

test('a pending confirmation claims and needs the number that is held for it, and is written after that', (t) => {
  fc.assert(
    fc.property(confirmations, (value) => {
      const { heldNumber, clientId } = value;
      const references = heldNumber === undefined ? [] : [{ kind: 'number', key: heldNumber, fact: 'held simulated' }];
      t.deepEqual(referencesOf({ kind: 'confirmation', value }), references as never);
      t.is(
        claimsOf({ kind: 'confirmation', value }).length,
        [heldNumber, clientId].filter((each) => each !== undefined).length,
      );
      t.true(rulesOf('confirmation').writeOrder(value) > rulesOf('number').writeOrder({}));
      const { nextStepAt = Infinity, expiresAt } = value;
      t.is(confirmationDueAt(value), Math.min(nextStepAt, expiresAt));
      t.is(rulesOf('confirmation').retention?.since(value), undefined);
    }),
  );
});

test('a message that was refused is sent to nobody, and is due no more', (t) => {
  fc.assert(
    fc.property(entries, when, (entry, now) => {
      const refused = refuseEntry(entry, 'why', now);
      const expected = { status: 'refused', to: undefined, dueAt: undefined, endedAt: now, reason: 'why' };
      t.deepEqual(refused, { ...entry, ...expected } as OutboxEntry);
      t.is(rulesOf('outbox').dueAt(refused), undefined);
      t.is(rulesOf('outbox').retention?.since(refused), now);
    }),
  );
});

test('what ProxyCall has signed is genuine, before an erasure in the store and after it', (t) => {
  fc.assert(
    fc.property(confirmations, entries, (unsigned, entry) => {
      const confirmation = signConfirmation(keyedHash, unsigned);
      t.true(hasConfirmationMac(keyedHash, confirmation));
      t.true(hasConfirmationMac(keyedHash, scrubConfirmation(confirmation)));
      t.deepEqual(signConfirmation(keyedHash, confirmation), confirmation, 'signing twice changes nothing');
      t.false(hasConfirmationMac(otherHash, confirmation));
      t.false(hasConfirmationMac(keyedHash, unsigned));
      const message = signOutboxEntry(keyedHash, entry);
      t.true(hasOutboxMac(keyedHash, message));
      t.true(hasOutboxMac(keyedHash, scrubOutboxEntry(message)));
      t.false(hasOutboxMac(otherHash, message));
      t.false(hasOutboxMac(keyedHash, entry));
    }),
  );
});

/** What an editor of the store may write into each field. */
const FORGED: Readonly<Partial<Record<keyof Confirmation, unknown>>> = {
  ...{ id: 'd', purpose: 'change_phone', status: 'confirmed', clientId: '2', wanted: aWantedContact(phone(66)) },
  ...{ personKey: 'k', formerPhone: phone(66), heldNumber: phone(66), proxyNumber: phone(66), carrier: 'another' },
  ...{ language: 'pt', origin: 'public', fingerprint: 'forged', generation: 2, generationAt: 2, attempts: -1 },
  ...{ sends: { sms: -9, voice: 0, email: 0 }, step: -1, nextStepAt: -1, proved: ['phone'], createdAt: -1 },
  ...{ expiresAt: 1e15, endedAt: 1e15, approved: 'yes' },
};

test('a confirmation of which one field was changed, filled or emptied by hand is none', (t) => {
  fc.assert(
    fc.property(confirmations, (unsigned) => {
      const confirmation = signConfirmation(keyedHash, unsigned);
      const scrubbed = scrubConfirmation(confirmation);
      for (const [field, forged] of Object.entries(FORGED)) {
        t.false(hasConfirmationMac(keyedHash, { ...confirmation, [field]: forged }), field);
        t.false(hasConfirmationMac(keyedHash, { ...scrubbed, [field]: forged }), `${field} after an erasure`);
        const emptied = { ...confirmation, [field]: undefined };
        const isUnchanged = confirmation[field as keyof Confirmation] === undefined;
        const isErased = scrubConfirmation(emptied) === emptied && scrubConfirmation(confirmation) !== confirmation;
        t.is(hasConfirmationMac(keyedHash, emptied), isUnchanged || isErased, `${field} emptied`);
      }
      t.deepEqual(
        Object.keys(FORGED).sort(),
        Object.keys(confirmation)
          .filter((name) => name !== 'mac')
          .sort(),
      );
    }),
  );
});

test('a message that somebody has sent elsewhere, by hand, is none', (t) => {
  fc.assert(
    fc.property(entries, (entry) => {
      const message = signOutboxEntry(keyedHash, entry);
      const changes = [
        { to: 'eve@example.com' },
        ...[
          { message: 'former_link' },
          { channel: 'email' },
          { confirmationId: 'd' },
          { generation: 2 },
          { tries: -1 },
        ],
        ...[{ status: 'sent' }, { dueAt: 2 }, { from: phone(66) }, { digits: '99' }, { id: 'f' }],
      ] as readonly Partial<OutboxEntry>[];
      for (const forged of changes) {
        t.false(hasOutboxMac(keyedHash, { ...message, ...forged }), JSON.stringify(forged));
        t.false(hasOutboxMac(keyedHash, { ...scrubOutboxEntry(message), ...forged }), JSON.stringify(forged));
      }
    }),
  );
});
