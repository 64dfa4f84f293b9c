import { DEFAULT_SETTINGS } from '../../src/domain/model/settings.js';
import { HOUR_MS } from '../../src/domain/model/time.js';
import { refused } from './refusals.js';
import type { Driver } from './session-drivers.js';
import { admit } from './session-orders.js';
import { clientPhones, couriers, type StepOf } from './session-steps.js';
import {
  endOf,
  endSession,
  isLive,
  knownOrderId,
  participantOf,
  participantsOf,
  type PairedSession,
  type World,
} from './session-world.js';

const { softCoolingMs } = DEFAULT_SETTINGS;

export async function close(step: StepOf<'close'>, world: World, driver: Driver): Promise<void> {
  const orderId = knownOrderId(step.order, world);
  const known = world.orders.get(orderId);
  if (known === undefined) return refused(driver.close(orderId), 'order_not_found');
  await driver.close(orderId);
  known.open = false;
  if (known.session !== undefined) endSession(world, known.session, driver.now());
}

export async function changeCourier(step: StepOf<'courier'>, world: World, driver: Driver): Promise<void> {
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
    // Who was admitted by code before, and asked for no texts, is asked for nothing new by becoming the courier.
    if (participant.person !== courier) session.optedOut.delete(participant.person);
    participant.endedAt ??= now;
  }
  session.courier = courier;
  session.courierNumber = courierNumber ?? '';
  session.code = code ?? '';
  const contact = session.clientPhone;
  admit(world, { person: courier, number: session.courierNumber, session, role: 'counterpart', contact }, now, shared);
  // The client reaches somebody else on the same number.
  replaceClient(world, session, session.clientPhone);
}

/** Everybody who is in the session stays there until its new end; who has left it before is where they were. */
export async function extend(step: StepOf<'extend'>, world: World, driver: Driver): Promise<void> {
  const orderId = knownOrderId(step.order, world);
  const known = world.orders.get(orderId);
  const now = driver.now();
  const expiresAt = now + step.hours * HOUR_MS;
  const asked = driver.extend(orderId, expiresAt);
  if (known === undefined) return refused(asked, 'order_not_found');
  const { session } = known;
  if (session === undefined || !isLive(session, now)) return refused(asked, 'order_conflict');
  if (expiresAt <= now || step.hours > 365 * 24) return refused(asked, 'invalid_request');
  await asked;
  session.expiresAt = expiresAt;
}

export async function move(step: StepOf<'move'>, world: World, driver: Driver): Promise<void> {
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
      return (isOther && now < endOf(there) + softCoolingMs) || session.courier === phone;
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

export async function erase(step: StepOf<'erase'>, world: World, driver: Driver): Promise<void> {
  const id = step.client.toString();
  const known = world.clients.get(id);
  if (known === undefined) return refused(driver.erase(id), 'client_not_found');
  await driver.erase(id);
  for (const other of world.clients.values()) {
    if (other.lastCaller === known.phone) other.lastCaller = undefined;
  }
  for (const other of world.orders.values()) {
    if (other.client !== id) continue;
    other.open = false;
    if (other.session !== undefined) endSession(world, other.session, driver.now());
  }
  if (known.assigned !== undefined) world.freed.set(known.assigned, driver.now());
  world.clients.delete(id);
}

function rename(phones: Set<string>, before: string, after: string): void {
  if (phones.delete(before)) phones.add(after);
}

/** Gives the client of a session another phone or another contact. */
function replaceClient(world: World, session: PairedSession, phone: string): void {
  const { participants } = world;
  const index = participants.findIndex(
    (one) =>
      one.session === session && one.role === 'client' && one.admittedBy === 'order' && one.endedAt === undefined,
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
