import fc from 'fast-check';
import { isProxyCallError } from '../../src/domain/model/errors.js';
import { ANNOUNCEMENTS, type Announcement } from '../../src/domain/model/phrases.js';
import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';

/** What a driver does to the real thing, in words that the account below understands. */
export interface Driver {
  now(): number;
  advance(milliseconds: number): void;
  order(request: OrderRequest): Promise<Receipt>;
  close(orderId: string): Promise<void>;
  changeCourier(orderId: string, courier: string): Promise<Receipt>;
  move(clientId: string, phone: string): Promise<void>;
  erase(clientId: string): Promise<void>;
  keepHouse(): Promise<void>;
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
// The last one delivers too, and the last client is a courier of others.
const couriers = ['+33199001111', '+33199002222', '+33639987000', clientPhones[5] ?? ''];
const strangers = ['+33199008881', '+33199008882', 'anonymous'];
export const people: readonly string[] = [...clientPhones, ...couriers.slice(0, 3), ...strangers];

/** A party's place on a number, with whom they reach by it. */
interface Place {
  readonly party: string;
  readonly number: string;
  readonly session: Session;
  readonly side: 'client' | 'courier';
  readonly isGuest: boolean;
  readonly counterpart: string;
  readonly since: number;
  endedAt: number | undefined;
}

interface Session {
  readonly orderId: string;
  readonly clientId: string;
  clientPhone: string;
  courier: string;
  readonly clientNumber: string;
  courierNumber: string;
  code: string;
  readonly expiresAt: number;
  closedAt: number | undefined;
  readonly stopped: Set<string>;
}

/** The slow and obvious account of who may reach whom. */
export interface World {
  readonly clients: Map<
    string,
    { phone: string; own: string | undefined; lastCaller: string | undefined; stopped: Set<string> }
  >;
  readonly orders: Map<string, { client: string; open: boolean; session: Session | undefined }>;
  /** In the order in which they came to be. */
  readonly places: Place[];
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
    places: [],
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

/** What may happen. Numbers pick from the lists above, or from the proxy numbers that were seen so far. */
export const steps = {
  pair: record('pair', {
    client,
    order,
    courier: fc.nat(couriers.length - 1),
    hours: fc.constantFrom(undefined, 1, 30),
  }),
  own: record('own', { client, order }),
  close: record('close', { order }),
  courier: record('courier', { order, courier: fc.nat(couriers.length - 1) }),
  move: record('move', { client, phone: fc.nat(clientPhones.length - 1) }),
  erase: record('erase', { client }),
  wait: record('wait', { hours: fc.constantFrom(0.2, 0.2, 0.2, 1, 1, 2, 2, 20, 50, 24 * 7) }),
  keepHouse: record('keepHouse', {}),
  // Mostly somebody calls the number that they know; sometimes any number.
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
    case 'pair':
      return pair(step, world, driver);
    case 'own':
      return own(step, world, driver);
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
      if (known.own !== undefined) world.freed.set(known.own, driver.now());
      world.clients.delete(id);
      return;
    }
    case 'wait':
      driver.advance(step.hours * HOUR);
      return;
    case 'keepHouse':
      return driver.keepHouse();
    case 'call':
    case 'text':
      return reach(step, world, driver);
    case 'enter':
      return enter(step, world, driver);
  }
}

/** Mostly a new order; sometimes one that is there. */
function newOrderId(order: number, world: World): string {
  return order < 11 ? world.orders.size.toString() : knownOrderId(order, world);
}

/** One of the latest orders, or one that was never made. */
function knownOrderId(order: number, world: World): string {
  return (world.orders.size - 1 - order).toString();
}

