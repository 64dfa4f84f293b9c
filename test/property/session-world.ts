import fc from 'fast-check';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import { ANNOUNCEMENTS, type Announcement } from '../../src/domain/model/phrases.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';

/** Operates the program under test, in terms of the reference model below. */
export interface Driver {
  now(): number;
  advance(milliseconds: number): void;
  order(request: OrderRequest): Promise<Receipt>;
  close(orderId: string): Promise<void>;
  changeCourier(orderId: string, courier: string): Promise<Receipt>;
  move(clientId: string, phone: string): Promise<void>;
  erase(clientId: string): Promise<void>;
  runMaintenance(): Promise<void>;
  /** Calls and presses these keys when asked for them. */
  call(from: string, to: string, keys: readonly string[]): Promise<Reached>;
  text(from: string, to: string, body: string): Promise<Reached>;
  sharedNumbers(): Promise<readonly string[]>;
}

export interface OrderRequest {
  readonly orderId: string;
  readonly clientId: string;
  readonly phone: string;
  readonly courier: string | undefined;
  readonly hours: number | undefined;
}

export interface Receipt {
  readonly clientNumber: string;
  readonly courierNumber: string | undefined;
  readonly code: string | undefined;
}

/** Who was reached and what they were shown, or what the caller was told. */
export type Reached =
  { readonly phone: string; readonly shown: string } | { readonly told: Announcement } | { readonly silence: true };

const { hardCoolingMs: HARD, softCoolingMs: SOFT, quarantineMs: QUARANTINE } = DEFAULT_SETTINGS;
const HOUR = 3_600_000;
const LONG = DEFAULT_SETTINGS.sessionMs;

const CLIENTS = 4;
const clientPhones = Array.from({ length: 6 }, (_, index) => fictionalMobile(9000 + index));
// The last client is also a courier of others.
const couriers = ['+33199001111', '+33199002222', '+33639987000', clientPhones[5] ?? ''];
const unknownCallers = ['+33199008881', '+33199008882', 'anonymous'];
export const people: readonly string[] = [...clientPhones, ...couriers.slice(0, 3), ...unknownCallers];

/** A person's part in a paired session, on the number that they call, with whom they reach. */
interface Participant {
  readonly person: string;
  readonly number: string;
  readonly session: PairedSession;
  readonly role: 'client' | 'counterpart';
  readonly isGuest: boolean;
  readonly contact: string;
  endedAt: number | undefined;
}

export interface PairedSession {
  readonly orderId: string;
  readonly clientId: string;
  clientPhone: string;
  courier: string;
  readonly clientNumber: string;
  courierNumber: string;
  code: string;
  readonly expiresAt: number;
  closedAt: number | undefined;
  /** Phones of those who asked for no more texts. */
  readonly optedOut: Set<string>;
}

interface Client {
  phone: string;
  dedicated: string | undefined;
  lastCaller: string | undefined;
  /** Of their open session. */
  readonly optedOut: Set<string>;
}

/** The reference model: slow and obvious, and without any of the program's decisions. */
export interface World {
  readonly clients: Map<string, Client>;
  readonly orders: Map<string, { client: string; open: boolean; session: PairedSession | undefined }>;
  /** Oldest first, without those that were released to make room for another. */
  readonly participants: Participant[];
  readonly numbers: string[];
  readonly freed: Map<string, number>;
  /** Wrong codes, ever. */
  readonly wrong: { caller: string; number: string }[];
  calls: number;
  connected: number;
}

export function newWorld(): World {
  return {
    clients: new Map(),
    orders: new Map(),
    participants: [],
    numbers: [],
    freed: new Map(),
    wrong: [],
    calls: 0,
    connected: 0,
  };
}

const client = fc.nat(CLIENTS - 1);
const order = fc.nat(14);
const record = <K extends string, T extends object>(kind: K, fields: { [F in keyof T]: fc.Arbitrary<T[F]> }) =>
  fc.record({ kind: fc.constant(kind), ...fields }) as unknown as fc.Arbitrary<{ kind: K } & T>;

