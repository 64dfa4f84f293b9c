import { join } from 'node:path';
import type { ExecutionContext } from 'ava';
import fc from 'fast-check';
import { createMemoryStore } from '../../src/adapters/memory/index.js';
import { openSqliteStore } from '../../src/adapters/sql/sqlite.js';
import { sameLine } from '../../src/domain/model/line.js';
import { maskPhoneNumber, type E164 } from '../../src/domain/model/phone-number.js';
import type { AnyRecord } from '../../src/domain/model/records.js';
import { HOUR_MS } from '../../src/domain/model/time.js';
import { createProxyCall, type ProxyCall } from '../../src/entry/library.js';
import { createFakeClock, createSequentialIds, type FakeClock } from '../../src/entry/testing/index.js';
import { everything } from '../../src/entry/testing/order-store-assertions.js';
import { toWire } from '../../src/entry/wire.js';
import type { OrderStore } from '../../src/ports/order-store.js';
import type { Ids } from '../../src/ports/runtime.js';
import { temporaryFolder } from '../support.js';
import { expectNothingLeft, leavesOf, type Leaf } from './person-leaves.js';
import { beginConfirmation, isOfPerson, unconfirmedClient } from './person-confirmations.js';
import { deliverCall, deliverText, directCarrier } from './direct-carrier.js';

/** The first three are clients, and couriers of each other; the others couriers and callers. One line is spelled in two ways. */
const PEOPLE = ['+33639985001', '+33639985002', '+5491199000001', '+541199000001', '+33199001111', '+33199002222'];
const CLIENTS = 3;

const person = fc.nat(PEOPLE.length - 1);
const client = fc.nat(CLIENTS - 1);
const kinds = {
  order: fc.record({ client, courier: fc.option(person, { nil: undefined }), hasKey: fc.boolean() }),
  close: fc.record({ order: fc.nat(9) }),
  courier: fc.record({ order: fc.nat(9), courier: person }),
  move: fc.record({ client, phone: person }),
  call: fc.record({ from: person, to: fc.nat(9), code: fc.option(fc.nat(9), { nil: undefined }) }),
  text: fc.record({ from: person, to: fc.nat(9), isStop: fc.boolean() }),
  confirm: fc.record({
    client: fc.option(client, { nil: undefined }),
    wanted: person,
    former: fc.option(person, { nil: undefined }),
  }),
  wait: fc.record({ hours: fc.constantFrom(1, 3, 30, 24 * 8) }),
  maintain: fc.record({}),
} as const;
type Steps = { [K in keyof typeof kinds]: (typeof kinds)[K] extends fc.Arbitrary<infer T> ? { kind: K } & T : never };
type Step = Steps[keyof Steps];

const weights: Readonly<Record<keyof typeof kinds, number>> = {
  ...{ order: 4, close: 1, courier: 1, move: 1, call: 5, text: 5, confirm: 3, wait: 1, maintain: 1 },
};
const step = fc.oneof(
  ...Object.entries(kinds).map(([kind, fields]) => ({
    weight: weights[kind as keyof typeof kinds],
    arbitrary: (fields as fc.Arbitrary<object>).map((values) => ({ kind, ...values }) as Step),
  })),
);

interface Run {
  readonly proxyCall: ProxyCall;
  readonly store: OrderStore;
  readonly ids: Ids;
  readonly clock: FakeClock;
  readonly numbers: string[];
  readonly codes: string[];
  orders: number;
  events: number;
}

const phoneOf = (index: number) => (PEOPLE[index] ?? '') as E164;