async function pair(step: Extract<Step, { kind: 'pair' }>, world: World, driver: Driver): Promise<void> {
  const [orderId, clientId] = [newOrderId(step.order, world), step.client.toString()];
  const courier = couriers[step.courier] ?? '';
  const known = world.clients.get(clientId);
  const phone = known?.phone ?? freePhone(world);
  const shared = await driver.sharedNumbers();
  const asked = driver.order({ orderId, clientId, phone, courier, hours: step.hours });
  if (world.orders.has(orderId)) {
    // The same again is answered, anything else refused; neither changes anything.
    await asked.catch((error: unknown) => expectCode(error, 'order_conflict', 'invalid_request'));
    return;
  }
  if (phone === courier) return refused(asked, 'invalid_request');
  const { clientNumber, courierNumber, code } = await asked;
  if (courierNumber === undefined || code === undefined)
    throw new Error('a paired order has a second number and a code');
  const now = driver.now();
  if (known === undefined) {
    world.clients.set(clientId, { phone, own: undefined, lastCaller: undefined, stopped: new Set() });
  }
  for (const other of world.orders.values()) {
    if (other.session?.code === code && isLive(other.session, now)) throw new Error('a code is given twice');
  }
  const session: Session = {
    orderId,
    clientId,
    clientPhone: phone,
    courier,
    clientNumber,
    courierNumber,
    code,
    expiresAt: now + (step.hours === undefined ? LONG : step.hours * HOUR),
    closedAt: undefined,
    stopped: new Set(),
  };
  world.orders.set(orderId, { client: clientId, open: true, session });
  // The courier is seated first, so what the client may get is told afterwards.
  seat(world, { party: courier, number: courierNumber, session, side: 'courier', counterpart: phone }, now, shared);
  seat(world, { party: phone, number: clientNumber, session, side: 'client', counterpart: courier }, now, shared);
}

/** A party is given a place: it must be lawful. */
function seat(
  world: World,
  { party, number, session, side, counterpart }: Pick<Place, 'party' | 'number' | 'session' | 'side' | 'counterpart'>,
  now: number,
  shared: readonly string[],
): void {
  if ([...world.clients.values()].some((other) => other.own === number))
    throw new Error('a number of a client was shared');
  const before = placeOf(world, party, number);
  if (before !== undefined) {
    const end = endOf(before);
    if (now < end) throw new Error('(party, number) is ambiguous');
    const isSame = before.counterpart === counterpart;
    if (!isSame && now < end + HARD) throw new Error('a number was given before it cooled off');
    const unused = shared.filter((other) => {
      const place = placeOf(world, party, other);
      return place === undefined || now >= endOf(place) + SOFT;
    });
    if (!isSame && now < end + SOFT && unused.length > 0)
      throw new Error('a tombstone went while other numbers were free');
  }
  forget(world, party, number);
  world.places.push({ party, number, session, side, isGuest: false, counterpart, since: now, endedAt: undefined });
  if (!world.numbers.includes(number)) world.numbers.push(number);
}

async function own(step: Extract<Step, { kind: 'own' }>, world: World, driver: Driver): Promise<void> {
  const [orderId, clientId] = [newOrderId(step.order, world), step.client.toString()];
  const known = world.clients.get(clientId);
  const phone = known?.phone ?? freePhone(world);
  const asked = driver.order({ orderId, clientId, phone, courier: undefined, hours: undefined });
  if (world.orders.has(orderId)) {
    await asked.catch((error: unknown) => expectCode(error, 'order_conflict'));
    return;
  }
  const { clientNumber } = await asked;
  const holder = known ?? { phone, own: undefined, lastCaller: undefined, stopped: new Set<string>() };
  world.clients.set(clientId, holder);
  world.orders.set(orderId, { client: clientId, open: true, session: undefined });
  if (holder.own === clientNumber) return;
  if (holder.own !== undefined) throw new Error('a client was given a second number');
  const freed = world.freed.get(clientNumber);
  if (freed !== undefined && driver.now() < freed + QUARANTINE)
    throw new Error('a number was given before it cooled off');
  if (world.places.some((place) => place.number === clientNumber))
    throw new Error('a shared number became somebody’s own');
  for (const other of world.clients.values())
    if (other.own === clientNumber) throw new Error('a number has two holders');
  holder.own = clientNumber;
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
  if (clientNumber !== session.clientNumber) throw new Error('the client lost their number');
  if (courier === session.courier) return;
  for (const place of world.places) {
    if (place.session === session && place.side === 'courier') place.endedAt ??= now;
  }
  session.courier = courier;
  session.courierNumber = courierNumber ?? '';
  session.code = code ?? '';
  const side = 'courier';
  seat(
    world,
    { party: courier, number: session.courierNumber, session, side, counterpart: session.clientPhone },
    now,
    shared,
  );
  session.stopped.delete('courier');
  // Whom the client reaches by their number has changed.
  replaceClientPlace(world, session, session.clientPhone);
}

