import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { auditNames } from '../../src/domain/model/audit-names.js';
import type { Confirmation } from '../../src/domain/model/confirmation/confirmation.js';
import { hasConfirmationMac, signConfirmation } from '../../src/domain/model/confirmation/confirmation-mac.js';
import { CONFIRMATION_ENDED } from '../../src/domain/model/confirmation/ending.js';
import { hasOutboxMac, signOutboxEntry } from '../../src/domain/model/outbox-mac.js';
import type { OutboxEntry } from '../../src/domain/model/outbox.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { put } from '../../src/domain/services/commit.js';
import { endingPuts } from '../../src/domain/services/confirmations/ending-puts.js';
import { personWith } from '../../src/domain/services/persons.js';
import { recordHash } from '../../src/domain/services/record-hash.js';
import {
  aClient,
  aConfirmation,
  aNumber,
  anOrder,
  anOutboxEntry,
  aWantedContact,
  createSequentialIds,
  fictionalMobile as phone,
} from '../../src/entry/testing/index.js';
import { assertInvariants, everything } from '../../src/entry/testing/order-store-assertions.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import { temporaryFolder } from '../support.js';
import { setUp } from './set-up.js';

// Of people: 8001 is client 1, 8005 would become client 5, 8066 is the phone that client 1 wants.
const ids = createSequentialIds();
const hash = recordHash(ids);
const { personKey } = personWith(ids, phone(8005));
const QUARANTINE = DEFAULT_SETTINGS.quarantineMs;

const wanted = (index: number, fields = {}) =>
  aWantedContact(phone(index), {
    name: `Wanted ${index.toString()}`,
    mail: `w${index.toString()}@shop.example`,
    ...fields,
  });
const newClient = signConfirmation(
  hash,
  aConfirmation('new', {
    ...{ clientId: '5', wanted: wanted(8005), personKey, heldNumber: phone(5), proxyNumber: phone(5) },
    ...{ nextStepAt: 60_000, proved: ['mail'] },
  }),
);
const changePhone = signConfirmation(
  hash,
  aConfirmation('change', {
    ...{ purpose: 'change_phone', clientId: '1', wanted: wanted(8066), formerPhone: phone(8001) },
    personKey: personWith(ids, phone(8066)).personKey,
  }),
);
const messages = [
  anOutboxEntry('code', 'new', { clientId: '5', to: phone(8005), from: phone(5) }),
  anOutboxEntry('link', 'new', { clientId: '5', channel: 'email', message: 'link', to: 'w8005@shop.example' }),
  anOutboxEntry('going', 'new', { clientId: '5', channel: 'voice', to: phone(8005), status: 'claimed', tries: 1 }),
  anOutboxEntry('gone', 'new', { clientId: '5', status: 'sent', dueAt: undefined, endedAt: 7 }),
  anOutboxEntry('told', 'change', { clientId: '1', message: 'changed', to: phone(8001), digits: '66' }),
  anOutboxEntry('asked', 'change', { clientId: '1', to: phone(8066) }),
].map((entry) => signOutboxEntry(hash, entry));

async function scene(t: ExecutionContext, store: OrderStore) {
  t.teardown(() => store.close());
  await store.commit({
    puts: [
      put('client', aClient('1', { realPhone: phone(8001) })),
      put('number', aNumber(phone(5), { state: { status: 'held', by: 'new', since: 1 } })),
      put('order', anOrder('of-5', '5', { proxyNumber: phone(5) })),
      ...[newClient, changePhone].map((each) => put('confirmation', each)),
      ...messages.map((each) => put('outbox', each)),
    ],
  });
  const shop = setUp({ store, ids });
  const record = async <K extends 'confirmation' | 'outbox' | 'number' | 'order'>(kind: K, key: string) => {
    const read = await store.record(kind, key);
    if (read === undefined) throw new Error(`no ${kind} ${key}`);
    return read;
  };
  const text = async () => JSON.stringify([...(await everything(store)).values()]);
  return { ...shop, record, text };
}