/** The steps of a run. Indexes choose from the lists above, or from the proxy numbers that were seen so far. */
export const steps = {
  paired: record('paired', {
    client,
    order,
    courier: fc.nat(couriers.length - 1),
    hours: fc.constantFrom(undefined, 1, 30),
  }),
  dedicated: record('dedicated', { client, order }),
  close: record('close', { order }),
  courier: record('courier', { order, courier: fc.nat(couriers.length - 1) }),
  move: record('move', { client, phone: fc.nat(clientPhones.length - 1) }),
  erase: record('erase', { client }),
  wait: record('wait', { hours: fc.constantFrom(0.2, 0.2, 0.2, 1, 1, 2, 2, 20, 50, 24 * 7) }),
  maintain: record('maintain', {}),
  // Usually a number that the caller knows, sometimes any number.
  call: record('call', { from: fc.nat(people.length - 1), to: fc.nat(99), known: fc.integer({ min: 0, max: 3 }) }),
  text: record('text', {
    from: fc.nat(people.length - 3),
    to: fc.nat(99),
    known: fc.integer({ min: 0, max: 3 }),
    body: fc.constantFrom('hello', 'hello', 'STOP', 'start'),
  }),
  enter: record('enter', { from: fc.nat(people.length - 1), order, isRight: fc.boolean(), other: fc.nat(4) }),
} as const;
export type Step = (typeof steps)[keyof typeof steps] extends fc.Arbitrary<infer T> ? T : never;

export async function perform(step: Step, world: World, driver: Driver): Promise<void> {
  switch (step.kind) {
    case 'paired':
      return orderPaired(step, world, driver);
    case 'dedicated':
      return orderDedicated(step, world, driver);
    case 'close': {
      const orderId = knownOrderId(step.order, world);
      const known = world.orders.get(orderId);
      if (known === undefined) return refused(driver.close(orderId), 'order_not_found');
      await driver.close(orderId);
      known.open = false;
      if (known.session !== undefined) endSession(world, known.session, driver.now());
      return;
    }
    case 'courier':
      return changeCourier(step, world, driver);
    case 'move':
      return move(step, world, driver);
    case 'erase': {
      const id = step.client.toString();
      const known = world.clients.get(id);
      if (known === undefined) return refused(driver.erase(id), 'client_not_found');
      await driver.erase(id);
      for (const other of world.orders.values()) {
        if (other.client !== id) continue;
        other.open = false;
        if (other.session !== undefined) endSession(world, other.session, driver.now());
      }
      if (known.dedicated !== undefined) world.freed.set(known.dedicated, driver.now());
      world.clients.delete(id);
      return;
    }
    case 'wait':
      driver.advance(step.hours * HOUR);
      return;
    case 'maintain':
      return driver.runMaintenance();
    case 'call':
    case 'text':
      return reach(step, world, driver);
    case 'enter':
      return enter(step, world, driver);
  }
}

/** Usually a new order, sometimes one that exists. */
function newOrderId(order: number, world: World): string {
  return order < 11 ? world.orders.size.toString() : knownOrderId(order, world);
}

/** One of the latest orders, or one that was never created. */
function knownOrderId(order: number, world: World): string {
  return (world.orders.size - 1 - order).toString();
}