async function move(step: Extract<Step, { kind: 'move' }>, world: World, driver: Driver): Promise<void> {
  const id = step.client.toString();
  const phone = clientPhones[step.phone] ?? '';
  const known = world.clients.get(id);
  // Two clients with one phone would be a household; it is left out here to keep the account simple.
  if ([...world.clients.values()].some((other) => other !== known && other.phone === phone)) return;
  const now = driver.now();
  const asked = driver.move(id, phone);
  if (known === undefined) return refused(asked, 'client_not_found');
  const live = [...world.orders.values()].flatMap(({ session }) =>
    session?.clientId === id && isLive(session, now) ? [session] : [],
  );
  if (phone !== known.phone) {
    const isAmbiguous = live.some((session) => {
      const there = placeOf(world, phone, session.clientNumber);
      const isOther = there !== undefined && there.session !== session;
      return (isOther && now < endOf(there) + SOFT) || session.courier === phone;
    });
    if (isAmbiguous) return refused(asked, 'client_mismatch');
  }
  await asked;
  if (phone === known.phone) return;
  if (known.lastCaller === phone) known.lastCaller = undefined;
  known.phone = phone;
  for (const session of live) {
    replaceClientPlace(world, session, phone);
    session.clientPhone = phone;
  }
}

/** The client's place in a session is another one from now on: of another phone, or towards another courier. */
function replaceClientPlace(world: World, session: Session, phone: string): void {
  const index = world.places.findIndex(
    (place) => place.session === session && place.side === 'client' && !place.isGuest && place.endedAt === undefined,
  );
  const [place] = index < 0 ? [] : world.places.splice(index, 1);
  if (place === undefined) throw new Error('a live session has a client');
  const stale = world.places.findIndex((other) => other.party === phone && other.number === place.number);
  if (stale >= 0 && world.places[stale]?.session === session) world.places.splice(stale, 1);
  world.places.push({ ...place, party: phone, counterpart: session.courier });
  for (const [at, other] of world.places.entries()) {
    if (other.session === session && other.side === 'courier' && other.endedAt === undefined) {
      world.places[at] = { ...other, counterpart: phone };
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

/** Somebody calls what they know, three times in four. */
function dialled(step: { to: number; known: number }, from: string, world: World): string {
  const known = world.places
    .filter(({ party }) => party === from)
    .map(({ number }) => number)
    .slice(-6);
  const mine = [...world.clients.values()]
    .filter(({ phone }) => phone === from)
    .flatMap(({ own: number }) => number ?? []);
  const choices = step.known > 0 && known.length + mine.length > 0 ? [...known, ...mine] : world.numbers;
  return choices[step.to % Math.max(1, choices.length)] ?? fictionalMobile(1);
}

/** The rules once more, in plain words; notes the last caller, and who wants no texts. */
function expectation(from: string, to: string, world: World, now: number, body: string | undefined): Reached {
  const place = placeOf(world, from, to);
  if (place !== undefined && isLive(place.session, now) && place.endedAt === undefined) {
    const { session, side } = place;
    const other = side === 'client' ? session.courier : session.clientPhone;
    const shown = side === 'client' ? session.courierNumber : session.clientNumber;
    const mine = from === session.clientPhone ? 'client' : from === session.courier ? 'courier' : 'nobody';
    return heed(session.stopped, mine, side === 'client' ? 'courier' : 'client', { phone: other, shown }, body);
  }
  const holder = [...world.clients.values()].find(({ own: number }) => number === to);
  if (from === holder?.phone) {
    if (holder.lastCaller === undefined) return { told: 'nobody_to_reach' };
    return heed(holder.stopped, from, holder.lastCaller, { phone: holder.lastCaller, shown: to }, body);
  }
  if (place !== undefined && now < endOf(place) + SOFT) return { told: 'order_closed' };
  if (holder !== undefined) {
    if (from === 'anonymous') return { told: 'withheld_refused' };
    const heeded = heed(holder.stopped, from, holder.phone, { phone: holder.phone, shown: to }, body);
    // Neither a word for us nor a text that is not wanted makes a last caller.
    if ('phone' in heeded) holder.lastCaller = from;
    return heeded;
  }
  if (world.places.some(({ number }) => number === to)) {
    return { told: body === undefined ? 'code_wanted' : 'texts_need_session' };
  }
  return { told: world.freed.has(to) ? 'not_in_service' : 'not_recognised' };
}

/** @param mine under what the sender's own wish is noted, and `theirs` that of whoever is to be reached */
function heed(stopped: Set<string>, mine: string, theirs: string, reached: Reached, body: string | undefined): Reached {
  if (body === undefined) return reached;
  if (body === 'hello') return stopped.has(theirs) ? { told: 'texts_refused' } : reached;
  const isStop = body === 'STOP';
  if (mine !== 'nobody') stopped[isStop ? 'add' : 'delete'](mine);
  return { told: isStop ? 'texts_stopped' : 'texts_resumed' };
}

/** A stranger, or anyone else, tries the code of an order on one of its numbers. */
async function enter(step: Extract<Step, { kind: 'enter' }>, world: World, driver: Driver): Promise<void> {
  const from = people[step.from] ?? '';
  const session = world.orders.get(knownOrderId(step.order, world))?.session;
  if (session === undefined) return;
  const now = driver.now();
  const on =
    step.other === 0
      ? (world.numbers[step.order % world.numbers.length] ?? '')
      : ([session.courierNumber, session.clientNumber][step.other % 2] ?? '');
  // Codes are shorter here, so that this one is nobody's.
  const code = step.isRight ? session.code : '00000000';
  const before = expectation(from, on, world, now, undefined);
  const reached = await driver.call(from, on, [code]);
  world.calls += 1;
  if (!('told' in before) || before.told !== 'code_wanted') {
    expectSame(reached, before, `${from} calls ${on}`);
    return;
  }
  const side = session.courierNumber === on ? 'courier' : session.clientNumber === on ? 'client' : undefined;
  if ('told' in reached && reached.told === 'code_locked') {
    expectReasonToLock(world, from, on, 1);
    if (!step.isRight || side === undefined || !isLive(session, now)) world.wrong.push({ caller: from, number: on });
    return;
  }
  if (!step.isRight || side === undefined || !isLive(session, now)) {
    world.wrong.push({ caller: from, number: on });
    expectSame(reached, { told: 'code_missing' }, `${from} guesses on ${on}`);
    return;
  }
  const phone = side === 'courier' ? session.clientPhone : session.courier;
  const shown = side === 'courier' ? session.clientNumber : session.courierNumber;
  expectSame(reached, { phone, shown }, `${from} gives the code on ${on}`);
  world.connected += 1;
  if (from === 'anonymous') return;
  forget(world, from, on);
  world.places.push({
    party: from,
    number: on,
    session,
    side,
    isGuest: true,
    counterpart: phone,
    since: now,
    endedAt: undefined,
  });
}

/** Only after so many wrong codes of this caller, or on this number; those of this very call count. */
function expectReasonToLock(world: World, from: string, on: string, justNow = 0): void {
  const ofCaller = world.wrong.filter(
    ({ caller, number }) => caller === from && (from !== 'anonymous' || number === on),
  );
  const onNumber = world.wrong.filter(({ number }) => number === on);
  if (ofCaller.length + justNow < 3 && onNumber.length + justNow < 10) {
    throw new Error(`${from} was locked out after too few wrong codes`);
  }
}

function endSession(world: World, session: Session, now: number): void {
  session.closedAt ??= Math.min(now, session.expiresAt);
  for (const place of world.places) {
    if (place.session === session) place.endedAt ??= Math.min(now, session.expiresAt);
  }
}

/** What was there before is released: nothing tells any more that the party was there. */
function forget(world: World, party: string, number: string): void {
  const kept = world.places.filter((place) => place.party !== party || place.number !== number);
  world.places.splice(0, world.places.length, ...kept);
}

/** The latest place of a party on a number is the one that counts. */
function placeOf(world: World, party: string, number: string): Place | undefined {
  return world.places.findLast((place) => place.party === party && place.number === number);
}

function endOf({ session, endedAt }: Place): number {
  return Math.min(endedAt ?? Infinity, session.closedAt ?? Infinity, session.expiresAt);
}

function isLive({ closedAt, expiresAt }: Session, now: number): boolean {
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

/** Which of our sentences this is. */
export function announcementOf(text: string | undefined): Announcement | undefined {
  return (Object.keys(ANNOUNCEMENTS.en) as Announcement[]).find((key) => ANNOUNCEMENTS.en[key] === text);
}