/** Refusals are a part of history. */
async function perform(each: Step, run: Run): Promise<void> {
  const { proxyCall, clock } = run;
  const named = { id: `d${(run.events += 1).toString()}` };
  switch (each.kind) {
    case 'order':
      return order(each, run);
    case 'close':
      await proxyCall.closeOrder(each.order.toString(), { endSession: true });
      return;
    case 'courier':
      await proxyCall.changeCourier(each.order.toString(), { courierPhone: phoneOf(each.courier) });
      return;
    case 'move':
      await proxyCall.updateClient(each.client.toString(), { clientRealPhone: phoneOf(each.phone) });
      return;
    case 'call': {
      const delivery = { ...named, from: phoneOf(each.from), to: numberOf(each.to, run) };
      const code = each.code === undefined ? undefined : run.codes[each.code % Math.max(1, run.codes.length)];
      await deliverCall(proxyCall, delivery);
      if (code === undefined) return;
      const entered = { digits: code, attempt: 1, questionId: delivery.id };
      await deliverCall(proxyCall, { ...delivery, id: `${delivery.id}-1` }, entered);
      return;
    }
    case 'text': {
      const body = each.isStop ? 'STOP' : `text ${run.events.toString()} of ${phoneOf(each.from).slice(-4)}`;
      await deliverText(proxyCall, { ...named, from: phoneOf(each.from), to: numberOf(each.to, run) }, body);
      return;
    }
    case 'confirm':
      return beginConfirmation(run, {
        id: named.id,
        clientId: each.client?.toString(),
        phone: phoneOf(each.wanted),
        formerPhone: each.former === undefined ? undefined : phoneOf(each.former),
      });
    case 'wait':
      clock.advance(each.hours * HOUR_MS);
      return;
    case 'maintain':
      return proxyCall.runMaintenance();
  }
}

function numberOf(index: number, { numbers }: Run): string {
  return numbers[index % Math.max(1, numbers.length)] ?? '+33639980000';
}

async function order({ client, courier, hasKey }: Steps['order'], run: Run): Promise<void> {
  const orderId = (run.orders++).toString();
  const known = await run.proxyCall.getClient(client.toString()).catch(() => undefined);
  const receipt = await run.proxyCall.createOrder(
    {
      orderId,
      clientId: client.toString(),
      clientName: `Name ${client.toString()}`,
      clientMail: `mail${client.toString()}@shop.example`,
      clientRealPhone: known?.clientRealPhone ?? phoneOf(client),
      clientIsoResidency: 'FR',
      courierPhone: courier === undefined ? undefined : phoneOf(courier),
    },
    hasKey ? { idempotencyKey: `key ${orderId}` } : {},
  );
  for (const number of [receipt.clientProxyNumber, receipt.courierProxyNumber])
    if (number !== undefined && !run.numbers.includes(number)) run.numbers.push(number);
  if (receipt.orderCode !== undefined) run.codes.push(receipt.orderCode);
}

const stores: Readonly<Record<'memory' | 'sqlite', (path: string) => Promise<OrderStore>>> = {
  memory: () => Promise.resolve(createMemoryStore()),
  sqlite: (path) => openSqliteStore({ path }),
};

const wants = (wanted: number): Step => ({ kind: 'confirm', client: 1, wanted, former: undefined });
/** A history that a random one has found: an id that was to be one person's, and is to be another's now. */
const EXAMPLES: [Step[], number][] = [[[wants(0), { kind: 'maintain' }, wants(1)], 1]];

/** Makes this many random histories, and in each one exports and erases a person. */
export async function whatIsErasedWasExported(
  t: ExecutionContext,
  name: 'memory' | 'sqlite',
  runs: number,
): Promise<void> {
  const folder = temporaryFolder();
  t.teardown(folder.remove);
  let [count, removals] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 50, size: 'max' }), person, async (steps, index) => {
      const clock = createFakeClock();
      const store = await stores[name](join(folder.path, `${(count += 1).toString()}.db`));
      const settings = { language: 'en', topUpSize: 2, sayName: true, whisper: true } as const;
      const ids = createSequentialIds(count);
      const proxyCall = createProxyCall({ ...directCarrier(), store, clock, ids, settings });
      const run: Run = { proxyCall, store, ids, clock, numbers: [], codes: [], orders: 0, events: 0 };
      try {
        for (const each of steps) await perform(each, run).catch(expectRefusal);
        removals += await expectExported(store, proxyCall, phoneOf(index));
      } finally {
        await proxyCall.close();
      }
    }),
    { numRuns: runs, examples: EXAMPLES },
  );
  t.log(`${removals.toString()} values were erased`);
  t.true(removals > runs);
}