async function orderPaired(step: Extract<Step, { kind: 'paired' }>, world: World, driver: Driver): Promise<void> {
  const [orderId, clientId] = [newOrderId(step.order, world), step.client.toString()];
  const courier = couriers[step.courier] ?? '';
  const known = world.clients.get(clientId);
  const phone = known?.phone ?? freePhone(world);
  const shared = await driver.sharedNumbers();
  const asked = driver.order({ orderId, clientId, phone, courier, hours: step.hours });
  if (world.orders.has(orderId)) {
    // A repeated request gets the same answer, a different one is refused; neither changes anything.
    await asked.catch((error: unknown) => expectCode(error, 'order_conflict', 'invalid_request'));
    return;
  }
  if (phone === courier) return refused(asked, 'invalid_request');
  const { clientNumber, courierNumber, code } = await asked;
  if (courierNumber === undefined || code === undefined)
    throw new Error('a paired order lacks its second number or its code');
  const now = driver.now();
  if (known === undefined) {
    world.clients.set(clientId, newClient(phone));
  }
  for (const other of world.orders.values()) {
    if (other.session?.code === code && isLive(other.session, now))
      throw new Error('two live sessions have the same code');
  }
  const session: PairedSession = {
    orderId,
    clientId,
    clientPhone: phone,
    courier,
    clientNumber,
    courierNumber,
    code,
    expiresAt: now + (step.hours === undefined ? LONG : step.hours * HOUR),
    closedAt: undefined,
    optedOut: new Set(),
  };
  world.orders.set(orderId, { client: clientId, open: true, session });
  // The courier's number is chosen first, and with it what the client may get.
  const [asCourier, asClient] = [
    { person: courier, number: courierNumber, session, role: 'counterpart', contact: phone },
    { person: phone, number: clientNumber, session, role: 'client', contact: courier },
  ] as const;
  admit(world, asCourier, now, shared);
  admit(world, asClient, now, shared);
}

function newClient(phone: string): Client {
  return { phone, dedicated: undefined, lastCaller: undefined, optedOut: new Set() };
}

/** The program chose a number for a person: checks that it was allowed to. */
function admit(
  world: World,
  admitted: Omit<Participant, 'isGuest' | 'endedAt'>,
  now: number,
  shared: readonly string[],
): void {
  const { person, number, contact } = admitted;
  if ([...world.clients.values()].some(({ dedicated }) => dedicated === number)) {
    throw new Error('a dedicated number was shared');
  }
  const before = participantOf(world, person, number);
  if (before !== undefined) {
    const end = endOf(before);
    if (now < end) throw new Error('a person has two live participants on one number');
    const isSame = before.contact === contact;
    if (!isSame && now < end + HARD) throw new Error('a number was reused before the end of its hard cooling');
    const unused = shared.filter((other) => {
      const participant = participantOf(world, person, other);
      return participant === undefined || now >= endOf(participant) + SOFT;
    });
    if (!isSame && now < end + SOFT && unused.length > 0) {
      throw new Error('a tombstone was released while other numbers were free');
    }
  }
  release(world, person, number);
  world.participants.push({ ...admitted, isGuest: false, endedAt: undefined });
  if (!world.numbers.includes(number)) world.numbers.push(number);
}

async function orderDedicated(step: Extract<Step, { kind: 'dedicated' }>, world: World, driver: Driver): Promise<void> {
  const [orderId, clientId] = [newOrderId(step.order, world), step.client.toString()];
  const known = world.clients.get(clientId);
  const phone = known?.phone ?? freePhone(world);
  const asked = driver.order({ orderId, clientId, phone, courier: undefined, hours: undefined });
  if (world.orders.has(orderId)) {
    await asked.catch((error: unknown) => expectCode(error, 'order_conflict'));
    return;
  }
  const { clientNumber } = await asked;
  const holder = known ?? newClient(phone);
  world.clients.set(clientId, holder);
  world.orders.set(orderId, { client: clientId, open: true, session: undefined });
  if (holder.dedicated === clientNumber) return;
  if (holder.dedicated !== undefined) throw new Error('a client was given a second number');
  const freed = world.freed.get(clientNumber);
  if (freed !== undefined && driver.now() < freed + QUARANTINE)
    throw new Error('a number was reused before the end of its quarantine');
  if (world.participants.some(({ number }) => number === clientNumber))
    throw new Error('a shared number became a dedicated one');
  for (const other of world.clients.values())
    if (other.dedicated === clientNumber) throw new Error('a number has two holders');
  holder.dedicated = clientNumber;
  if (!world.numbers.includes(clientNumber)) world.numbers.push(clientNumber);
}

