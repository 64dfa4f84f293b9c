import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { fictionalMobile } from '../../src/entry/testing/index.js';
import { WITHHELD } from './direct-carrier.js';
import type { Driver, Reached } from './session-drivers.js';
import { people, type StepOf } from './session-steps.js';
import { afterText, type About } from './session-texts.js';
import { endOf, isLive, knownOrderId, participantOf, release, type World } from './session-world.js';

const { softCoolingMs } = DEFAULT_SETTINGS;

export async function reach(step: StepOf<'call' | 'text'>, world: World, driver: Driver): Promise<void> {
  const from = people[step.from] ?? '';
  const to = dialled(step, from, world);
  const body = step.kind === 'text' ? step.body : undefined;
  const expected = expectation(from, to, world, driver.now(), body);
  const reached = body === undefined ? await driver.call(from, to, []) : await driver.text(from, to, body);
  world.calls += 1;
  if ('phone' in reached) world.connected += 1;
  if ('told' in reached && 'told' in expected && expected.told === 'code_wanted') {
    if (reached.told === 'code_locked') {
      expectReasonToLock(world, from);
      return;
    }
    if (reached.told === 'long_code_wanted') {
      expectReasonForLongMode(world, to);
      return;
    }
  }
  expectSame(reached, expected, `${from} ${step.kind}s ${to}`);
}

/** In three of four cases, one of the numbers that the caller knows. */
function dialled(step: { to: number; known: number }, from: string, world: World): string {
  const known = world.participants
    .filter(({ person }) => person === from)
    .map(({ number }) => number)
    .slice(-6);
  const mine = [...world.clients.values()]
    .filter(({ phone }) => phone === from)
    .flatMap(({ assigned }) => assigned ?? []);
  const choices = step.known > 0 && known.length + mine.length > 0 ? [...known, ...mine] : world.numbers;
  return choices[step.to % Math.max(1, choices.length)] ?? fictionalMobile(1);
}

/** The routing rules again, in their simplest form; records the last caller, opt-outs and automatic replies. */
function expectation(from: string, to: string, world: World, now: number, body: string | undefined): Reached {
  const participant = participantOf(world, from, to);
  const holder = [...world.clients.values()].find(({ assigned }) => assigned === to);
  const text = (reached: Reached, about?: About) =>
    body === undefined ? reached : afterText({ from, to, body, now }, reached, about, world);
  if (participant !== undefined && isLive(participant.session, now) && participant.endedAt === undefined) {
    const { session, role } = participant;
    const phone = role === 'client' ? session.courier : session.clientPhone;
    const shown = role === 'client' ? session.courierNumber : session.clientNumber;
    return text({ phone, shown }, { optedOut: session.optedOut });
  }
  if (from === holder?.phone) {
    const { lastCaller } = holder;
    const reached: Reached = lastCaller === undefined ? { told: 'nobody_to_reach' } : { phone: lastCaller, shown: to };
    return text(reached, { optedOut: holder.optedOut });
  }
  if (participant !== undefined && now < endOf(participant) + softCoolingMs) return text({ told: 'order_closed' });
  if (holder !== undefined) {
    if (from === WITHHELD) return text({ told: 'withheld_refused' });
    const about = { optedOut: holder.optedOut };
    const reached = text({ phone: holder.phone, shown: to }, about);
    // An opt-out, or a text to someone who opted out, does not make a last caller.
    if ('phone' in reached) holder.lastCaller = from;
    return reached;
  }
  if (world.participants.some(({ number }) => number === to)) {
    return text({ told: body === undefined ? 'code_wanted' : 'texts_need_session' });
  }
  return text({ told: world.freed.has(to) ? 'not_in_service' : 'not_recognised' });
}

/** A caller enters the code of an order, or a wrong one, on one of its numbers or on another number. */
export async function enter(step: StepOf<'enter'>, world: World, driver: Driver): Promise<void> {
  const from = people[step.from] ?? '';
  const session = world.orders.get(knownOrderId(step.order, world))?.session;
  if (session === undefined) return;
  const now = driver.now();
  const on =
    step.other === 0
      ? (world.numbers[step.order % world.numbers.length] ?? '')
      : ([session.courierNumber, session.clientNumber][step.other % 2] ?? '');
  // Longer than the codes of these runs, so that it belongs to no order, and shorter than long codes.
  const code = step.isRight ? session.code : '0000000';
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
    expectReasonToLock(world, from, 1);
    if (!isAdmitted) world.wrong.push({ caller: from, number: on });
    return;
  }
  if (!isAdmitted) {
    world.wrong.push({ caller: from, number: on });
    expectSame(reached, { told: 'code_missing' }, `${from} enters a wrong code on ${on}`);
    return;
  }
  if ('told' in reached && reached.told === 'code_missing') {
    // A right code, but a short one.
    expectReasonForLongMode(world, on);
    return;
  }
  const contact = role === 'counterpart' ? session.clientPhone : session.courier;
  const shown = role === 'counterpart' ? session.clientNumber : session.courierNumber;
  expectSame(reached, { phone: contact, shown }, `${from} enters the code on ${on}`);
  world.connected += 1;
  if (from === WITHHELD) return;
  release(world, from, on);
  world.participants.push({ person: from, number: on, session, role, admittedBy: 'code', contact, endedAt: undefined });
}

/** A lockout takes three wrong codes of a caller who shows a number, including those of this call. */
function expectReasonToLock(world: World, from: string, justNow = 0): void {
  const ofCaller = world.wrong.filter(({ caller }) => caller === from);
  if (from === WITHHELD || ofCaller.length + justNow < 3) {
    throw new Error(`${from} was locked out after too few wrong codes`);
  }
}

/** Long mode takes ten wrong codes on the number. */
function expectReasonForLongMode(world: World, on: string): void {
  if (world.wrong.filter(({ number }) => number === on).length < 10) {
    throw new Error(`${on} asks for long codes after too few wrong codes`);
  }
}

function expectSame(reached: Reached, expected: Reached, what: string): void {
  const [is, should] = [JSON.stringify(reached), JSON.stringify(expected)];
  if (is !== should) throw new Error(`${what}: ${is} instead of ${should}`);
}