/** What a history may be refused: an order that is closed or unknown, a person who cannot be told from another. */
function expectRefusal(error: unknown): void {
  if (!(error instanceof Error && 'code' in error)) throw error;
  const known = ['client_mismatch', 'client_not_found', 'order_conflict', 'order_not_found', 'invalid_request'];
  if (!known.includes(String(error.code))) throw error;
}

/** @returns how many values the erasure removed */
async function expectExported(store: OrderStore, proxyCall: ProxyCall, phone: E164): Promise<number> {
  const personExport = await proxyCall.exportPerson({ phone });
  const exported = leavesOf(toWire(personExport)).map(({ text }) => text);
  const certain = new Set(
    personExport.interactions.flatMap(({ id, carrierId }) => (carrierId === undefined ? [] : [id])),
  );
  const before = await everything(store);
  await proxyCall.erasePerson({ phone });
  const after = await everything(store);
  const own = new Set(
    [...before.values()].flatMap((record) =>
      record.kind === 'client' && sameLine(record.value.realPhone, phone)
        ? [record.value.id]
        : unconfirmedClient(record, before, phone),
    ),
  );
  let removals = 0;
  for (const [id, record] of before) {
    const kept = new Set(leavesOf(after.get(id)?.value).map(({ text }) => text));
    for (const leaf of leavesOf(exportedPart(record, certain))) {
      if (kept.has(leaf.text) || !isPersonal(record, leaf, own)) continue;
      removals += 1;
      const shown = isOfAnother(leaf, phone) ? maskPhoneNumber(leaf.text) : leaf.text;
      const isThere = exported.some((text) => text === shown || (leaf.name === 'codeSuffix' && text.endsWith(shown)));
      if (!isThere) throw new Error(`${id}: ${leaf.name} ${leaf.text} was erased and is not in the export`);
    }
  }
  expectNothingLeft([...after.values()], phone);
  return removals;
}

/**
 * What of a record must be exported before it is erased. Announcements say nothing about anybody. Of a call or text that is not, or not
 * certainly, about this person, an erasure drops the answer and the masked caller to be certain, and an export does not show them: only
 * the last four digits speak for them, or a phone that was theirs and is somebody else's by now.
 */
function exportedPart(record: AnyRecord, certain: ReadonlySet<string>): object {
  if (record.kind !== 'interaction' || record.value.channel === undefined) return record.value;
  const { plan, from, ...rest } = record.value;
  if (!certain.has(rest.id)) return rest;
  const isAnnouncement = plan?.kind === 'say' || (plan?.kind === 'ask_code' && plan.otherwise.kind === 'say');
  return isAnnouncement ? { ...rest, from } : record.value;
}

/** Not of this person: status words, and what a session says of others: their person keys, and the name of another client. */
function isPersonal(record: AnyRecord, leaf: Leaf, own: ReadonlySet<string>): boolean {
  const { name } = leaf;
  if (record.kind === 'number') return name === 'friendlyName';
  if (record.kind === 'confirmation' || record.kind === 'outbox') return isOfPerson(record, leaf, own);
  if (record.kind !== 'session') return true;
  if (name === 'optedOut') return false;
  return own.has(record.value.clientId) || !['maskedName', 'homeCountry'].includes(name);
}

/** A phone that is shown masked: that of whom the person was connected with. */
function isOfAnother({ name, text }: Leaf, phone: E164): boolean {
  return (
    ['to', 'lastCaller', 'phone', 'formerPhone'].includes(name) &&
    text.startsWith('+') &&
    !sameLine(text as E164, phone)
  );
}