async function changeCourier(step: Extract<Step, { kind: 'courier' }>, world: World, driver: Driver): Promise<void> {
  const orderId = knownOrderId(step.order, world);
  const courier = couriers[step.courier] ?? '';
  const known = world.orders.get(orderId);
  const now = driver.now();
  const shared = await driver.sharedNumbers();
  const asked = driver.changeCourier(orderId, courier);
  if (known === undefined) return refused(asked, 'order_not_found');
  const { session } = known;
  if (session === undefined || !isLive(session, now)) return refused(asked, 'order_conflict');
  if (session.clientPhone === courier) return refused(asked, 'invalid_request');
  const { clientNumber, courierNumber, code } = await asked;
  if (clientNumber !== session.clientNumber) throw new Error('the number of the client changed');
  if (courier === session.courier) return;
  for (const participant of participantsOf(world, session, 'counterpart')) {
    session.optedOut.delete(participant.person);
    participant.endedAt ??= now;
  }
  session.courier = courier;
  session.courierNumber = courierNumber ?? '';
  session.code = code ?? '';
  const contact = session.clientPhone;
  admit(world, { person: courier, number: session.courierNumber, session, role: 'counterpart', contact }, now, shared);
  // The client reaches somebody else by the same number.
  replaceClient(world, session, session.clientPhone);
}

async function move(step: Extract<Step, { kind: 'move' }>, world: World, driver: Driver): Promise<void> {
  const id = step.client.toString();
  const phone = clientPhones[step.phone] ?? '';
  const known = world.clients.get(id);
  // Two clients with the same phone are left out, to keep the model simple.
  if ([...world.clients.values()].some((other) => other !== known && other.phone === phone)) return;
  const now = driver.now();
  const asked = driver.move(id, phone);
  if (known === undefined) return refused(asked, 'client_not_found');
  const live = [...world.orders.values()].flatMap(({ session }) =>
    session?.clientId === id && isLive(session, now) ? [session] : [],
  );
  if (phone !== known.phone) {
    const isAmbiguous = live.some((session) => {
      const there = participantOf(world, phone, session.clientNumber);
      const isOther = there !== undefined && there.session !== session;
      return (isOther && now < endOf(there) + SOFT) || session.courier === phone;
    });
    if (isAmbiguous) return refused(asked, 'client_mismatch');
  }
  await asked;
  if (phone === known.phone) return;
  if (known.lastCaller === phone) known.lastCaller = undefined;
  rename(known.optedOut, known.phone, phone);
  for (const session of live) {
    replaceClient(world, session, phone);
    rename(session.optedOut, known.phone, phone);
    session.clientPhone = phone;
  }
  known.phone = phone;
}

function rename(phones: Set<string>, before: string, after: string): void {
  if (phones.delete(before)) phones.add(after);
}

/** The client of a session has another phone or another contact from now on. */
function replaceClient(world: World, session: PairedSession, phone: string): void {
  const { participants } = world;
  const index = participants.findIndex(
    (one) => one.session === session && one.role === 'client' && !one.isGuest && one.endedAt === undefined,
  );
  const [client] = index < 0 ? [] : participants.splice(index, 1);
  if (client === undefined) throw new Error('a live session has no client');
  const stale = participants.findIndex(({ person, number }) => person === phone && number === client.number);
  if (stale >= 0 && participants[stale]?.session === session) participants.splice(stale, 1);
  participants.push({ ...client, person: phone, contact: session.courier });
  for (const [at, other] of participants.entries()) {
    if (other.session === session && other.role === 'counterpart' && other.endedAt === undefined) {
      participants[at] = { ...other, contact: phone };
    }
  }
}