async function allGenuine(t: ExecutionContext, store: OrderStore): Promise<void> {
  for (const { kind, value } of (await everything(store)).values()) {
    if (kind === 'confirmation') t.true(hasConfirmationMac(hash, value), value.id);
    if (kind === 'outbox') t.true(hasOutboxMac(hash, value), value.id);
  }
  await assertInvariants(store);
}

const STORES: Readonly<Record<string, (t: ExecutionContext) => Promise<OrderStore>>> = {
  memory: () => Promise.resolve(createMemoryStore()),
  sqlite(t) {
    const folder = temporaryFolder();
    t.teardown(folder.remove);
    return openSqliteStore({ path: join(folder.path, 'store.db') });
  },
};

for (const [name, open] of Object.entries(STORES)) {
  test(`${name}: a confirmation that ends gives its number up, sends nothing more, and closes the new client's orders`, async (t) => {
    const { store, clock, logger, carrier, record, text } = await scene(t, await open(t));
    const ports = { store, clock, logger, ids, ...carrier, settings: DEFAULT_SETTINGS };
    const now = clock.now();
    await store.commit({ puts: await endingPuts(ports, await record('confirmation', 'new'), 'expired', now) });
    const expected: Partial<Confirmation> = {
      status: 'expired',
      endedAt: now,
      proved: ['mail'],
      proxyNumber: phone(5),
    };
    t.like((await record('confirmation', 'new')).value, { ...expected, heldNumber: undefined, wanted: undefined });
    t.deepEqual((await record('number', phone(5))).value.state, { status: 'quarantined', until: now + QUARANTINE });
    t.like((await record('order', 'of-5')).value, { status: 'closed', closedAt: now });
    const refused: Partial<OutboxEntry> = { status: 'refused', reason: CONFIRMATION_ENDED, endedAt: now };
    for (const id of ['code', 'link'])
      t.like((await record('outbox', id)).value, { ...refused, to: undefined, dueAt: undefined });
    // Somebody is sending it.
    t.like((await record('outbox', 'going')).value, { status: 'claimed', to: phone(8005) });
    t.deepEqual((await record('outbox', 'gone')).value, messages[3]);
    t.false((await text()).includes('w8005@shop.example'));
    await allGenuine(t, store);
  });

  test(`${name}: orders of whoever has become a client under the same id meanwhile stay open`, async (t) => {
    const { store, clock, logger, carrier, record } = await scene(t, await open(t));
    const ports = { store, clock, logger, ids, ...carrier, settings: DEFAULT_SETTINGS };
    await store.commit({ puts: [put('client', aClient('5', { realPhone: phone(8050) }))] });
    const ended = await endingPuts(ports, await record('confirmation', 'new'), 'cancelled', clock.now());
    await store.commit({ puts: ended });
    t.is((await record('order', 'of-5')).value.status, 'open');
    t.is((await record('number', phone(5))).value.state.status, 'quarantined');
  });

  test(`${name}: a number that is held for another confirmation by now stays held`, async (t) => {
    const { store, clock, logger, carrier, record } = await scene(t, await open(t));
    const ports = { store, clock, logger, ids, ...carrier, settings: DEFAULT_SETTINGS };
    const other = { ...newClient, id: 'other', clientId: undefined, heldNumber: undefined };
    await store.commit({ puts: [put('confirmation', other)] });
    const read = await record('confirmation', 'other');
    // As somebody may have written it.
    const forged = { ...read, value: { ...read.value, heldNumber: phone(5) } };
    await store.commit({ puts: await endingPuts(ports, forged, 'cancelled', clock.now()) });
    t.is((await record('number', phone(5))).value.state.status, 'held');
  });

  test(`${name}: an erased client has no pending confirmation and no message any more`, async (t) => {
    const { store, clock, proxyCall, record, text } = await scene(t, await open(t));
    await proxyCall.eraseClient('1');
    const { value } = await record('confirmation', 'change');
    t.like(value, { status: 'cancelled', endedAt: clock.now(), wanted: undefined, fingerprint: undefined });
    t.like((await record('outbox', 'told')).value, { status: 'refused', to: undefined, digits: undefined });
    const left = await text();
    for (const gone of [phone(8001), phone(8066), 'w8066@shop.example', 'Wanted 8066'])
      t.false(left.includes(gone), gone);
    t.true(left.includes(phone(8005)), 'another person is not affected');
    t.is((await record('confirmation', 'new')).value.status, 'pending');
    await allGenuine(t, store);
  });

  test(`${name}: whoever is erased by phone before it is confirmed leaves nothing, and their number cools off`, async (t) => {
    const { store, clock, proxyCall, record, text } = await scene(t, await open(t));
    const exported = await proxyCall.exportPerson({ phone: phone(8005) });
    const ofNew = {
      confirmationId: 'new',
      purpose: 'new_client',
      status: 'pending',
      proved: ['mail'],
      approved: false,
    };
    t.like(exported.confirmations[0], { ...ofNew, clientName: 'Wanted 8005', clientRealPhone: phone(8005) });
    t.is(exported.confirmations.length, 1);
    t.deepEqual(
      exported.messages.map(({ messageId, channel, status, to }) => [messageId, channel, status, to]).sort(),
      [
        ['code', 'sms', 'pending', phone(8005)],
        ['going', 'voice', 'claimed', phone(8005)],
        ['gone', 'sms', 'sent', undefined],
        ['link', 'email', 'pending', 'w8005@shop.example'],
      ],
    );
    t.deepEqual(
      exported.orders.map(({ orderId, role }) => [orderId, role]),
      [['of-5', 'client']],
    );
    const erased = await proxyCall.erasePerson({ phone: phone(8005) });
    t.like(erased, { clientsErased: 0, ordersClosed: ['of-5'], ordersScrubbed: 1 });
    t.like((await record('confirmation', 'new')).value, { status: 'cancelled', fingerprint: undefined });
    t.deepEqual((await record('number', phone(5))).value.state, {
      status: 'quarantined',
      until: clock.now() + QUARANTINE,
    });
    t.like((await record('order', 'of-5')).value, { status: 'closed', fingerprint: undefined });
    t.like((await record('outbox', 'going')).value, { status: 'claimed', to: undefined });
    const left = await text();
    for (const gone of [phone(8005), 'w8005@shop.example', 'Wanted 8005']) t.false(left.includes(gone), gone);
    t.true(left.includes(phone(8066)), 'another person is not affected');
    await allGenuine(t, store);
    const again = await proxyCall.erasePerson({ phone: phone(8005) });
    t.like(again, { clientsErased: 0, ordersClosed: [], ordersScrubbed: 0 });
  });

  test(`${name}: whose phone somebody else wants is told so, and not by whom; their erasure ends it`, async (t) => {
    const { store, proxyCall, record, text } = await scene(t, await open(t));
    const exported = await proxyCall.exportPerson({ phone: phone(8066) });
    t.like(exported.confirmations[0], {
      ...{ purpose: 'change_phone', clientRealPhone: phone(8066), formerPhone: '+****8001' },
      ...{ clientName: undefined, clientMail: undefined },
    });
    const shown = JSON.stringify(exported);
    for (const theirs of [phone(8001), 'Wanted', '@shop.example']) t.false(shown.includes(theirs), theirs);
    await proxyCall.erasePerson({ phone: phone(8066) });
    t.is((await record('confirmation', 'change')).value.status, 'cancelled');
    t.false((await text()).includes(phone(8066)));
    t.true((await store.record('client', '1')) !== undefined);
    await allGenuine(t, store);
  });
}

test('the audit trail names a confirmation, as long as its id says nothing of somebody, and nothing that is sent or counted', (t) => {
  const names = (key: string) =>
    auditNames(hash, [
      { kind: 'outbox', key },
      { kind: 'counter', key },
      { kind: 'confirmation', key },
    ]).join();
  t.is(names('P-1'), 'confirmation:P-1');
  t.regex(names('ada@shop.example'), /^confirmation:#[\w-]{16}$/);
});