async function reach(step: Extract<Step, { kind: 'call' | 'text' }>, world: World, driver: Driver): Promise<void> {
  const from = people[step.from] ?? '';
  const to = dialled(step, from, world);
  const body = step.kind === 'text' ? step.body : undefined;
  const expected = expectation(from, to, world, driver.now(), body);
  const reached = body === undefined ? await driver.call(from, to, []) : await driver.text(from, to, body);
  world.calls += 1;
  if ('phone' in reached) world.connected += 1;
  const isLocked = 'told' in reached && reached.told === 'code_locked';
  if (isLocked && 'told' in expected && expected.told === 'code_wanted') {
    expectReasonToLock(world, from, to);
    return;
  }
  expectSame(reached, expected, `${from} ${step.kind}s ${to}`);
}

/** Three times in four one of the numbers that the caller knows. */
function dialled(step: { to: number; known: number }, from: string, world: World): string {
  const known = world.participants
    .filter(({ person }) => person === from)
    .map(({ number }) => number)
    .slice(-6);
  const mine = [...world.clients.values()]
    .filter(({ phone }) => phone === from)
    .flatMap(({ dedicated }) => dedicated ?? []);
  const choices = step.known > 0 && known.length + mine.length > 0 ? [...known, ...mine] : world.numbers;
  return choices[step.to % Math.max(1, choices.length)] ?? fictionalMobile(1);
}

/** The routing rules once more, in the simplest way; records the last caller and opt-outs. */
function expectation(from: string, to: string, world: World, now: number, body: string | undefined): Reached {
  const participant = participantOf(world, from, to);
  if (participant !== undefined && isLive(participant.session, now) && participant.endedAt === undefined) {
    const { session, role } = participant;
    const phone = role === 'client' ? session.courier : session.clientPhone;
    const shown = role === 'client' ? session.courierNumber : session.clientNumber;
    return withOptOut(session.optedOut, from, { phone, shown }, body);
  }
  const holder = [...world.clients.values()].find(({ dedicated }) => dedicated === to);
  if (from === holder?.phone) {
    if (holder.lastCaller === undefined) return { told: 'nobody_to_reach' };
    return withOptOut(holder.optedOut, from, { phone: holder.lastCaller, shown: to }, body);
  }
  if (participant !== undefined && now < endOf(participant) + SOFT) return { told: 'order_closed' };
  if (holder !== undefined) {
    if (from === 'anonymous') return { told: 'withheld_refused' };
    const reached = withOptOut(holder.optedOut, from, { phone: holder.phone, shown: to }, body);
    // An opt-out, or a text to someone who opted out, does not make a last caller.
    if ('phone' in reached) holder.lastCaller = from;
    return reached;
  }
  if (world.participants.some(({ number }) => number === to)) {
    return { told: body === undefined ? 'code_wanted' : 'texts_need_session' };
  }
  return { told: world.freed.has(to) ? 'not_in_service' : 'not_recognised' };
}

type Connected = Extract<Reached, { phone: string }>;

/** What comes of a text, or of a call where there is no body, that would reach this phone. */
function withOptOut(optedOut: Set<string>, from: string, reached: Connected, body: string | undefined): Reached {
  if (body === undefined) return reached;
  if (body === 'hello') return optedOut.has(reached.phone) ? { told: 'texts_refused' } : reached;
  const isStop = body === 'STOP';
  optedOut[isStop ? 'add' : 'delete'](from);
  return { told: isStop ? 'texts_stopped' : 'texts_resumed' };
}

/** Somebody enters the code of an order, or a wrong one, on one of its numbers or on another number. */
async function enter(step: Extract<Step, { kind: 'enter' }>, world: World, driver: Driver): Promise<void> {
  const from = people[step.from] ?? '';
  const session = world.orders.get(knownOrderId(step.order, world))?.session;
  if (session === undefined) return;
  const now = driver.now();
  const on =
    step.other === 0
      ? (world.numbers[step.order % world.numbers.length] ?? '')
      : ([session.courierNumber, session.clientNumber][step.other % 2] ?? '');
  // Longer than the codes of these runs, so that it belongs to no order.
  const code = step.isRight ? session.code : '00000000';
  const before = expectation(from, on, world, now, undefined);
  const reached = await driver.call(from, on, [code]);
  world.calls += 1;
  if (!('told' in before) || before.told !== 'code_wanted') {
    expectSame(reached, before, `${from} calls ${on}`);
    return;
  }
  const role = session.courierNumber === on ? 'counterpart' : session.clientNumber === on ? 'client' : undefined;
  const isAdmitted = step.isRight && role !== undefined && isLive(session, now);
  if ('told' in reached && reached.told === 'code_locked') {
    expectReasonToLock(world, from, on, 1);
    if (!isAdmitted) world.wrong.push({ caller: from, number: on });
    return;
  }
  if (!isAdmitted) {
    world.wrong.push({ caller: from, number: on });
    expectSame(reached, { told: 'code_missing' }, `${from} enters a wrong code on ${on}`);
    return;
  }
  const contact = role === 'counterpart' ? session.clientPhone : session.courier;
  const shown = role === 'counterpart' ? session.clientNumber : session.courierNumber;
  expectSame(reached, { phone: contact, shown }, `${from} enters the code on ${on}`);
  world.connected += 1;
  if (from === 'anonymous') return;
  release(world, from, on);
  world.participants.push({ person: from, number: on, session, role, isGuest: true, contact, endedAt: undefined });
}

/** A lockout takes three wrong codes of the caller or ten on the number; those of this call count. */
function expectReasonToLock(world: World, from: string, on: string, justNow = 0): void {
  const ofCaller = world.wrong.filter(
    ({ caller, number }) => caller === from && (from !== 'anonymous' || number === on),
  );
  const onNumber = world.wrong.filter(({ number }) => number === on);
  if (ofCaller.length + justNow < 3 && onNumber.length + justNow < 10) {
    throw new Error(`${from} was locked out after too few wrong codes`);
  }
}

function endSession(world: World, session: PairedSession, now: number): void {
  session.closedAt ??= Math.min(now, session.expiresAt);
  for (const participant of participantsOf(world, session)) participant.endedAt ??= Math.min(now, session.expiresAt);
}

/** A person's earlier participant on a number does not count any more. */
function release(world: World, person: string, number: string): void {
  const kept = world.participants.filter((one) => one.person !== person || one.number !== number);
  world.participants.splice(0, world.participants.length, ...kept);
}

function participantsOf(world: World, session: PairedSession, role?: Participant['role']): Participant[] {
  return world.participants.filter((one) => one.session === session && (role === undefined || one.role === role));
}

/** The latest participant of a person on a number is the one that counts. */
function participantOf(world: World, person: string, number: string): Participant | undefined {
  return world.participants.findLast((one) => one.person === person && one.number === number);
}

function endOf({ session, endedAt }: Participant): number {
  return Math.min(endedAt ?? Infinity, session.closedAt ?? Infinity, session.expiresAt);
}

export function isLive({ closedAt, expiresAt }: PairedSession, now: number): boolean {
  return closedAt === undefined && now < expiresAt;
}

function freePhone(world: World): string {
  const taken = new Set([...world.clients.values()].map(({ phone }) => phone));
  return clientPhones.find((phone) => !taken.has(phone)) ?? '';
}

function expectSame(reached: Reached, expected: Reached, what: string): void {
  const [is, should] = [JSON.stringify(reached), JSON.stringify(expected)];
  if (is !== should) throw new Error(`${what}: ${is} instead of ${should}`);
}

async function refused(asked: Promise<unknown>, ...codes: string[]): Promise<void> {
  await asked.then(
    () => {
      throw new Error(`expected ${codes.join()}`);
    },
    (error: unknown) => expectCode(error, ...codes),
  );
}

function expectCode(error: unknown, ...codes: string[]): void {
  if (!isProxyCallError(error) || !codes.includes(error.code)) throw error;
}

/** The announcement with this text in English. */
export function announcementOf(text: string | undefined): Announcement | undefined {
  return (Object.keys(ANNOUNCEMENTS.en) as Announcement[]).find((key) => ANNOUNCEMENTS.en[key] === text);
}
